// fleetdrill new from outside: what it writes passes, and would not if nothing were found.
#include <gmock/gmock.h>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

namespace fs = std::filesystem;

class New : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    support::Outcome start(const std::string& name, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"new", path(name)};
        words.insert(words.end(), more.begin(), more.end());
        return support::fleetdrill(words);
    }
    /// `test` of the scenario, with something changed.
    support::Outcome test(const std::string& name, const std::string& set = {}) const {
        std::vector<std::string> words{"test", path(name)};
        if (!set.empty()) words.insert(words.end(), {"--set", set});
        return support::fleetdrill(words);
    }
    void expect_error(const std::string& name, const char* why) const {
        const auto outcome = start(name);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr(why));
    }

    support::TemporaryFolder folder_;
};

}  // namespace

TEST_F(New, PassesItsTestAsWritten) {
    const auto told = start("pumps");
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, AllOf(HasSubstr("fleetdrill test " + path("pumps")),
                                HasSubstr("--out runs/pumps")));
    const auto tested = test("pumps");
    EXPECT_EQ(tested.status, 0) << tested.out << tested.err;
}

TEST_F(New, FailsItsTestWithoutWhatItsRulesFind) {
    start("pumps");
    for (const auto* set :
         {"detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=100000",
          "detect.profiles[0].profile.behaviors[SourceAddress].criteria.value.cidrs=[\"0.0.0.0/"
          "0\"]",
          "detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=3",
          "fleet.defects[0].expiresIn=40d", "timeline[0].kind=topic-probing",
          "timeline[1].strength=visible"}) {
        const auto tested = test("pumps", set);
        EXPECT_EQ(tested.status, 1) << set << tested.out << tested.err;
    }
}

TEST_F(New, SaysTheCommandThatFails) {
    const auto told = start("pumps").out;
    const std::string mark = "--set '";
    const auto begin = told.find(mark) + mark.size();
    const auto tested = test("pumps", told.substr(begin, told.find('\'', begin) - begin));
    EXPECT_EQ(tested.status, 1);
    EXPECT_THAT(tested.out, HasSubstr("MessageFlood"));
}

TEST_F(New, HasNothingToWarnOf) {
    start("pumps");
    const auto checked = support::fleetdrill({"check", path("pumps"), "--fail-on", "warning"});
    EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
}

TEST_F(New, IsFullOfCommentsAndItsProfileHasNone) {
    start("pumps");
    EXPECT_THAT(folder_.read("pumps/scenario.json"),
                AllOf(HasSubstr("\"title\": \"pumps: "), HasSubstr("  // Same seed, same bytes"),
                      Not(HasSubstr("$schema"))));
    EXPECT_THAT(folder_.read("pumps/sensors.profile.json"), Not(HasSubstr("//")));
}

TEST_F(New, WritesTheSchemaOfItsFormatOnRequest) {
    EXPECT_EQ(start("pumps", {"--schema", "--quiet"}).out, "");
    EXPECT_THAT(folder_.read("pumps/scenario.json"),
                HasSubstr("\"$schema\": \"scenario.schema.json\""));
    EXPECT_EQ(folder_.read("pumps/scenario.schema.json"),
              fleet::read_file(FLEETDRILL_SOURCE_DIR "/docs/scenario.schema.json"));
    EXPECT_EQ(test("pumps").status, 0);
    const auto checked = support::fleetdrill({"check", path("pumps"), "--fail-on", "warning"});
    EXPECT_EQ(checked.status, 0) << checked.out;
    EXPECT_THAT(checked.out, HasSubstr("scenario.schema.json: JSON Schema, valid"));
}

TEST_F(New, TakesNamesOfAnyLetters) {
    const auto told = start("my \"first\" fleet's/");
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, HasSubstr("first\" fleet'\\''s'"));
    EXPECT_EQ(test("my \"first\" fleet's").status, 0);
}

TEST_F(New, RefusesWhatExistsAndLeavesItAlone) {
    folder_.write("pumps/letter.txt", "dear reader");
    expect_error("pumps", "exists already, and is left as it is");
    EXPECT_EQ(folder_.read("pumps/letter.txt"), "dear reader");
    fs::create_directory(folder_ / "empty");
    expect_error("empty", "exists already");
    folder_.write("file", "");
    expect_error("file", "exists already");
    fs::create_symlink("nowhere", folder_ / "link");
    expect_error("link", "exists already");
    expect_error("file/pumps", "file");
    EXPECT_THAT(support::fleetdrill({"new", ".."}).err, HasSubstr("is no name for a folder"));
    EXPECT_THAT(support::fleetdrill({"new", ""}).err, HasSubstr("is no name for a folder"));
    EXPECT_THAT(support::fleetdrill({"new"}).err, HasSubstr("NAME is missing"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 4);
}
