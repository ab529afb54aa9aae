// fleetdrill explain of behaviours: why one alarmed on a thing, and why it did not.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";

/// Played once: explaining plays it again each time.
class ExplainBehavior : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = new support::TemporaryFolder;
        for (const auto* name :
             {"quickstart", "fleet-outlier", "cryptomining", "broken-agents", "silent-device"})
            ASSERT_EQ(support::fleetdrill({"run", library + name, "--transport", "memory",
                                           "--quiet", "--out", (*folder_ / name).string()})
                          .status,
                      0);
    }
    static void TearDownTestSuite() { delete folder_; }

    static support::Outcome explain(const std::string& run, std::vector<std::string> words) {
        words.insert(words.begin(), {"explain", (*folder_ / run).string()});
        return support::fleetdrill(words);
    }
    static support::Outcome explain_thing(const std::string& thing, const std::string& behavior) {
        return explain("quickstart", {"--thing", thing, "--behavior", behavior});
    }
    static std::string violation_of(const std::string& thing, const std::string& behavior) {
        const auto events = fleet::Json::parse(
            folder_->read("quickstart/detect/violation-events.json"))["violationEvents"];
        for (const auto& event : events)
            if (event["thingName"] == thing && event["behavior"]["name"] == behavior)
                return event["violationId"].get<std::string>();
        return {};
    }

    static support::TemporaryFolder* folder_;
};

support::TemporaryFolder* ExplainBehavior::folder_ = nullptr;

}  // namespace

TEST_F(ExplainBehavior, TellsTheWindowsOfAnAlarm) {
    const auto told =
        explain("quickstart", {violation_of("cameras-7", "ConnectionAttempts").substr(0, 12)});
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out, AllOf(StartsWith("baseline/ConnectionAttempts on cameras-7\n"),
                                HasSubstr("Unit: attempts."),
                                HasSubstr("Normal is {\"comparisonOperator\":\"less-than-equals\""),
                                HasSubstr("  2018-08-06T07:00:00Z  0 conforms\n"
                                          "  2018-08-06T07:05:00Z  30 violates; the alarm rises\n"),
                                HasSubstr("0 conforms; 1 of 2 in a row to clear\n"
                                          "  2018-08-06T07:25:00Z  0 conforms; the alarm clears\n"),
                                Not(HasSubstr("07:30:00Z"))));
}

TEST_F(ExplainBehavior, TellsWhyNoAlarmCame) {
    const auto told = explain_thing("thermostats-1", "baseline/MessageFlood");
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(
        told.out,
        AllOf(HasSubstr("144 windows had a datapoint, 0 of them violated it; at most 0 in a row, "
                        "needed: 1"),
              HasSubstr("the largest datapoint was 2 at "), Not(HasSubstr("violates;"))));
}

TEST_F(ExplainBehavior, TellsAddressesAndPercentiles) {
    EXPECT_THAT(explain_thing("thermostats-13", "baseline/SourceAddress").out,
                HasSubstr("10.20.6.227, 203.0.113.9 violates; the alarm rises"));
    const auto outlier =
        explain("fleet-outlier", {"--thing", "meters-0", "--behavior", "outlier/MoreThanTheFleet"});
    EXPECT_THAT(outlier.out, AllOf(HasSubstr("495 violates, held against 1 (22 things); 1 of 2"),
                                   HasSubstr("1 of 2 in a row to alarm"),
                                   HasSubstr("held against 1 (19 things)\n")));
}

TEST_F(ExplainBehavior, TellsWhatDevicesReported) {
    const auto mining =
        explain("cryptomining", {"--thing", "hubs-0", "--behavior", "hub/LoadOfTheFleet"});
    EXPECT_THAT(mining.out, AllOf(HasSubstr("72 datapoints were reported"),
                                  HasSubstr("95 violates, held against 3"),
                                  HasSubstr("windows of 5m, one ends with every slot"),
                                  Not(HasSubstr("held against 0"))));
    const auto load = explain("cryptomining", {"--thing", "hubs-0", "--behavior", "hub/Load"});
    EXPECT_THAT(load.out, AllOf(HasSubstr("every report is judged"),
                                HasSubstr("95 violates; 1 of 2 in a row to alarm"),
                                HasSubstr("95 violates; the alarm rises")));
    const auto refused =
        explain("broken-agents", {"--thing", "sensors-1", "--behavior", "traffic/BytesOut"});
    EXPECT_THAT(refused.out, AllOf(HasSubstr("30 datapoints were reported, 0 of them violated it"),
                                   HasSubstr("6 windows: its reports were refused"),
                                   HasSubstr("36 windows: it reported nothing of it")));
    const auto away =
        explain("silent-device", {"--thing", "lamps-0", "--behavior", "present/Away"});
    EXPECT_THAT(away.out, AllOf(HasSubstr("35 violates; the alarm rises"),
                                HasSubstr("0 conforms; the alarm clears")));
}

TEST_F(ExplainBehavior, RefusesWhatItCannotExplain) {
    const auto refused = [](const support::Outcome& outcome, const char* why) {
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr(why));
    };
    refused(explain_thing("nobody", "baseline/MessageFlood"), "nobody of the name \"nobody\"");
    refused(explain_thing("thermostats-1", "baseline/Flood"), "no such behavior judged");
    refused(explain_thing("thermostats-1", "MessageFlood"), "expected PROFILE/BEHAVIOR");
    refused(explain("quickstart", {"--thing", "thermostats-1"}), "which finding?");
    refused(
        explain("quickstart", {violation_of("cameras-7", "ConnectionAttempts"), "--thing", "a"}),
        "a finding says that itself");
    refused(explain("quickstart", {"xyz"}), "no id of a finding or violation begins with");
}
