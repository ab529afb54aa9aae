// Mutation testing of rules from outside: which mistakes in them no test would notice.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::small_scenario;
using support::TemporaryFolder;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

std::vector<std::string> survivors(const std::string& path) {
    const auto outcome = fleetdrill({"mutate", path, "--format", "json"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    std::vector<std::string> changes;
    const auto told = fleet::Json::parse(outcome.out);
    for (const auto& one : told.at("survivors")) changes.push_back(one.at("change"));
    return changes;
}

constexpr const char* flood = R"([{"at": "+1h", "for": "30m", "kind": "publish-flood",
    "devices": {"cohort": "pumps", "count": 1}}])";

}  // namespace

TEST(Mutate, NamesTheMistakesThatNoTestNotices) {
    const TemporaryFolder folder;
    folder.write("quiet/scenario.json", small_scenario());
    EXPECT_THAT(
        survivors(folder.path().string()),
        ElementsAre("less-than 100 becomes less-than 101", "less-than 100 becomes less-than 99",
                    "less-than 100 becomes less-than 200", "1 becomes 2 datapoints to alarm",
                    "1 becomes 2 datapoints to clear", "300 s become 600 s"))
        << "healthy devices tell an inverted operator, and nothing else";
}

TEST(Mutate, ATestThatMustSpeakNoticesMore) {
    const TemporaryFolder folder;
    folder.write(
        "loud/scenario.json",
        small_scenario(R"({"alarms": [{"behavior": "Flood", "within": "5m"}]})", 4, flood));
    EXPECT_THAT(
        survivors(folder.path().string()),
        ElementsAre("less-than 100 becomes less-than 101", "less-than 100 becomes less-than 99",
                    "less-than 100 becomes less-than 200", "1 becomes 2 datapoints to clear",
                    "300 s become 600 s"));
}

TEST(Mutate, ATestThatSaysWhenAnAlarmClearsTellsDatapointsAndDurations) {
    const TemporaryFolder folder;
    folder.write("exact/scenario.json", small_scenario(R"({"alarms": [
            {"behavior": "Flood", "at": "+20m", "within": "0s", "count": 1},
            {"behavior": "Flood", "clearedWithin": "10m", "count": 1},
            {"behavior": "Flood", "clearedWithin": "9m", "count": 0}]})",
                                                       4, R"([{"at": "+10m", "kind": "series",
            "devices": {"things": ["pumps-0"]}, "metric": "aws:num-messages-sent",
            "values": "99 100 99x3"}])"));
    auto scenario = fleet::Json::parse(folder.read("exact/scenario.json"));
    scenario["detect"]["profiles"][0]["profile"]["behaviors"][0]["criteria"]
            ["consecutiveDatapointsToClear"] = 2;
    folder.write("exact/scenario.json", fleet::to_text(scenario));
    EXPECT_THAT(survivors(folder.path().string()), testing::IsEmpty());
}

TEST(Mutate, TellsAPersonWhereAndWhichTestWouldNotice) {
    const TemporaryFolder folder;
    folder.write("quiet/scenario.json", small_scenario());
    const auto outcome = fleetdrill({"mutate", folder.path().string(), "--min-killed", "90"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.out, HasSubstr("scenario.json\n  line "));
    EXPECT_THAT(outcome.out, HasSubstr("guard/Flood: less-than 100 becomes less-than 101\n"
                                       "    no test notices, of 1 that has the rule; one would "
                                       "with a device at exactly 100"));
    EXPECT_THAT(outcome.out, HasSubstr("7 mutants, 1 killed (14.3 %), 6 survived\n"));
    EXPECT_THAT(outcome.err, HasSubstr("14.3 % of the mutants are killed, wanted: 90 %"));
}

TEST(Mutate, CountsByWhatSomebodyIsMistakenIn) {
    const TemporaryFolder folder;
    folder.write("quiet/scenario.json", small_scenario());
    EXPECT_THAT(fleetdrill({"mutate", folder.path().string()}).out,
                HasSubstr("kind          mutants   killed\n"
                          "comparison          1        1\n"
                          "threshold           3        0\n"
                          "toAlarm             1        0\n"
                          "toClear             1        0\n"
                          "duration            1        0\n"));
}

TEST(Mutate, ItsJsonIsOfItsSchema) {
    const auto schema = fleet::read_json(FLEETDRILL_SOURCE_DIR "/docs/schemas/mutate.schema.json");
    for (const auto* scenario : {"quickstart", "first-audit", "cryptomining", "fleet-outlier"}) {
        const auto outcome = fleetdrill({"mutate", FLEETDRILL_SOURCE_DIR "/scenarios/library",
                                         "--filter", scenario, "--format", "json"});
        auto told = fleet::Json::parse(outcome.out);
        EXPECT_EQ(support::violation_of(told, schema.root()), "") << scenario;
        EXPECT_FALSE(told["survivors"].empty()) << "nothing to hold against the schema";
        told["survivors"][0]["kind"] = "luck";
        EXPECT_NE(support::violation_of(told, schema.root()), "");
    }
}

TEST(Mutate, IsTheSameHoweverManyAreJudgedAtATime) {
    const TemporaryFolder folder;
    folder.write("loud/scenario.json", small_scenario("{}", 4, flood));
    folder.write("quiet/scenario.json", small_scenario());
    const auto path = folder.path().string();
    EXPECT_EQ(fleetdrill({"mutate", path, "--jobs", "1"}).out,
              fleetdrill({"mutate", path, "--jobs", "4"}).out);
}

TEST(Mutate, TellsHowFarItCameWhenItIsStopped) {
    const TemporaryFolder folder;
    folder.write("a/scenario.json", small_scenario());
    folder.write("b/scenario.json", small_scenario("{}", 400'000));
    const auto stopped = [&](const char* format) {
        return support::run_process({"/usr/bin/timeout", "--preserve-status", "--foreground", "-s",
                                     "INT", "2", FLEETDRILL_BINARY_DIR "/fleetdrill", "mutate",
                                     folder.path().string(), "--jobs", "1", "--format", format});
    };
    const auto text = stopped("text");
    EXPECT_EQ(text.status, 2);
    EXPECT_THAT(text.out, HasSubstr("less-than 100 becomes less-than 101")) << "it survived in a";
    EXPECT_THAT(text.out, Not(HasSubstr("mutants,"))) << "that is not the whole";
    EXPECT_THAT(text.err, HasSubstr("stopped by SIGINT: 7 of 14 mutants were judged: 1 killed, 6 "
                                    "survived\n"));
    EXPECT_EQ(stopped("json").out, "");
}

TEST(Mutate, BeginsWithTestsThatPass) {
    const TemporaryFolder folder;
    folder.write("wrong/scenario.json", small_scenario(R"({"alarms": [{"behavior": "Flood"}]})"));
    const auto outcome = fleetdrill({"mutate", folder.path().string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("wrong: does not pass as it is"));
}

namespace {

/// "RULE CHANGE" of what survives in a scenario of the library.
std::vector<std::string> survivors_of(const std::string& scenario) {
    const auto outcome = fleetdrill({"mutate", FLEETDRILL_SOURCE_DIR "/scenarios/library",
                                     "--filter", scenario, "--format", "json"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    std::vector<std::string> survivors;
    const auto told = fleet::Json::parse(outcome.out);
    for (const auto& one : told.at("survivors"))
        survivors.push_back(one.at("rule").get<std::string>() + " " +
                            one.at("change").get<std::string>());
    return survivors;
}

}  // namespace

TEST(Mutate, WidensWhatPoliciesAllow) {
    EXPECT_THAT(survivors_of("quickstart"),
                Contains(AllOf(StartsWith("policy arn:aws:iot:"), HasSubstr(" becomes *"))))
        << "a policy that no audit looks at";
}

TEST(Mutate, DisablesChecks) {
    const auto survivors = survivors_of("first-audit");
    EXPECT_THAT(survivors, Contains("CONFLICTING_CLIENT_IDS_CHECK is disabled"))
        << "it finds nothing here";
    EXPECT_THAT(survivors, Not(Contains("DEVICE_CERTIFICATE_EXPIRING_CHECK is disabled")))
        << "its finding is expected";
}
