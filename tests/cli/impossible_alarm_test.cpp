// Alarms and audits that an entry describes as they never are.
#include <gmock/gmock.h>

#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::HasSubstr;

namespace {

/// The small scenario has one behaviour, guard/Flood on aws:num-messages-sent, and four pumps.
support::Outcome outcome_of(const std::string& expect, const std::vector<std::string>& sets = {}) {
    const support::TemporaryFolder folder;
    folder.write("s/scenario.json", support::small_scenario(expect));
    std::vector<std::string> words{"test", (folder / "s").string()};
    for (const auto& set : sets) words.insert(words.end(), {"--set", set});
    return support::fleetdrill(words);
}

/// What is wrong with an alarm that is to stay silent.
std::string error_of(const std::string& alarm, const std::vector<std::string>& sets = {}) {
    const auto outcome = outcome_of(R"({"alarms": [{"count": 0, )" + alarm + "}]}", sets);
    EXPECT_EQ(outcome.status, 2) << alarm << outcome.out;
    EXPECT_THAT(outcome.err, HasSubstr(": expect.alarms[0]")) << alarm;
    return outcome.err;
}

int status_of(const std::string& alarm, const std::vector<std::string>& sets = {}) {
    const auto outcome = outcome_of(R"({"alarms": [{"count": 0, )" + alarm + "}]}", sets);
    return outcome.status;
}

const std::vector<std::string> audited{R"(audit={"runs": [{"at": "+1h"}]})"};

std::string audit_error(const std::string& expect) {
    const auto outcome = outcome_of(expect, audited);
    EXPECT_EQ(outcome.status, 2) << expect << outcome.out;
    return outcome.err;
}

}  // namespace

TEST(ImpossibleAlarm, IsOneOfABehaviourThatNoneIsLike) {
    EXPECT_THAT(
        error_of(R"("behavior": "Flood", "match": {"behavior": {"name": "Flod"}})"),
        HasSubstr("alarms[0].match.behavior.name: no behavior Flood has the name Flod; that "
                  "of guard/Flood is Flood (did you mean \"Flood\"?): this can never be "
                  "found"));
    EXPECT_THAT(
        error_of(
            R"("behavior": "Flood", "match": {"behavior": {"metric": "aws:num-disconnects"}})"),
        HasSubstr("has the metric aws:num-disconnects; that of guard/Flood is "
                  "aws:num-messages-sent"));
    EXPECT_THAT(
        error_of(R"("match": {"behavior": {"criteria": {"comparisonOperator": "greater-than"}}})"),
        HasSubstr("alarms[0].match.behavior.criteria.comparisonOperator: no behavior Flood has the "
                  "criteria.comparisonOperator greater-than; that of guard/Flood is less-than"));
    EXPECT_THAT(error_of(R"("match": {"behavior": {"criteria": {"durationSeconds": 301}}})"),
                HasSubstr("criteria.durationSeconds 301; that of guard/Flood is 300"));
    EXPECT_EQ(status_of(R"("match": {"behavior": {"name": "Flood", "metric":
        "aws:num-messages-sent", "criteria": {"comparisonOperator": "less-than",
        "durationSeconds": 300, "value": {"count": ">= 100"}}}})"),
              0)
        << "it is like that";
}

TEST(ImpossibleAlarm, IsOneWhoseMatchContradictsTheRest) {
    EXPECT_THAT(error_of(R"("thing": "pumps-1", "behavior": "Flood",
                            "match": {"thingName": "pumps-0"})"),
                HasSubstr("match.thingName: pumps-0 is not pumps-1"));
    EXPECT_THAT(
        error_of(R"("behavior": "Flood", "match": {"securityProfileName": "other"})"),
        HasSubstr("match.securityProfileName: no behavior Flood is in profile other; it is in "
                  "guard"));
    EXPECT_EQ(status_of(R"("thing": "pumps-1", "cohort": "pumps", "behavior": "Flood",
                           "match": {"thingName": "pumps-1", "securityProfileName": "guard"})"),
              0);
}

TEST(ImpossibleAlarm, SaysWhichOfProfileAndMetricDoesNotFit) {
    EXPECT_THAT(error_of(R"("behavior": "Flood", "profile": "guard",
                            "metric": "aws:num-disconnects")"),
                HasSubstr("alarms[0].metric: no behavior Flood is in force on aws:num-disconnects; "
                          "it watches aws:num-messages-sent"));
    EXPECT_THAT(error_of(R"("behavior": "guard/Flood", "profile": "gard")"),
                HasSubstr("is in profile gard (did you mean \"guard\"?)"));
    EXPECT_THAT(error_of(R"("behavior": "Flood", "metric": "aws:num-message-sent")"),
                HasSubstr("(did you mean \"aws:num-messages-sent\"?)"));
    EXPECT_THAT(error_of(R"("behavior": "")"), HasSubstr("there is no behavior \"\""));
}

TEST(ImpossibleAlarm, IsOneOfAValueThatTheMetricDoesNotHave) {
    EXPECT_THAT(error_of(R"("behavior": "Flood", "match": {"metricValue": {"count": -3}})"),
                HasSubstr("match.metricValue.count: -3 is negative, and a count is not"));
    EXPECT_THAT(error_of(R"("behavior": "Flood", "match": {"metricValue": {"count": "5..2"}})"),
                HasSubstr("nothing is in \"5..2\""));
    EXPECT_THAT(error_of(R"("behavior": "Flood",
                            "match": {"metricValue": {"count": "> 5", "ports": [1]}})"),
                HasSubstr("match.metricValue.ports: a value of aws:num-messages-sent is told as "
                          "count, not as ports"));
    EXPECT_EQ(status_of(R"("behavior": "Flood", "match": {"metricValue": {"count": 0}})"), 0);
}

TEST(ImpossibleAlarm, IsOneAtATimeAtWhichNoneRises) {
    EXPECT_THAT(error_of(R"("behavior": "Flood", "match": {"violationEventTime": "+9h"})"),
                HasSubstr("match.violationEventTime: 2018-08-06T09:00:00Z is outside the run"));
    EXPECT_THAT(error_of(R"("behavior": "Flood", "match": {"violationEventTime": 0})"),
                HasSubstr("1970-01-01T00:00:00Z is outside the run"));
    EXPECT_THAT(error_of(R"("behavior": "Flood", "match": {"violationEventTime": "+6m"})"),
                HasSubstr("2018-08-06T00:06:00Z is no end of a slot of the run"));
    EXPECT_EQ(status_of(R"("behavior": "Flood", "match": {"violationEventTime": "+5m"})"), 0);
    EXPECT_THAT(
        error_of(R"("behavior": "Flood", "at": "+26m", "within": "2m")"),
        HasSubstr("alarms[0].within: no slot of the run ends between 2018-08-06T00:26:00Z and "
                  "2018-08-06T00:28:00Z"));
    EXPECT_EQ(status_of(R"("behavior": "Flood", "at": "+26m", "within": "4m")"), 0);
    EXPECT_EQ(status_of(R"("behavior": "Flood", "at": "+25m", "within": "0s")"), 0);
    EXPECT_EQ(status_of(R"("behavior": "Flood", "at": "+26m")"), 0);
}

TEST(ImpossibleAlarm, IsOneThatClearsBeforeTheNextSlotEnds) {
    EXPECT_THAT(error_of(R"("behavior": "Flood", "clearedWithin": "4m59s")"),
                HasSubstr("alarms[0].clearedWithin: 4m59s is less than a slot"));
    EXPECT_EQ(status_of(R"("behavior": "Flood", "clearedWithin": "5m")"), 0);
    EXPECT_EQ(status_of(R"("behavior": "Flood", "clearedWithin": "1s")",
                        {"detect.profiles[0].profile.behaviors[0].metric=aws:all-packets-out"}),
              0)
        << "what devices report is judged as they report it";
}

TEST(ImpossibleAlarm, IsOneOfAThingThatTheProfileDoesNotLookAt) {
    const std::vector<std::string> of_group{"fleet.cohorts[0].groups=[\"eu\"]",
                                            "detect.profiles[0].targets=[\"thinggroup/eu\"]"};
    EXPECT_EQ(status_of(R"("behavior": "Flood", "thing": "pumps-0")", of_group), 0);
    const std::vector<std::string> of_strangers{
        "detect.profiles[0].targets=[\"all/unregistered-things\"]"};
    EXPECT_THAT(
        error_of(R"("behavior": "Flood", "thing": "pumps-0")", of_strangers),
        HasSubstr("alarms[0].thing: the profile guard does not look at pumps-0, which is in "
                  "none of its targets"));
    EXPECT_THAT(error_of(R"("behavior": "Flood", "cohort": "pumps")", of_strangers),
                HasSubstr("alarms[0].cohort: the profile guard does not look at the cohort pumps"));
    const std::vector<std::string> of_parent{
        "fleet.cohorts[0].groups=[\"eu\"]",
        R"(fleet.groups=[{"name": "eu", "parent": "world"}, {"name": "world"}, {"name": "us"}])",
        "detect.profiles[0].targets=[\"thinggroup/world\"]"};
    EXPECT_EQ(status_of(R"("behavior": "Flood", "cohort": "pumps")", of_parent), 0)
        << "a group is in its parent";
    auto of_other = of_parent;
    of_other.back() = "detect.profiles[0].targets=[\"thinggroup/us\"]";
    EXPECT_THAT(error_of(R"("behavior": "Flood", "cohort": "pumps")", of_other),
                HasSubstr("does not look at the cohort pumps"));
}

TEST(ImpossibleAlarm, IsOneOfABehaviourThatIsNeverEvaluated) {
    EXPECT_THAT(error_of(R"("behavior": "Flood")",
                         {R"(detect.profiles[0].profile.behaviors[0].criteria={"mlDetectionConfig":
                     {"confidenceLevel": "HIGH"}})"}),
                HasSubstr("guard/Flood is not evaluated by this version and never alarms"));
}

TEST(ImpossibleAudit, IsOneOfATaskOrScheduleThatThereIsNot) {
    EXPECT_THAT(audit_error(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK", "task": 2}]})"),
                HasSubstr("findings[0].task: there is no audit 2; the run has 1 of them at most"));
    EXPECT_THAT(audit_error(R"({"tasks": [{"task": 5, "count": 0}]})"),
                HasSubstr("tasks[0].task: there is no audit 5"));
    EXPECT_THAT(audit_error(R"({"tasks": [{"scheduledAuditName": "nightly", "count": 0}]})"),
                HasSubstr("there is no scheduledAuditName nightly"));
    EXPECT_THAT(audit_error(R"({"tasks": [{"checkStatus": {"FOO": "FAILED"}, "count": 0}]})"),
                HasSubstr("tasks[0].checkStatus: there is no checkStatus FOO"));
    EXPECT_THAT(audit_error(R"({"tasks": [{"checkStatus": "LOGGING_DISABLED_CHECK=FAILD"}]})"),
                HasSubstr("there is no checkStatus FAILD (did you mean \"FAILED\"?)"));
    EXPECT_THAT(audit_error(R"({"tasks": [{"checkStatus": "LOGGING_DISABLED_CHECK"}]})"),
                HasSubstr("it is written {CHECK: STATUS}"));
    const auto outcome = outcome_of(
        R"({"exclusive": false, "tasks": [{"task": 1, "scheduledAuditName": "", "count": 1}]})",
        audited);
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
}

TEST(ImpossibleAudit, IsAFindingThatItsCheckDoesNotMake) {
    EXPECT_THAT(
        audit_error(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK", "count": 0,
                                "match": {"reasonForNonComplianceCode": "LOGING_DISABLED"}}]})"),
        HasSubstr("match.reasonForNonComplianceCode: there is no reasonForNonComplianceCode "
                  "LOGING_DISABLED (did you mean \"LOGGING_DISABLED\"?)"));
    EXPECT_THAT(audit_error(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK", "count": 0,
                                "match": {"checkName": "CONFLICTING_CLIENT_IDS_CHECK"}}]})"),
                HasSubstr("match.checkName: CONFLICTING_CLIENT_IDS_CHECK is not LOGGING_DISABLED"));
    EXPECT_THAT(audit_error(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK", "count": 0,
                                "severity": "LOW", "match": {"severity": "HIGH"}}]})"),
                HasSubstr("match.severity: HIGH is not LOW"));
    EXPECT_THAT(
        audit_error(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK", "count": 0,
                                "match": {"taskStartTime": "+2h"}}]})"),
        HasSubstr("match.taskStartTime: 2018-08-06T02:00:00Z is after the last audit, which "
                  "begins at 2018-08-06T01:00:00Z"));
    EXPECT_THAT(audit_error(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK", "count": 0,
                                "match": {"findingTime": 5}}]})"),
                HasSubstr("1970-01-01T00:00:05Z is before the run"));
    const auto outcome = outcome_of(
        R"({"exclusive": false, "findings": [{"check": "LOGGING_DISABLED_CHECK", "count": 0,
            "match": {"reasonForNonComplianceCode": "LOGGING_DISABLED",
                      "taskStartTime": "+1h"}}]})",
        audited);
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
}

TEST(ImpossibleNotification, IsOneToATopicThatNothingNames) {
    const auto none = outcome_of(R"({"notifications": [{"topic": "x", "count": 0}]})");
    EXPECT_EQ(none.status, 2);
    EXPECT_THAT(none.err, HasSubstr("notifications[0].topic: neither the audit nor any profile has "
                                    "a topic to notify"));
    const auto of_alerting = [](const std::string& topic) {
        auto text = support::small_scenario(R"({"notifications": [{"topic": ")" + topic +
                                            R"(", "count": 0}]})");
        const std::string name = R"("securityProfileName": "guard",)";
        text.replace(text.find(name), name.size(), name + R"("alertTargets": {"SNS": {
            "alertTargetArn": "arn:aws:sns:us-east-1:123456789012:alarms",
            "roleArn": "arn:aws:iam::123456789012:role/notifier"}},)");
        const support::TemporaryFolder folder;
        folder.write("s/scenario.json", text);
        return support::fleetdrill({"test", (folder / "s").string()});
    };
    const auto slip = of_alerting("alarm");
    EXPECT_EQ(slip.status, 2) << slip.out;
    EXPECT_THAT(slip.err, HasSubstr("there is no topic alarm (did you mean \"alarms\"?)"));
    const auto right = of_alerting("alarms");
    EXPECT_EQ(right.status, 0) << right.err;
}

TEST(ImpossibleExpectation, IsJudgedWhereMutateHasAlteredTheRuleUnderIt) {
    const support::TemporaryFolder folder;
    folder.write("s/scenario.json",
                 support::small_scenario(R"({"exclusive": false, "alarms": [{"behavior": "Flood",
        "match": {"behavior": {"criteria": {"comparisonOperator": "greater-than"}}}}]})"));
    const std::string set =
        "detect.profiles[0].profile.behaviors[0].criteria.comparisonOperator=greater-than";
    const auto passed = support::fleetdrill({"test", (folder / "s").string(), "--set", set});
    EXPECT_EQ(passed.status, 0) << passed.out << passed.err;
    folder.write("s/scenario.json",
                 support::small_scenario(R"({"exclusive": false, "alarms": [{"behavior": "Flood",
        "count": 0, "match": {"behavior": {"criteria": {"comparisonOperator": "less-than"}}}}]})"));
    const auto mutated =
        support::fleetdrill({"mutate", (folder / "s").string(), "--format", "json"});
    EXPECT_EQ(mutated.status, 0) << mutated.err;
    EXPECT_THAT(mutated.out, HasSubstr("\"comparison\""))
        << "the mutant that no entry can match any more is still among them: " << mutated.out;
}
