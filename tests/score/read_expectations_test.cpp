#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "engine/score/sections.hpp"
#include "fleet/base/shape.hpp"
#include "scenarios/expect_shape.hpp"
#include "tests/support/runs.hpp"

using namespace support;
using testing::HasSubstr;

namespace {

std::string problems_of(std::string_view scenario) {
    fleet::Problems problems;
    score::validate_expectations(fleet::parse_json(scenario, "scenario.json"), problems);
    std::string text;
    for (const auto& problem : problems.all())
        text += std::to_string(problem.line) + ": " + problem.path + ": " + problem.message + "\n";
    return text;
}

}  // namespace

TEST(Expectations, EveryProblemIsNamedWithLineAndNearestWord) {
    const auto problems = problems_of(R"({"expect": {
        "exclusiv": true,
        "exclusive": "strickt",
        "findings": [{"chek": "X"}, 7],
        "alarms": [{"behavior": 1, "within": "soon", "at": "+x", "count": ">> 2"},
                   {"behavior": "Flood", "cohorts": "pumps"}],
        "tasks": {},
        "score": {"audit.recal": 1, "detect.recall": true}
    }})");
    EXPECT_THAT(problems, HasSubstr("2: expect.exclusiv: unknown key \"exclusiv\" (did you mean "
                                    "\"exclusive\"?)"));
    EXPECT_THAT(problems, HasSubstr("3: expect.exclusive: expected true, false or \"strict\""));
    EXPECT_THAT(problems, HasSubstr("4: expect.findings[0]: \"check\" is missing"));
    EXPECT_THAT(problems, HasSubstr("expect.findings[0].chek: unknown key \"chek\" (did you mean "
                                    "\"check\"?)"));
    EXPECT_THAT(problems, HasSubstr("expect.findings[1]: expected an object, found 7"));
    EXPECT_THAT(problems, HasSubstr("5: expect.alarms[0].behavior: expected a text, found 1"));
    EXPECT_THAT(problems, HasSubstr("expect.alarms[0].within: expected a duration"));
    EXPECT_THAT(problems, HasSubstr("expect.alarms[0].at: expected a time such as"));
    EXPECT_THAT(problems, HasSubstr("expect.alarms[0].count: expected a number or a range"));
    EXPECT_THAT(problems, HasSubstr("6: expect.alarms[1].cohorts: unknown key \"cohorts\" (did you "
                                    "mean \"cohort\"?)"));
    EXPECT_THAT(problems, HasSubstr("7: expect.tasks: expected an array, found an object"));
    EXPECT_THAT(problems, HasSubstr("8: expect.score.audit.recal: no score is named "
                                    "\"audit.recal\" (did you mean \"audit.recall\"?)"));
    EXPECT_THAT(problems, HasSubstr("8: expect.score.detect.recall: expected a number"));
}

TEST(Expectations, MarkingRefusesABadSection) {
    EXPECT_THROW(ARun().mark(R"({"expect": []})"), fleet::Error);
    EXPECT_EQ(problems_of(R"({"expect": {}})"), "");
    EXPECT_EQ(problems_of("{}"), "");
}

TEST(Expectations, AreDescribedForEditorsKeyByKey) {
    const auto shape = scenarios::expect_shape();
    const auto names_of = [](const fleet::Shape& object) {
        std::set<std::string> names;
        for (const auto& field : object.fields) names.insert(field.name);
        return names;
    };
    std::set<std::string> sections{"exclusive", "score"};
    for (const auto* section : score::sections()) {
        sections.insert(std::string(section->name));
        std::set<std::string> keys{"count"};
        for (const auto& field : section->fields) keys.insert(std::string(field.name));
        if (section->is_timed) keys.insert({"within", "at", "clearedWithin"});
        if (section->shape != nullptr) keys.insert("match");
        EXPECT_EQ(names_of(fleet::shape_of_key(shape, section->name)->parts[0]), keys)
            << section->name;
    }
    EXPECT_EQ(names_of(shape), sections);
}

TEST(Expectations, MatchWhatFindingsAndAlarmsAreWrittenAs) {
    ARun run;
    run.audit(1h, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
    auto& finding = run.finding("deviceCertificateId", "c3", "CERTIFICATE_PAST_EXPIRATION");
    finding.resource.additional_info = {{"a", "b"}};
    finding.related_resources = {finding.resource};
    run.alarm("pump-1", 1h);
    const auto matching = score::match(run.findings, run.truth, run.facts);
    const score::Run whole{run.findings, run.truth, run.facts, matching};
    for (const auto* section : score::sections()) {
        if (section->shape == nullptr) continue;
        // Times are numbers once they are written.
        const auto written = fleet::parse_json(fleet::to_line(section->json(whole, 0)), "item");
        fleet::check(written.root(), section->shape(), "",
                     [](const std::string& path, const std::string& message) {
                         ADD_FAILURE() << path << ": " << message;
                     });
    }
}

TEST(Expectations, OfAWordThatThereIsNotNameTheNearest) {
    const auto problems = problems_of(R"({"expect": {
        "findings": [{"check": "X", "severity": "medium"},
                     {"check": "X", "resource": {"clientID": "pumps-0"}}],
        "tasks": [{"status": "COMPLETE"}, {"type": "ONDEMAND"},
                  {"checkStatus": {"X": "NON_COMPLIANT"}}],
        "operations": [{"operation": "CancelAuditTask", "errorCode": "InvalidRequestExeption"}],
        "alarms": [{"match": {"behavior": {"criteria": {"comparisonOperator": "grater-than"}}}}]
    }})");
    EXPECT_THAT(problems, HasSubstr("2: expect.findings[0].severity: found \"medium\", expected "
                                    "\"CRITICAL\", \"HIGH\", \"MEDIUM\" or \"LOW\""));
    EXPECT_THAT(problems, HasSubstr("3: expect.findings[1].resource.clientID: unknown key "
                                    "\"clientID\" (did you mean \"clientId\"?)"));
    EXPECT_THAT(problems, HasSubstr("4: expect.tasks[0].status: found \"COMPLETE\""));
    EXPECT_THAT(problems, HasSubstr("(did you mean \"COMPLETED\"?)"));
    EXPECT_THAT(problems, HasSubstr("4: expect.tasks[1].type: found \"ONDEMAND\""));
    EXPECT_THAT(problems, HasSubstr("5: expect.tasks[2].checkStatus.X: found \"NON_COMPLIANT\""));
    EXPECT_THAT(problems, HasSubstr("6: expect.operations[0].errorCode: found"));
    EXPECT_THAT(problems, HasSubstr("(did you mean \"InvalidRequestException\"?)"));
    EXPECT_THAT(problems, HasSubstr("7: expect.alarms[0].match.behavior.criteria."
                                    "comparisonOperator: found \"grater-than\""));
    EXPECT_THAT(problems, HasSubstr("(did you mean \"greater-than\"?)"));
    EXPECT_EQ(problems_of(R"({"expect": {
        "findings": [{"check": "X", "severity": "MEDIUM", "resource": {"clientId": "pumps-0"}},
                     {"check": "X", "resource": "pumps-0"}],
        "tasks": [{"status": "COMPLETED", "type": "ON_DEMAND_AUDIT_TASK",
                   "checkStatus": {"X": "FAILED"}}],
        "operations": [{"operation": "CancelAuditTask", "errorCode": ""}]}})"),
              "");
}

TEST(Expectations, OfFiguresAndTimesThatAreNoneAreRefused) {
    const auto problems = problems_of(R"({"expect": {"alarms": [
        {"match": {"metricValue": {"count": "five"}}},
        {"match": {"violationEventTime": "lunch"}},
        {"match": {"violationEventTime": ">= +20m"}},
        {"match": {}},
        {"match": {"behavior": {}}},
        {"behavior": "Flood", "count": 1e30}]}})");
    EXPECT_THAT(problems, HasSubstr("2: expect.alarms[0].match.metricValue.count: found \"five\", "
                                    "expected a range such as"));
    EXPECT_THAT(problems, HasSubstr("3: expect.alarms[1].match.violationEventTime: found"));
    EXPECT_THAT(problems, HasSubstr("4: expect.alarms[2].match.violationEventTime: found"))
        << "what is early or late is said by at and within";
    EXPECT_THAT(problems, HasSubstr("5: expect.alarms[3].match: {} names nothing"));
    EXPECT_THAT(problems, HasSubstr("6: expect.alarms[4].match: {\"behavior\":{}} names nothing"));
    EXPECT_THAT(problems, HasSubstr("7: expect.alarms[5].count: expected how many: at most"));
    EXPECT_EQ(problems_of(R"({"expect": {"alarms": [
        {"match": {"metricValue": {"count": ">= 5"}}}, {"match": {"metricValue": {"count": 5}}},
        {"match": {"metricValue": {"count": "1..3"}}}, {"match": {"metricValue": {"count": "5"}}},
        {"match": {"violationEventTime": "+20m"}}, {"match": {"violationEventTime": "end-1m"}},
        {"match": {"violationEventTime": 1533513600}},
        {"match": {"violationEventTime": "2018-08-06T00:00:00Z"}},
        {"behavior": "Flood", "count": ">= 1e15"}]}})"),
              "");
}
