// The JSON Schema and the loader come from one table; these documents hold that both judge alike.
#include "scenarios/schema.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/scenarios/scenario_fixture.hpp"
#include "tests/support/json_schema.hpp"

using namespace scenarios;
using testing::HasSubstr;

namespace {

/// The smallest scenario with `members` besides, and with `cohort_members` in its cohort.
std::string scenario_with(std::string_view members, std::string_view cohort_members = "") {
    return fmt::format(R"({{"fleet": {{"cohorts": [{{"name": "a", "count": 1{}}}]}}{}}})",
                       cohort_members, members);
}

struct Example {
    std::string text;
    bool is_accepted;
};

std::vector<Example> examples() {
    std::vector<Example> all{{std::string(whole_scenario), true},
                             {"{}", false},
                             {"[]", false},
                             {R"({"fleet": {"cohorts": []}})", true},
                             {R"({"fleet": []})", false}};
    const auto top = [&](bool is_accepted, std::string_view member) {
        all.push_back({scenario_with(fmt::format(", {}", member)), is_accepted});
    };
    const auto cohort = [&](bool is_accepted, std::string_view member) {
        all.push_back({scenario_with("", fmt::format(", {}", member)), is_accepted});
    };
    const auto attack = [&](bool is_accepted, std::string_view members) {
        top(is_accepted, fmt::format(R"("timeline": [{{"at": "+1m", {}}}])", members));
    };
    top(true, R"("seed": 18446744073709551615)");
    top(true, R"("seed": 5.0)");
    top(false, R"("seed": -1)");
    top(false, R"("seed": 0.5)");
    top(false, R"("seed": "1")");
    top(true, R"("start": "2018-08-06T00:00:00.5Z")");
    top(false, R"("start": "2018-08-06")");
    top(false, R"("start": "1999-08-06T00:00:00Z")");
    top(true, R"("duration": "1h30m")");
    top(false, R"("duration": "0s")");
    top(false, R"("duration": "1 hour")");
    top(false, R"("duration": 60)");
    top(false, R"("colour": "red")");
    top(false, R"("series": {})");
    top(true, R"("cases": {"variables.a": [1, "two"], "seed": [1]})");
    top(false, R"("cases": {"seed": 1})");
    top(true, R"("cases": [{"name": "x", "set": {"seed": 1}, "expect": {}}, {"name": "y"}])");
    top(false, R"("cases": [{"set": {}}])");
    top(false, R"("cases": [{"name": "a/b"}])");
    top(false, R"("cases": [{"name": "x", "sets": {}}])");
    top(true, R"("variables": {"a": 1, "b-2": {"c": []}})");
    top(false, R"("variables": {"a b": 1})");
    top(false, R"("variables": {"iot:a": 1})");
    top(false, R"("variables": [])");
    top(true, R"("include": "other.json")");
    top(true, R"("include": ["a.json", "../b.json"])");
    top(false, R"("include": [1])");
    top(true, R"("name": "a/b")");
    top(false, R"("name": "a//b")");
    top(false, R"("name": "../b")");
    top(true, R"("account": {"getStarted": false})");
    top(true, R"("account": {"getStarted": true})");
    top(false, R"("account": {"getStarted": "yes"})");
    top(false, R"("account": {"id": "12345"})");
    top(true, R"("account": {"roles": {"R": {"trust": {}}}})");
    top(false, R"("account": {"roles": {"R": {}}})");
    top(false, R"("account": {"roles": {"a b": {"trust": {}}}})");
    top(true,
        R"("account": {"logging": {"configured": false}, "loggingV1": {"logLevel": "INFO"}})");
    top(false, R"("account": {"loggingV1": {}})");
    top(true, R"("account": {"roles": {"R": {"trust": {}, "attachedPolicies": {"p": {}},
                                             "servicesLastAccessed": {"s3": "-1d"}}}})");
    top(false,
        R"("account": {"roles": {"R": {"trust": {}, "servicesLastAccessed": {"S3": "-1d"}}}})");
    top(false, R"("account": {"roles": {"R": {"trust": {}, "servicesLastAccessed": {"s3": 1}}}})");
    top(false, R"("account": {"roleAliases": {"a": {}}})");
    top(false,
        R"("account": {"roleAliases": {"a": {"role": "R", "credentialDurationSeconds": 1}}})");
    top(true, R"("account": {"identityPools": {"a b": {"connections": [{"at": "-1d"}]}}})");
    top(false,
        R"("account": {"identityPools": {"a": {"connections": [{"at": "-1d", "for": "0s"}]}}})");
    top(true, R"("audit": {"configuration": {}, "enabledSince": "-31d", "runs": [{}]})");
    top(false, R"("audit": {"enabledSince": "yesterday"})");
    top(false, R"("audit": {"schedules": {}})");
    top(false, R"("detect": {"profiles": [{"targets": []}]})");
    top(false, R"("expect": [])");
    cohort(true, R"("policy": {})");
    cohort(false, R"("policy": 1)");
    cohort(true, R"("addresses": "2001:db8::/32")");
    cohort(false, R"("addresses": "10.0.0.0/33")");
    cohort(false, R"("addresses": "10.0.0.256/8")");
    cohort(true, R"("reports": {})");
    cohort(true, R"("reports": {"every": "10m", "encoding": "cbor", "names": "mixed"})");
    cohort(true, R"("reports": {"connections": ["10.0.0.1:80", "[::1]:80"], "bytesIn": "7"})");
    cohort(false, R"("reports": {"connections": ["10.0.0.1"]})");
    cohort(false, R"("reports": {"bytesIn": "7.."})");
    cohort(true, R"("reports": {"customMetrics": {"load": {"number": "5..40"}}})");
    cohort(true, R"("reports": {"customMetrics": {"peers": {"addresses": ["::1"]}}})");
    cohort(false, R"("reports": {"customMetrics": {"load": {}}})");
    cohort(false, R"("reports": {"customMetrics": {"load": {"number": 5}}})");
    cohort(false, R"("reports": {"faults": ["laziness"]})");
    cohort(false, R"("reports": {"tcpPorts": [0]})");
    cohort(false, R"("attributes": {"a": 1})");
    cohort(true, R"("traffic": [{"kind": "telemetry", "bytes": "1..2"}])");
    cohort(false, R"("traffic": [{"kind": "telemetry", "bytes": "few"}])");
    cohort(false, R"("traffic": [{"kind": "telemetry", "topic": "a/#"}])");
    cohort(false, R"("traffic": [{"kind": "telepathy"}])");
    cohort(false, R"("traffic": [{"every": "1m"}])");
    attack(true, R"("kind": "stolen-certificate", "devices": {"cohort": "a"}, "clientId": "own")");
    attack(false, R"("kind": "stolen-certificate", "devices": {"cohort": "a"}, "clientId": "x")");
    attack(false, R"("kind": "stolen-certificate", "devices": {"cohort": "a"}, "part": 2)");
    attack(false, R"("kind": "stolen-certificate", "devices": {"cohort": "a"}, "from": "here")");
    attack(false, R"("kind": "stolen-certificate", "devices": {})");
    attack(false, R"("kind": "stolen-certificate")");
    attack(false, R"("kind": "stolen-certificate",
                     "devices": {"cohort": "a", "count": 1, "share": 0.5})");
    attack(true, R"("operation": "ListAuditTasks")");
    attack(false, R"("operation": "list")");
    attack(false, R"("operation": "ListAuditTasks", "kind": "stolen-certificate")");
    return all;
}

}  // namespace

TEST(ScenarioSchema, AcceptsWhatTheLoaderAccepts) {
    const auto shape = scenario_shape(kinds_of_tests());
    const auto schema = fleet::parse_json(scenario_schema(kinds_of_tests()), "schema");
    for (const auto& example : examples()) {
        const auto document = fleet::parse_json(example.text, "f.json");
        fleet::Problems problems;
        fleet::check(document, shape, problems);
        const auto violation = support::violation_of(document.root(), schema.root());
        EXPECT_EQ(problems.empty(), example.is_accepted) << example.text;
        EXPECT_EQ(violation.empty(), example.is_accepted) << example.text << "\n" << violation;
    }
}

TEST(ScenarioSchema, AdmitsAVariableWhereverAValueStands) {
    const auto schema = fleet::parse_json(scenario_schema(kinds_of_tests()), "schema");
    const auto violation = [&](std::string_view text) {
        const auto document = fleet::parse_json(text, "f.json");
        return support::violation_of(document.root(), schema.root());
    };
    EXPECT_EQ(violation(R"({"seed": "${s}", "duration": "${d}h", "fleet": {"cohorts": [
        {"name": "a", "count": "${n}", "key": "${k}", "traffic": "${t}"}]}})"),
              "");
    EXPECT_NE(violation(R"({"seed": "${iot:s}", "fleet": {"cohorts": []}})"), "");
    EXPECT_NE(violation(R"({"cases": [{"name": "${n}"}], "fleet": {"cohorts": []}})"), "");
}

TEST(ScenarioSchema, AsksForNothingThatAnIncludedFileMaySay) {
    const auto schema = fleet::parse_json(scenario_schema(kinds_of_tests()), "schema");
    const auto violation = [&](std::string_view text) {
        const auto document = fleet::parse_json(text, "f.json");
        return support::violation_of(document.root(), schema.root());
    };
    EXPECT_EQ(violation(R"({"include": "a.json"})"), "");
    EXPECT_EQ(violation(R"({"include": "a.json", "fleet": {"defects": []}})"), "");
    EXPECT_NE(violation(R"({"fleet": {"defects": []}})"), "");
}

TEST(ScenarioSchema, TellsDefaultsAndMeanings) {
    const auto schema = fleet::parse_json(scenario_schema(kinds_of_tests()), "schema");
    EXPECT_EQ(schema.root()["$schema"], "https://json-schema.org/draft/2020-12/schema");
    EXPECT_EQ(schema.root()["properties"]["duration"]["default"], "1h");
    EXPECT_EQ(schema.root()["properties"]["seed"]["anyOf"][0]["maximum"], 18446744073709551615U);
    EXPECT_FALSE(schema.root()["properties"].contains("series"));
    EXPECT_TRUE(schema.root()["properties"].contains("cases"));
}

TEST(ScenarioReference, HasARowForEveryKeyWithDefaultAndUnit) {
    const auto text = scenario_reference(kinds_of_tests());
    EXPECT_THAT(text, HasSubstr("### The whole file"));
    EXPECT_THAT(text, HasSubstr("| `count` | a whole number from 0 to 5000000 | required | "
                                "devices |"));
    EXPECT_THAT(text, HasSubstr("### fleet.cohorts[].traffic[] of kind telemetry"));
    EXPECT_THAT(text, HasSubstr("| `every` | a duration such as \"15m\" or \"1h30m\" | `\"60s\"` | "
                                "time between messages |"));
    EXPECT_THAT(text, testing::Not(HasSubstr("`series`")));
}
