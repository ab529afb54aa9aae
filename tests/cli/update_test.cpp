// Expectations that are rewritten to what a scenario came to.
#include <gmock/gmock.h>

#include <algorithm>

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

class Update : public testing::Test {
  protected:
    /// Runs without the CI that may be about.
    support::Outcome update(const std::string& text, const char* ci = "") const {
        folder_.write("s/scenario.json", text);
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
    EXPECT_THAT(outcome.out, HasSubstr("+       { \"behavior\": \"Flood\", \"count\": 1 }\n"));
    EXPECT_EQ(now(), small_scenario("{\n    \"alarms\": [\n"
                                    "      { \"behavior\": \"Flood\", \"count\": 1 }\n    ]\n"
                                    "  } // mine",
                                    4, flood));
    EXPECT_EQ(test().status, 0);
}

TEST_F(Update, AddsWhatNobodyExpectedAndDropsWhatDidNotCome) {
    const auto outcome = update(small_scenario(
        R"({"exclusive": "strict", "alarms": [{"behavior": "Flood", "thing": "pumps-3"}]})", 4,
        flood));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(now(), HasSubstr(R"("exclusive": "strict",
    "alarms": [
      { "behavior": "guard/Flood", "thing": "pumps-)"));
    EXPECT_THAT(now(), HasSubstr(R"("at": "2018-08-06T01:05:00Z", "within": "0s", "count": 1 })"));
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

TEST_F(Update, PutsFiguresRight) {
    const auto outcome = update(
        small_scenario(R"({"score": {"detect.recall": 0.5, "detect.precision": 1}})", 4, flood));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(now(), HasSubstr(R"("score": { "detect.recall": 1, "detect.precision": 1 })"));
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
