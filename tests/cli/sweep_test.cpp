// One figure through a range of values, from outside.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

/// Four pumps that send five messages in a slot, one of them five hundred for half an hour.
class Sweep : public testing::Test {
  protected:
    Sweep() {
        folder_.write("s/scenario.json", support::small_scenario("{}", 4,
                                                                 R"([{"at": "+1h", "for": "30m",
            "kind": "publish-flood", "devices": {"cohort": "pumps", "count": 1}}])"));
    }
    support::Outcome sweep(std::vector<std::string> more, const char* parameter = limit) const {
        std::vector<std::string> words{"sweep", (folder_ / "s").string(), "--parameter", parameter};
        words.insert(words.end(), more.begin(), more.end());
        return fleetdrill(words);
    }
    static constexpr const char* limit =
        "detect.profiles[0].profile.behaviors[Flood].criteria.value.count";
    TemporaryFolder folder_;
};

}  // namespace

TEST_F(Sweep, TellsWhatEachValueFindsAndCosts) {
    const auto outcome = sweep({"--from", "3", "--to", "6", "--steps", "3", "--format", "csv"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out,
                StartsWith("value,truePositives,falsePositives,falseNegatives,precision,recall,"
                           "falseAlarmsPerDeviceDay,timeToDetectP50Seconds,timeToDetectP90Seconds,"
                           "timeToDetectMaxSeconds\n3,0,4,1,0,0,12,,,\n"))
        << "an alarm that is always on tells nothing";
    EXPECT_THAT(outcome.out, HasSubstr("\n6,1,0,0,1,1,0,300,300,300\n"))
        << "healthy pumps send five";
}

TEST_F(Sweep, NamesTheValueThatMeetsABudget) {
    const auto outcome =
        sweep({"--from", "1", "--to", "9", "--steps", "8", "--max-false-alarms", "0"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("within the budget, 6 is best\n"));
    const auto none = sweep({"--from", "1", "--to", "4", "--max-false-alarms", "0"});
    EXPECT_EQ(none.status, 1);
    EXPECT_THAT(none.err, HasSubstr("no value meets the budget"));
}

TEST_F(Sweep, ARecallMayBeTheBudget) {
    const auto outcome = sweep({"--from", "100", "--to", "100000", "--steps", "3", "--min-recall",
                                "1", "--format", "json"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const auto told = fleet::Json::parse(outcome.out);
    EXPECT_EQ(told.at("best"), 100);
    EXPECT_EQ(told.at("points").at(3).at("recall"), 0) << "nobody sends so much";
    EXPECT_TRUE(told["points"][3]["timeToDetectSeconds"]["p50"].is_null());
}

TEST_F(Sweep, VariesWhatTheFleetDoesAsWell) {
    const auto outcome = sweep({"--from", "1", "--to", "3", "--steps", "2", "--format", "csv"},
                               "timeline[0].devices.count");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("\n1,1,0,0,"));
    EXPECT_THAT(outcome.out, HasSubstr("\n3,3,0,0,"));
}

TEST_F(Sweep, RefusesWhatLeadsNowhere) {
    EXPECT_THAT(sweep({"--from", "1"}).err, HasSubstr("--to is missing"));
    EXPECT_THAT(sweep({"--from", "a", "--to", "2"}).err, HasSubstr("--from: expected a number"));
    const auto outcome = sweep({"--from", "1", "--to", "2"}, "detect.nothing");
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("detect.nothing"));
}
