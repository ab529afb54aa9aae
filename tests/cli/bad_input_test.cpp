// What cannot run says so in one message that names the place, ends with 2, and leaves nothing.
#include <gmock/gmock.h>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::HasSubstr;
using testing::StartsWith;

namespace fs = std::filesystem;

namespace {

constexpr const char* good =
    R"({"duration": "1h", "fleet": {"cohorts": [{"name": "a", "count": 1}]}})";

/// A folder with the scenario "bad" in it.
class BadInput : public testing::Test {
  protected:
    void scenario(const std::string& text) const { folder.write("bad/scenario.json", text); }
    /// Runs a command that must refuse, leave nothing, and say `words` on stderr.
    void refuses(std::vector<std::string> arguments, std::initializer_list<const char*> words) {
        const auto before = entries();
        const auto outcome = fleetdrill(std::move(arguments));
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_THAT(outcome.err, StartsWith("fleetdrill: "));
        for (const auto* word : words) EXPECT_THAT(outcome.err, HasSubstr(word));
        EXPECT_EQ(entries(), before);
    }
    void run_refuses(std::initializer_list<const char*> words,
                     const std::vector<std::string>& more = {}) {
        std::vector<std::string> all{"run", (folder / "bad").string(), "--out",
                                     (folder / "runs/out").string()};
        if (more.empty()) all.insert(all.end(), {"--transport", "memory"});
        all.insert(all.end(), more.begin(), more.end());
        refuses(all, words);
    }
    std::size_t entries() const {
        return static_cast<std::size_t>(
            std::distance(fs::recursive_directory_iterator(folder.path()), {}));
    }

    TemporaryFolder folder;
};

}  // namespace

TEST_F(BadInput, MalformedJson) {
    scenario("{\n\"fleet\": ");
    run_refuses({"bad/scenario.json:2: malformed JSON"});
}

TEST_F(BadInput, TwoHundredThousandLevels) {
    scenario(std::string(200'000, '['));
    run_refuses({"bad/scenario.json:1: nested deeper than 64 levels"});
    scenario(R"({"title": )" + std::string(200'000, '[') + std::string(200'000, ']') + "}");
    run_refuses({"bad/scenario.json:1: nested deeper than 64 levels"});
}

TEST_F(BadInput, AnUnknownKeyWithTheOneThatWasMeant) {
    scenario("{\"fleet\": {\"cohorts\": [\n{\"name\": \"a\", \"count\": 1, \"polcy\": 1}]}}");
    run_refuses({"scenario.json:2: fleet.cohorts[0].polcy: unknown key \"polcy\"",
                 "did you mean \"policy\"?"});
}

TEST_F(BadInput, AnUnknownKindWithTheOneThatWasMeant) {
    scenario(R"({"fleet": {"cohorts": [{"name": "a", "count": 1}],
"defects": [{"kind": "expiring-certifcate", "cohort": "a", "count": 1}]}})");
    run_refuses({"scenario.json:2: fleet.defects[0]: unknown kind \"expiring-certifcate\"",
                 "did you mean \"expiring-certificate\"?"});
}

TEST_F(BadInput, ANegativeCount) {
    scenario(R"({"fleet": {"cohorts": [{"name": "a", "count": -1}]}})");
    run_refuses({"scenario.json:1: fleet.cohorts[0].count: found -1"});
}

TEST_F(BadInput, MoreDefectsThanDevices) {
    scenario(R"({"fleet": {"cohorts": [{"name": "a", "count": 1}], "defects":
[{"kind": "expiring-certificate", "cohort": "a", "count": 2, "expiresIn": "1d"}]}})");
    run_refuses({"scenario.json:2: fleet.defects[0].count: wants 2 of the cohort \"a\""});
}

TEST_F(BadInput, AnUnknownMetric) {
    folder.write("bad/p.json", R"({"securityProfileName": "guard", "behaviors": [

{"name": "Flood", "metric": "aws:num-messages-snt", "criteria":
{"comparisonOperator": "less-than", "value": {"count": 1}, "durationSeconds": 300}}]})");
    scenario(R"({"fleet": {"cohorts": [{"name": "a", "count": 1}]},
"detect": {"profiles": [{"profile": "p.json", "targets": ["all/things"]}]}})");
    run_refuses({"bad/p.json:3: behaviors[0].metric: ", "aws:num-messages-snt",
                 "did you mean \"aws:num-messages-sent\"?"});
    run_refuses({"--set detect.profiles[0].profile.behaviors[0].metric=aws:nothing: "},
                {"--transport", "memory", "--set",
                 "detect.profiles[0].profile.behaviors[0].metric=aws:nothing"});
}

TEST_F(BadInput, APolicyThatIsNone) {
    scenario(R"({"fleet": {"cohorts": [{"name": "a", "count": 1, "policy": "p.json"}]}})");
    folder.write("bad/p.json", "{\n\"Statement\": 7}");
    run_refuses({"bad/p.json:2: Statement: "});
}

TEST_F(BadInput, AFileThatIsNotThere) {
    scenario(R"({"fleet": {"cohorts": [{"name": "a", "count": 1, "policy": "nowhere.json"}]}})");
    run_refuses({"scenario.json:1: fleet.cohorts[0].policy: ", "bad/nowhere.json"});
}

TEST_F(BadInput, AScenarioThatIsNotThere) { run_refuses({"/bad: cannot be read"}); }

TEST_F(BadInput, ATestFolderWithoutScenarios) {
    fs::create_directory(folder / "bad");
    refuses({"test", (folder / "bad").string()}, {"/bad: holds no scenario"});
    refuses({"test", (folder / "none").string()}, {"/none: no such file or folder"});
    refuses({"test"}, {"which scenarios?"});
}

TEST_F(BadInput, AScenarioThatExpectsNothing) {
    scenario(good);
    refuses({"test", (folder / "bad").string(), "--quiet"},
            {"/bad: nothing is expected here; add \"expect\""});
}

TEST_F(BadInput, AnOutputFolderThatCannotBe) {
    scenario(good);
    const auto file = folder.write("file", "in the way").string();
    refuses({"run", (folder / "bad").string(), "--transport", "memory", "--out", file + "/out"},
            {"/file: the folder cannot be made"});
    refuses({"run", (folder / "bad").string(), "--transport", "memory", "--out", "/proc/out"},
            {"fleetdrill: /proc/out: the folder cannot be made"});
    refuses({"generate", (folder / "bad").string(), "--out", file}, {"/file: exists"});
    EXPECT_EQ(folder.read("file"), "in the way");
}

TEST_F(BadInput, ASeedThatIsNone) {
    scenario(good);
    for (const auto* seed : {"-1", "1.5", "abc", "18446744073709551616", "", " 1"})
        run_refuses({"--seed: expected a whole number from 0 to 18446744073709551615, found"},
                    {"--seed", seed});
}

TEST_F(BadInput, ATransportThatIsNone) {
    scenario(good);
    run_refuses({"--transport: expected broker, memory; found \"udp\""}, {"--transport", "udp"});
}

TEST_F(BadInput, CommandsAndOptionsThatAreNone) {
    scenario(good);
    refuses({"rum"}, {"unknown command \"rum\" (did you mean \"run\"?)"});
    refuses({"simulate"}, {"unknown command \"simulate\""});
    run_refuses({"unknown option --sead (did you mean \"--seed\"?)"}, {"--sead", "1"});
    run_refuses({"unknown option -s"}, {"-s"});
}

TEST(BadInputOfTargets, IsToldWithItsPlaceBeforeThereIsAFleet) {
    const support::TemporaryFolder folder;
    folder.write("wrong/scenario.json", R"({"duration": "10m",
        "fleet": {"cohorts": [{"name": "pumps", "count": 200}]},
        "detect": {"profiles": [{"targets": ["thinggroup/none"],
                                 "profile": {"securityProfileName": "guard"}}]}})");
    const auto outcome = support::fleetdrill({"run", (folder / "wrong").string(), "--transport",
                                              "memory", "--out", (folder / "run").string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, testing::HasSubstr("there is no thing group \"none\""));
    EXPECT_THAT(outcome.err, testing::HasSubstr("detect.profiles[0].targets[0]: "));
    EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(BadInputOfSeries, IsToldWithItsPlaceAndTheNotation) {
    const support::TemporaryFolder folder;
    for (const auto* values : {"4x", "1.5", "-1", "a", "1000000001", "10-3x5", ""}) {
        folder.write("s/scenario.json", std::string(R"({"duration": "1h",
            "fleet": {"cohorts": [{"name": "pumps", "count": 2}]},
            "timeline": [{"at": "+10m", "kind": "series", "devices": {"cohort": "pumps"},
                "metric": "aws:num-messages-sent", "values": ")") +
                                            values + "\"}]}");
        const auto outcome = support::fleetdrill({"run", (folder / "s").string(), "--transport",
                                                  "memory", "--out", (folder / "run").string()});
        EXPECT_EQ(outcome.status, 2) << values;
        EXPECT_THAT(outcome.err, testing::HasSubstr("scenario.json:4: timeline[0].values: found"));
        EXPECT_THAT(outcome.err, testing::HasSubstr("values slot by slot such as"));
    }
}
