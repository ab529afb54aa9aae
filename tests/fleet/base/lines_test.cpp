#include "fleet/base/lines.hpp"

#include <gmock/gmock.h>

#include "fleet/base/error.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fleet;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

namespace {
std::vector<std::pair<int, std::string>> lines_of(const std::string& text) {
    const support::TemporaryFolder folder;
    LineReader reader(folder.write("f", text));
    std::vector<std::pair<int, std::string>> lines;
    while (const auto line = reader.next()) lines.emplace_back(reader.number(), *line);
    return lines;
}
}  // namespace

TEST(Lines, AreReadWithTheirNumbers) {
    EXPECT_THAT(lines_of("a\n\nb\r\nc"), ElementsAre(Pair(1, "a"), Pair(3, "b"), Pair(4, "c")));
    EXPECT_THAT(lines_of(""), ElementsAre());
    EXPECT_THAT(lines_of("\n"), ElementsAre());
}

TEST(Lines, MayBeLongerThanOneBuffer) {
    const std::string first(3'000'000, 'x'), last(1'500'000, 'y');
    EXPECT_THAT(lines_of(first + '\n' + last), ElementsAre(Pair(1, first), Pair(2, last)));
}

TEST(Lines, MayBeAsLongAsTheLimitAndNoLonger) {
    const std::string limit(line_bytes_max, 'x');
    EXPECT_EQ(lines_of("a\n" + limit + "\nb\n").size(), 3U);
    for (const char* end : {"", "\n", "\nmore\n"}) {
        try {
            lines_of("a\n" + limit + "x" + end);
            FAIL() << "a line beyond the limit was read";
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr(":2: the line is longer than 4194304 bytes"));
        }
    }
}

TEST(Lines, AreWrittenWholeOrNotAtAll) {
    const support::TemporaryFolder folder;
    {
        LineWriter writer(folder / "given-up");
        writer.text() += "half";
        writer.end_line();
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    LineWriter writer(folder / "whole");
    std::string expected;
    for (int i = 0; i < 300'000; ++i) {
        writer.text() += std::to_string(i);
        writer.end_line();
        expected += std::to_string(i) + '\n';
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "whole"));
    writer.close();
    EXPECT_EQ(folder.read("whole"), expected);
}

TEST(Lines, TellTheFileThatCannotBeReadOrWritten) {
    const support::TemporaryFolder folder;
    EXPECT_THROW(LineReader(folder / "missing"), Error);
    EXPECT_THROW(LineReader(folder.path()), Error);
    EXPECT_THROW(LineWriter(folder / "missing/f"), Error);
}
