// Expectations that are rewritten to what a scenario came to.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::small_scenario;
using support::TemporaryFolder;
using testing::HasSubstr;

namespace {

constexpr const char* flood = R"([{"at": "+1h", "for": "30m", "kind": "publish-flood",
    "devices": {"cohort": "pumps", "count": 1}}])";

constexpr const char* flood_of_the_first = R"([{"at": "+1h", "for": "30m",
    "kind": "publish-flood", "devices": {"things": ["pumps-0"]}}])";

class Update : public testing::Test {
  protected:
    /// Runs without the CI that may be about.
    support::Outcome update(const std::string& text, const char* ci = "") const {
        folder_.write("s/scenario.json", text);
        return update_what_stands(ci);
    }
    support::Outcome update_what_stands(const char* ci = "") const {
        return support::run_process({"/usr/bin/env", std::string("CI=") + ci,
                                     FLEETDRILL_BINARY_DIR "/fleetdrill", "test",
                                     (folder_ / "s").string(), "--update"});
    }
    std::string now() const { return folder_.read("s/scenario.json"); }
    support::Outcome test() const { return fleetdrill({"test", (folder_ / "s").string()}); }

    TemporaryFolder folder_;
};

}  // namespace

TEST_F(Update, PutsCountsRightAndLeavesTheRestByteForByte) {
    const std::string expect =
        "{ \"alarms\": [ { \"behavior\": \"Flood\", \"count\": 3 } ] } // mine";
    const auto before = small_scenario(expect, 4, flood);
    const auto outcome = update(before);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("-   \"expect\": { \"alarms\": [ { \"behavior\": \"Flood\", "
                                       "\"count\": 3 } ] } // mine\n"));
    EXPECT_THAT(outcome.out, HasSubstr("+   \"expect\": { \"alarms\": [ { \"behavior\": \"Flood\", "
                                       "\"count\": 1 } ] } // mine\n"));
    EXPECT_EQ(now(), small_scenario(
                         "{ \"alarms\": [ { \"behavior\": \"Flood\", \"count\": 1 } ] } // mine", 4,
                         flood));
    EXPECT_EQ(test().status, 0);
}

TEST_F(Update, AddsWhatNobodyExpectedAndDropsWhatDidNotCome) {
    const auto outcome = update(small_scenario(
        R"({"exclusive": "strict", "alarms": [{"behavior": "Flood", "thing": "pumps-3"}]})", 4,
        flood_of_the_first));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(now(),
                HasSubstr(R"({"exclusive": "strict", "alarms": [{ "behavior": "guard/Flood", )"
                          R"("thing": "pumps-0", "at": "+1h5m", "within": "0s", "count": 1 }]})"));
    EXPECT_EQ(test().status, 0);
}

TEST_F(Update, KeepsTheLineEndsAndTheMarkOfAFile) {
    auto text = "\xEF\xBB\xBF" +
                small_scenario(R"({"alarms": [{"behavior": "Flood", "count": 3}]})", 4, flood);
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
        text.insert(at, 1, '\r');
    EXPECT_EQ(update(text).status, 0);
    const auto written = now();
    EXPECT_EQ(std::ranges::count(written, '\n'), std::ranges::count(written, '\r'));
    EXPECT_THAT(written, testing::StartsWith("\xEF\xBB\xBF{"));
    EXPECT_EQ(test().status, 0);
}

TEST_F(Update, WritesNoReportsBesides) {
    folder_.write("s/scenario.json", small_scenario());
    const auto outcome = support::run_process(
        {"/usr/bin/env", "CI=", FLEETDRILL_BINARY_DIR "/fleetdrill", "test",
         (folder_ / "s").string(), "--update", "--junit", (folder_ / "junit.xml").string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--update and --junit"));
}

TEST_F(Update, LeavesEntriesThatAreMetWithTheirCommentsAndChangesOnlyWhatDiffersInTheOthers) {
    const auto expect = [](const char* at, const char* cleared) {
        return fmt::format(R"({{
	"alarms": [
		// what the profile is for
		{{ "cohort":"pumps",   "behavior": "Flood", "count": 1 }}, /* in all */
		{{ "behavior": "Flood", "at": "{}", "within": "0s",
		  "clearedWithin": "{}", "thing": "pumps-0", "count": 1 }} // the first
		// and no other
	],
	"exclusive": "strict" // silence
  }})",
                           at, cleared);
    };
    const auto updated_from = [&](const std::string& text) {
        const auto outcome = update(small_scenario(text, 4, flood_of_the_first));
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_EQ(test().status, 0) << now();
        return now();
    };
    const auto right = [&](const char* at) {
        return small_scenario(expect(at, "30m"), 4, flood_of_the_first);
    };
    EXPECT_EQ(updated_from(expect("+1h15m", "30m")), right("+1h5m"));
    EXPECT_EQ(updated_from(expect("+1h5m", "29m")), right("+1h5m")) << "clears later";
    EXPECT_EQ(updated_from(expect("end-10m", "5m")), right("end-55m"));
    EXPECT_EQ(updated_from(expect("2018-08-06T00:05:00Z", "5m")), right("2018-08-06T01:05:00Z"));
}

TEST_F(Update, LengthensAWaitAndLeavesOutAnEndThatDidNotCome) {
    const auto updated_from = [&](const char* entry, const char* timeline) {
        const auto expect = fmt::format(R"({{ "alarms": [{}] }})", entry);
        EXPECT_EQ(update(small_scenario(expect, 4, timeline)).status, 0);
        EXPECT_EQ(test().status, 0) << now();
        return now();
    };
    EXPECT_THAT(updated_from(R"({"behavior": "Flood", "cohort": "pumps", "within": "1m"})",
                             flood_of_the_first),
                HasSubstr(R"([{"behavior": "Flood", "cohort": "pumps", "within": "5m"}])"));
    EXPECT_THAT(updated_from(R"({"behavior": "Flood", "clearedWithin": "5m", "cohort": "pumps"})",
                             R"([{"at": "+1h", "for": "1h", "kind": "publish-flood",
                                  "devices": {"things": ["pumps-0"]}}])"),
                HasSubstr(R"([{"behavior": "Flood", "cohort": "pumps"}])"))
        << "it lasts to the end of the run";
}

TEST_F(Update, TellsTwoEntriesOfTheSameFormApart) {
    EXPECT_EQ(update(small_scenario(R"({ "alarms": [
      {"behavior": "Flood", "thing": "pumps-0", "at": "+1h5m"},
      {"behavior": "Flood", "thing": "pumps-0", "at": "+1h40m"}] })",
                                    4, flood_of_the_first))
                  .status,
              0);
    EXPECT_THAT(now(), HasSubstr(R"({ "alarms": [
      {"behavior": "Flood", "thing": "pumps-0", "at": "+1h5m"}] })"))
        << "the first has the only alarm";
}

TEST_F(Update, TakesOutSeveralWhereverTheyStand) {
    const auto updated_from = [&](const char* entries) {
        const auto expect = fmt::format(R"({{ "alarms": [{}] }})", entries);
        EXPECT_EQ(update(small_scenario(expect, 4, flood_of_the_first)).status, 0);
        EXPECT_EQ(test().status, 0) << now();
        return now();
    };
    EXPECT_THAT(updated_from(R"({"behavior": "Flood"}, {"behavior": "Flood", "thing": "pumps-1"},
      {"behavior": "Flood", "thing": "pumps-2"}, // two
      {"behavior": "Flood", "thing": "pumps-3"})"),
                HasSubstr(R"("alarms": [{"behavior": "Flood"})"));
    EXPECT_THAT(updated_from(R"({"behavior": "Flood", "thing": "pumps-1"}, {"behavior": "Flood"},
        // of the last
        {"behavior": "Flood", "thing": "pumps-2"})"),
                testing::ContainsRegex(
                    "\"alarms\": \\[[{]\"behavior\": \"Flood\"[}]\n +// of the last\n +] "));
    EXPECT_THAT(updated_from(R"(
      {"behavior": "Flood", "thing": "pumps-1"}, /* x */ {"behavior": "Flood", "thing": "pumps-2"},
      {"behavior": "Flood", "thing": "pumps-3"} /* y */ ,
      {"behavior": "Flood", "count": 1})"),
                HasSubstr(R"({"behavior": "Flood", "count": 1}] })"));
}

TEST_F(Update, NamesTheCohortOfFindingsThatNobodyExpected) {
    auto text = small_scenario(R"({ "exclusive": "strict" })", 4, "[]");
    const std::string_view fleet = "\"fleet\": {";
    text.insert(text.find(fleet) + fleet.size(),
                R"("defects": [{ "kind": "expiring-certificate", "cohort": "pumps", "count": 2,
                                 "expiresIn": "10d" }], )");
    text.insert(text.find("\"detect\": "), R"("audit": { "runs": [{ "at": "end" }] }, )");
    EXPECT_EQ(update(text).status, 0);
    EXPECT_THAT(now(), HasSubstr(R"({ "exclusive": "strict",
    "findings": [
      { "check": "DEVICE_CERTIFICATE_EXPIRING_CHECK", "cohort": "pumps", "reasonCode": )"
                                 R"("CERTIFICATE_APPROACHING_EXPIRATION", "count": 2 }
    ] })"));
    EXPECT_EQ(test().status, 0);
}

TEST_F(Update, TakesOutALineAndLetsNewOnesFollowTheLast) {
    const auto outcome = update(small_scenario(R"({
    "exclusive": "strict",
    "alarms": [
        { "behavior": "Flood", "thing": "pumps-1" }, // speaks
        { "behavior": "Flood", "thing": "pumps-2", "count": 0 }, // silent
        { "behavior": "Flood", "thing": "pumps-3" } // speaks
    ]
  })",
                                               4, flood_of_the_first));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(now(), HasSubstr(R"("alarms": [
        { "behavior": "Flood", "thing": "pumps-2", "count": 0 }, // silent
        { "behavior": "guard/Flood", "thing": "pumps-0", "at": "+1h5m", "within": "0s", "count": 1 }
)")) << now();
    EXPECT_EQ(test().status, 0);
}

TEST_F(Update, KeepsTheFormOfAFindingWhoseReasonIsAnother) {
    auto text = small_scenario(R"({ "exclusive": "strict", "findings": [
        { "cohort": "pumps", "check": "DEVICE_CERTIFICATE_EXPIRING_CHECK", // soon
          "reasonCode": "CERTIFICATE_PAST_EXPIRATION", "count": 1 } ] })",
                               4, "[]");
    const std::string_view cohorts = "\"fleet\": {";
    text.insert(text.find(cohorts) + cohorts.size(),
                R"("defects": [{ "kind": "expiring-certificate", "cohort": "pumps", "count": 1,
                                 "expiresIn": "10d" }], )");
    const std::string_view detect = "\"detect\": ";
    text.insert(text.find(detect), R"("audit": { "runs": [{ "at": "end" }] }, )");
    const auto outcome = update(text);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const std::string_view was = "CERTIFICATE_PAST_EXPIRATION";
    EXPECT_EQ(now(),
              text.replace(text.find(was), was.size(), "CERTIFICATE_APPROACHING_EXPIRATION"));
}

TEST_F(Update, WritesThroughALinkAndKeepsThePermissions) {
    namespace fs = std::filesystem;
    const auto text =
        small_scenario(R"({"alarms": [{"behavior": "Flood", "count": 3}]})", 4, flood);
    folder_.write("real/other.json", text);
    fs::create_directories(folder_ / "s");
    fs::create_symlink("../real/other.json", folder_ / "s/scenario.json");
    constexpr auto permissions =
        fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read;
    fs::permissions(folder_ / "real/other.json", permissions);
    EXPECT_EQ(update_what_stands().status, 0);
    EXPECT_TRUE(fs::is_symlink(folder_ / "s/scenario.json"));
    EXPECT_EQ(fs::status(folder_ / "real/other.json").permissions(), permissions);
    EXPECT_THAT(folder_.read("real/other.json"), HasSubstr("\"count\": 1}"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "real"), {}), 1)
        << "nothing is left beside it";
    fs::create_hard_link(folder_ / "real/other.json", folder_ / "real/twin.json");
    folder_.write("real/other.json", text);
    EXPECT_EQ(update_what_stands().status, 0);
    EXPECT_THAT(folder_.read("real/twin.json"), HasSubstr("\"count\": 1}"));
}

TEST_F(Update, PutsFiguresRight) {
    const auto outcome = update(
        small_scenario(R"({"score": {"detect.recall": 0.5, "detect.precision": 1}})", 4, flood));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(now(), HasSubstr(R"({"score": {"detect.recall": 1, "detect.precision": 1}})"));
}

TEST_F(Update, LeavesATestThatPassesAlone) {
    const auto text = small_scenario("{\n // all of it\n }", 4, flood);
    EXPECT_THAT(update(text).out, HasSubstr("0 of 1 scenarios updated"));
    EXPECT_EQ(now(), text);
}

TEST_F(Update, WritesNothingOnACiMachineOrOfAnotherScenario) {
    const auto text =
        small_scenario(R"({"alarms": [{"behavior": "Flood", "count": 3}]})", 4, flood);
    const auto outcome = update(text, "true");
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("CI is set"));
    EXPECT_EQ(now(), text);
    const auto other =
        support::run_process({"/usr/bin/env", "CI=", FLEETDRILL_BINARY_DIR "/fleetdrill", "test",
                              (folder_ / "s").string(), "--update", "--seed", "3"});
    EXPECT_EQ(other.status, 2);
    EXPECT_THAT(other.err, HasSubstr("--update and --seed"));
}

TEST_F(Update, TellsWhereNothingItExpectsWouldHelp) {
    const auto outcome = update(small_scenario("{}", 4, R"([{"at": "+5m",
        "operation": "CancelAuditTask", "request": {"taskId": "00000000000000000000000000000000"},
        "expectError": "InvalidRequestException"}])"));
    EXPECT_EQ(outcome.status, 2) << outcome.out;
    EXPECT_THAT(outcome.err, HasSubstr("what is not met stands outside \"expect\""));
}
