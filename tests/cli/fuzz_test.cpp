// fuzz from outside: what must hold of every run, on random scenarios and on one that is given.
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
using testing::HasSubstr;

namespace {

std::string out_of(const TemporaryFolder& folder) { return (folder.path() / "out").string(); }

}  // namespace

TEST(Fuzz, FindsNothingInTwentyRuns) {
    const TemporaryFolder folder;
    const auto outcome =
        fleetdrill({"fuzz", "--runs", "20", "--seed", "1", "--out", out_of(folder)});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("20 runs, "));
    EXPECT_THAT(outcome.out, HasSubstr("nothing broke\n"));
    EXPECT_FALSE(std::filesystem::exists(out_of(folder))) << "nothing to keep";
}

TEST(Fuzz, SaysTheSameForTheSameSeedAndHoldsMuchAgainstTheReference) {
    const auto once = fleetdrill({"fuzz", "--runs", "8", "--seed", "5", "--format", "json"});
    EXPECT_EQ(once.out, fleetdrill({"fuzz", "--runs", "8", "--seed", "5", "--format", "json"}).out);
    EXPECT_NE(once.out, fleetdrill({"fuzz", "--runs", "8", "--seed", "6", "--format", "json"}).out);
    const auto told = fleet::Json::parse(once.out);
    EXPECT_EQ(told["runs"], 8);
    EXPECT_GT(told["heldAgainstReference"].get<int>(), 10);
    EXPECT_TRUE(told["broken"].empty());
}

TEST(Fuzz, SaysTheSameHoweverManyArePlayedAtATime) {
    const auto told = [](const char* jobs) {
        return fleetdrill({"fuzz", "--runs", "8", "--seed", "5", "--jobs", jobs}).out;
    };
    EXPECT_THAT(told("1"), HasSubstr("8 runs, "));
    EXPECT_EQ(told("1"), told("3"));
    EXPECT_EQ(fleetdrill({"fuzz", "--jobs", "0"}).status, 2);
}

TEST(Fuzz, ItsJsonIsOfItsSchema) {
    const auto schema = fleet::read_json(FLEETDRILL_SOURCE_DIR "/docs/schemas/fuzz.schema.json");
    const auto told = fleetdrill({"fuzz", "--runs", "3", "--format", "json"});
    auto json = fleet::Json::parse(told.out);
    EXPECT_EQ(support::violation_of(json, schema.root()), "");
    // What the program tells of a bug it has none to show with.
    json["broken"].push_back({{"invariant", "reference"},
                              {"what", "engine | reference: one | nothing"},
                              {"run", 1},
                              {"times", 2},
                              {"devices", nullptr},
                              {"file", "fuzz-1/reference.scenario.json"},
                              {"again", "fleetdrill fuzz --scenario s"}});
    EXPECT_EQ(support::violation_of(json, schema.root()), "");
    json["broken"][0]["invariant"] = "luck";
    EXPECT_NE(support::violation_of(json, schema.root()), "") << "the schema says something";
}

TEST(Fuzz, JudgesByTheProfilesThatAreGiven) {
    const TemporaryFolder folder;
    folder.write("deaf.json", R"({"securityProfileName": "deaf", "behaviors": []})");
    const auto profile = (folder.path() / "deaf.json").string();
    const auto outcome = fleetdrill({"fuzz", "--runs", "3", "--format", "json", "--profile",
                                     profile + "=all/registered-things"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(fleet::Json::parse(outcome.out)["violationEvents"], 0);
}

TEST(Fuzz, TriesAScenarioThatIsThere) {
    const TemporaryFolder folder;
    folder.write("scenario.json", small_scenario());
    const auto outcome = fleetdrill({"fuzz", "--scenario", folder.path().string()});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("1 run"));
}

TEST(Fuzz, IgnoresNoOptionBesideAScenario) {
    const TemporaryFolder folder;
    folder.write("scenario.json", small_scenario());
    for (const std::string option : {"--runs", "--seed", "--jobs", "--out", "--profile"}) {
        const auto outcome =
            fleetdrill({"fuzz", "--scenario", folder.path().string(), option, "3"});
        EXPECT_EQ(outcome.status, 2) << option;
        EXPECT_EQ(outcome.out, "") << option;
        EXPECT_THAT(outcome.err, HasSubstr(option + " goes with random scenarios"));
    }
}

TEST(Fuzz, LooksAtTheFolderForFailuresBeforeAnythingIsPlayed) {
    const TemporaryFolder folder;
    const auto file = folder.write("mine/notes.txt", "mine").string();
    const auto refused = [&](const std::string& out, const char* why) {
        const auto outcome = fleetdrill({"fuzz", "--runs", "1000000", "--out", out});
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err, HasSubstr(why));
    };
    refused(file, "is a file, not a folder");
    refused((folder / "mine").string(), "holds notes.txt, which fuzz did not leave");
    refused(file + "/below/it", "the folder cannot be made");
    folder.write("own/reference.scenario.json", "{}");
    EXPECT_EQ(fleetdrill({"fuzz", "--runs", "1", "--out", (folder / "own").string()}).status, 0);
    EXPECT_EQ(fleetdrill({"fuzz", "--runs", "1", "--out", (folder / "a/b").string()}).status, 0);
    EXPECT_FALSE(std::filesystem::exists(folder / "a")) << "there was nothing to keep";
}

TEST(Fuzz, HoldsScenariosOfTheLibraryAgainstTheReference) {
    for (const auto* name :
         {"quickstart", "topic-dimension", "fleet-outlier", "every-attack", "silent-device"}) {
        const auto outcome =
            fleetdrill({"fuzz", "--format", "json", "--scenario",
                        std::string(FLEETDRILL_SOURCE_DIR "/scenarios/library/") + name});
        EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
        EXPECT_GT(fleet::Json::parse(outcome.out)["heldAgainstReference"].get<int>(), 0) << name;
    }
}

TEST(Fuzz, CannotRunWithoutItsProfileOrWithOneThatAwsRefuses) {
    const TemporaryFolder folder;
    EXPECT_EQ(fleetdrill({"fuzz", "--profile", (folder.path() / "none.json").string()}).status, 2);
    folder.write("wrong.json", R"({"securityProfileName": "wrong", "behaviors": [{"name": "?"}]})");
    const auto outcome = fleetdrill({"fuzz", "--profile", (folder.path() / "wrong.json").string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err,
                HasSubstr("--profile " + (folder / "wrong.json").string() +
                          ": is no profile to judge random scenarios by\n" +
                          (folder / "wrong.json").string() + ":1: behaviors[0].name: "));
    folder.write("scenario.json", small_scenario());
    const auto none = fleetdrill({"fuzz", "--profile", (folder / "scenario.json").string()});
    EXPECT_EQ(none.status, 2);
    EXPECT_THAT(none.err, HasSubstr("securityProfileName is required"));
    EXPECT_THAT(none.err, testing::Not(HasSubstr("fleetdrill-fuzz-"))) << "no file of ours";
}

TEST(Fuzz, TriesOneCaseOfAScenarioThatHasSome) {
    const std::string path = FLEETDRILL_SOURCE_DIR "/scenarios/library/flood-limits";
    const auto which = fleetdrill({"fuzz", "--scenario", path});
    EXPECT_EQ(which.status, 2);
    EXPECT_THAT(which.err, HasSubstr("choose one with --case"));
    const auto outcome = fleetdrill({"fuzz", "--scenario", path, "--case", "a small flood"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("1 run, "));
    EXPECT_THAT(fleetdrill({"fuzz", "--case", "a small flood"}).err,
                HasSubstr("--case goes with --scenario"));
}

TEST(Fuzz, TellsHowFarItCameWhenItIsStopped) {
    const TemporaryFolder folder;
    for (const auto* format : {"text", "json"}) {
        const auto outcome =
            support::run_process({"/usr/bin/timeout", "--preserve-status", "--foreground", "-s",
                                  "INT", "2", FLEETDRILL_BINARY_DIR "/fleetdrill", "fuzz", "--runs",
                                  "1000000", "--format", format, "--out", out_of(folder)});
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "") << "nothing broke, and half a JSON is none";
        EXPECT_THAT(outcome.err,
                    testing::ContainsRegex("stopped by SIGINT: [1-9][0-9]* of 1000000 runs were "
                                           "made: nothing broke so far\n"));
    }
}
