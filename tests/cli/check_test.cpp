// fleetdrill check, from outside: what is recognised, what exits how, what cannot be read.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::HasSubstr;

namespace {

constexpr const char* sound = R"({"securityProfileName": "guard", "behaviors": [
{"name": "A", "metric": "aws:num-disconnects", "criteria": {"comparisonOperator":
"less-than", "value": {"count": 5}, "durationSeconds": 300}}]})";
constexpr const char* inverted = R"({"securityProfileName": "guard", "behaviors": [
{"name": "A", "metric": "aws:num-disconnects", "criteria": {
"comparisonOperator": "greater-than", "value": {"count": 5}, "durationSeconds": 300}}]})";

class Check : public testing::Test {
  protected:
    support::Outcome check(const std::string& text, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"check", folder.write("f.json", text).string()};
        words.insert(words.end(), more.begin(), more.end());
        return fleetdrill(words);
    }
    void cannot_read(const std::string& text, const char* why) const {
        const auto outcome = check(text);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, HasSubstr(why));
        EXPECT_LT(outcome.err.size(), 1500U);
    }
    TemporaryFolder folder;
};

}  // namespace

TEST_F(Check, PassesASoundProfile) {
    const auto outcome = check(sound);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("f.json: security profile, valid"));
    EXPECT_EQ(check(sound, {"--quiet"}).out, "");
}

TEST_F(Check, WarnsOfAnInvertedComparison) {
    const auto outcome = check(inverted);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("f.json:3: behaviors[0].criteria.comparisonOperator: "));
    EXPECT_THAT(outcome.out, HasSubstr("[inverted-comparison]"));
    EXPECT_EQ(check(inverted, {"--fail-on", "warning"}).status, 1);
    EXPECT_THAT(check(inverted, {"--format", "sarif"}).out, HasSubstr("\"startLine\": 3"));
}

TEST_F(Check, TellsALintOnceOfAFileThatAScenarioNamesToo) {
    const auto* const lint = "[inverted-comparison]";
    folder.write("a/guard.json", inverted);
    folder.write("a/scenario.json", R"({"start": "2018-08-06T00:00:00Z", "duration": "1h",
        "fleet": {"cohorts": [{"name": "pumps", "count": 2}]},
        "detect": {"profiles": [{"profile": "guard.json"}]}})");
    const auto both = fleetdrill({"check", (folder / "a").string()}).out;
    EXPECT_THAT(both.substr(both.find(lint) + 1), testing::Not(HasSubstr(lint)));
    EXPECT_THAT(both.substr(0, both.find(lint)), HasSubstr("a/guard.json:3: "));
    EXPECT_THAT(fleetdrill({"check", (folder / "a/scenario.json").string()}).out, HasSubstr(lint))
        << "of the scenario alone it is told there";
}

TEST_F(Check, NamesWhatIsMissingAroundAListOfBehaviors) {
    EXPECT_THAT(check(R"([{"name": "A", "metric": "aws:num-disconnects"}])").out,
                HasSubstr("is a list of behaviors; a security profile is "));
    EXPECT_THAT(check(R"([{"name": "A"}])").out, HasSubstr("is neither a scenario nor"));
}

TEST_F(Check, FailsAnInvalidProfile) {
    const auto* const text = R"({"Behaviors": [{"Name": "a b"}]})";
    EXPECT_EQ(check(text).status, 1);
    EXPECT_EQ(check(text, {"--fail-on", "never"}).status, 0);
    EXPECT_THAT(check(text, {"--format", "json"}).out, HasSubstr("\"behaviorIndex\": 0"));
}

TEST_F(Check, RecognisesWhatThereIs) {
    const std::vector<std::pair<std::string, const char*>> files{
        {R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:Connect",
            "Resource": "*"}})",
         "policy, valid"},
        {R"({"policyName": "p", "policyDocument": "{\"Statement\": {\"Effect\": \"Allow\", )"
         R"(\"Action\": \"iot:Connect\", \"Resource\": \"*\"}}"})",
         "policy, "},
        {R"({"auditCheckConfigurations": {"CONFLICTING_CLIENT_IDS_CHECK": {"enabled": true}}})",
         "audit configuration, valid"},
        {R"({"checkName": "CONFLICTING_CLIENT_IDS_CHECK", "suppressIndefinitely": true,
            "resourceIdentifier": {"clientId": "a"}})",
         "suppression, valid"},
        {R"({"metricName": "cpu", "metricType": "number"})", "custom metric, valid"},
        {R"({"name": "d", "type": "TOPIC_FILTER", "stringValues": ["a/#"]})", "dimension, valid"},
        {R"({"duration": "1h", "fleet": {"cohorts": [{"name": "a", "count": 1}]}})",
         "scenario, valid"},
        {R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"})",
         "JSON Schema, valid"},
        {R"({"$schema": "schema.json", "what": 1})", "unknown, invalid"},
        {R"({"what": 1})", "unknown, invalid"},
    };
    for (const auto& [text, words] : files) EXPECT_THAT(check(text).out, HasSubstr(words)) << text;
}

TEST_F(Check, TriesAScenariosProfileOnItsOwnHealthyFleet) {
    folder.write("p.json", R"({"securityProfileName": "guard", "behaviors": [
{"name": "A", "metric": "aws:num-messages-sent", "criteria": {"comparisonOperator":
"greater-than", "value": {"count": 1000}, "durationSeconds": 300}}]})");
    const auto outcome = check(R"({"duration": "1h",
"fleet": {"cohorts": [{"name": "a", "count": 4,
                       "traffic": [{"kind": "telemetry", "every": "1m"}]}]},
"detect": {"profiles": [{"profile": "p.json", "targets": ["all/things"]}]}})");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("p.json:2: behaviors[0].criteria: 4 of 4 devices (100 %)"));
}

TEST_F(Check, CannotReadWhatIsNoJson) {
    cannot_read("", "f.json:1: malformed JSON");
    cannot_read(R"({"behaviors": [)", "malformed JSON");
    cannot_read("{\"a\": \"\xFF\"}", "malformed JSON");
    cannot_read(std::string(100'000, '['), "nested deeper than 64 levels");
    cannot_read(R"({"a": 1, "a": 2})", "the key \"a\" stands twice");
    cannot_read(R"({"a": 1e999})", "the number 1e999 is too large to be kept");
    cannot_read(std::string(50'000'000, ' '), "larger than 16777216 bytes");
}

TEST_F(Check, BearsABomLargeNumbersAndLongNames) {
    EXPECT_EQ(check(std::string("\xEF\xBB\xBF") + sound).status, 0);
    const auto large = check(R"({"securityProfileName": "guard", "behaviors": [{"name": "A",
"metric": "aws:num-disconnects", "criteria": {"comparisonOperator": "less-than",
"value": {"count": 18446744073709551616}, "durationSeconds": 300}}]})");
    EXPECT_EQ(large.status, 1);
    EXPECT_THAT(large.out, HasSubstr("should be an integer of at least 0"));
    const auto name = check(R"({"securityProfileName": ")" + std::string(1'000'000, 'x') + "\"}");
    EXPECT_EQ(name.status, 1);
    EXPECT_LT(name.out.size(), 3000U);
}

TEST_F(Check, RefusesAFifoInsteadOfWaiting) {
    const auto fifo = (folder / "fifo.json").string();
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    for (const auto* command : {"check", "run"}) {
        const auto outcome = fleetdrill({command, fifo});
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err, HasSubstr("is no regular file"));
    }
}

namespace {

/// What the plan alone tells, in lines of their own: a series that begins within a slot, one that
/// says what another says, and one of a report that nobody makes.
std::string with_bad_plan(unsigned devices) {
    return R"({"duration": "1h", "fleet": {"cohorts": [{"name": "a", "count": )" +
           std::to_string(devices) + R"(}]},
"timeline": [
{"at": "+11m", "kind": "series", "devices": {"things": ["a-0"]},
 "metric": "aws:num-messages-sent", "values": "1"},
{"at": "+20m", "kind": "series", "devices": {"things": ["a-1"]},
 "metric": "aws:num-messages-sent", "values": "1x3"},
{"at": "+30m", "kind": "series", "devices": {"things": ["a-1"]},
 "metric": "aws:num-messages-sent", "values": "1"},
{"at": "+10m", "kind": "series", "devices": {"cohort": "a", "count": )" +
           std::to_string(devices / 2) + R"(},
 "metric": "aws:all-bytes-out", "values": "1"}
]})";
}

}  // namespace

TEST_F(Check, FindsWhatOnlyThePlanTellsWithItsPlace) {
    for (const unsigned devices : {6U, 4'000'000U}) {
        const auto outcome = check(with_bad_plan(devices));
        EXPECT_EQ(outcome.status, 1) << outcome.err;
        for (const auto* what :
             {"f.json:3: timeline[0]: a series begins with a slot",
              "f.json:7: timeline[2]: gives aws:num-messages-sent of a-1 values in slots in which ",
              "f.json:5 does so already", "f.json:9: timeline[3]: the cohort has no agent"})
            EXPECT_THAT(outcome.out, HasSubstr(what)) << devices;
    }
}

TEST_F(Check, FindsNothingInAPlanThatIsOnlyLarge) {
    const auto outcome = check(R"({"duration": "1h",
"fleet": {"cohorts": [{"name": "a", "count": 3000000,
                       "traffic": [{"kind": "telemetry", "every": "1m"}]}]},
"timeline": [
{"at": "+10m", "for": "9m", "kind": "publish-flood", "devices": {"cohort": "a", "count": 2000}},
{"at": "+10m", "for": "9m", "kind": "publish-flood", "devices": {"cohort": "a", "share": 0.9}}
]})");
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
}

TEST_F(Check, TellsThatAPlanWantsMoreDevicesThanThereAre) {
    const auto outcome = check(R"({"duration": "1h",
"fleet": {"cohorts": [{"name": "a", "count": 3,
                       "traffic": [{"kind": "telemetry", "every": "1m"}]}],
"defects": [{"kind": "expiring-certificate", "cohort": "a", "count": 2, "expiresIn": "10d"}]},
"timeline": [
{"at": "+10m", "for": "10m", "kind": "publish-flood",
 "devices": {"cohort": "a", "count": 2}}]})");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.out, HasSubstr("f.json:7: timeline[0].devices: wants 2 of the cohort "
                                       "\"a\", of whose 3 devices only 1 play no part yet"));
}
