#include "fleet/base/part_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fleet;
using testing::HasSubstr;

namespace {

class PartFile : public testing::Test {
  protected:
    /// A file with one frame for each text, at 1, 2, … seconds.
    PartSummary written(const std::vector<std::string>& frames) {
        PartWriter writer(file_, "test/1");
        Time time{};
        for (const auto& frame : frames) writer.write(time += 1s, frame);
        return writer.close();
    }
    std::vector<std::string> read(const PartSummary& summary, std::string_view kind = "test/1") {
        PartReader reader(file_, kind, summary);
        std::vector<std::string> frames;
        while (reader.next()) frames.push_back(reader.frame());
        return frames;
    }
    std::string refusal(const PartSummary& summary, std::string_view kind = "test/1") {
        try {
            read(summary, kind);
            return "accepted";
        } catch (const Error& error) {
            return error.what();
        }
    }
    void overwrite(std::string text) { write_file(file_, text); }

    support::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "a.part";
};

}  // namespace

TEST_F(PartFile, HoldsItsFramesInOrder) {
    EXPECT_THAT(read(written({"one", "", "three"})), testing::ElementsAre("one", "", "three"));
    EXPECT_THAT(read(written({})), testing::IsEmpty());
}

TEST_F(PartFile, KnowsTheTimeOfEach) {
    const auto summary = written({"one", "two"});
    PartReader reader(file_, "test/1", summary);
    ASSERT_TRUE(reader.next() && reader.next());
    EXPECT_EQ(epoch_ms(reader.time()), 2000);
}

TEST_F(PartFile, EqualFramesHaveEqualSummaries) {
    EXPECT_EQ(written({"one", "two"}), written({"one", "two"}));
    EXPECT_NE(written({"one", "two"}), written({"two", "one"}));
}

TEST_F(PartFile, ThatIsShortOrLongIsNotWhole) {
    const auto summary = written({"one", "two"});
    const auto text = read_file(file_);
    overwrite(text.substr(0, text.size() - 1));
    EXPECT_THAT(refusal(summary), HasSubstr("it is not whole"));
    overwrite(text + "x");
    EXPECT_THAT(refusal(summary), HasSubstr("it is not whole"));
}

TEST_F(PartFile, WithAnyByteChangedIsRefused) {
    const auto summary = written({"one", "two"});
    const auto text = read_file(file_);
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 0x41);
        overwrite(changed);
        EXPECT_THAT(refusal(summary), HasSubstr("a.part")) << "byte " << at;
    }
}

TEST_F(PartFile, OfAnotherKindIsRefused) {
    EXPECT_THAT(refusal(written({"one"}), "test/2"), HasSubstr("does not begin with"));
}

TEST_F(PartFile, ThatIsNotThereIsRefused) {
    EXPECT_THAT(refusal({.bytes = 1, .digest = {}}), HasSubstr("cannot be read"));
}
