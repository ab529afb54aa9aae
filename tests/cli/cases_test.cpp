// Scenarios with cases, from outside: which commands take all of them, which ask for one.
#include <gmock/gmock.h>

#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::small_scenario;
using support::TemporaryFolder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr const char* flood = R"([{"at": "+1h", "for": "30m", "kind": "publish-flood",
    "devices": {"cohort": "pumps", "count": 1}}])";

/// A flood that the limit of one case hears, and that of the other does not.
class CasesOfAScenario : public testing::Test {
  protected:
    CasesOfAScenario() { write(R"({"alarms": [{"behavior": "Flood", "count": 0}]})"); }

    void write(const std::string& expect_of_deaf) const {
        auto text = small_scenario(R"({"alarms": [{"behavior": "Flood", "count": 1}]})", 4, flood);
        text.insert(text.rfind('}'), R"(, "cases": [{"name": "keen"},
  {"name": "deaf", "expect": )" + expect_of_deaf +
                                         R"(, "set": {
    "detect.profiles[guard].profile.behaviors[Flood].criteria.value.count": 100000}}])");
        folder_.write("plant/scenario.json", text);
    }
    std::string path() const { return (folder_ / "plant").string(); }

    TemporaryFolder folder_;
};

}  // namespace

TEST_F(CasesOfAScenario, AreTestedEachWithASuiteOfItsOwn) {
    const auto outcome =
        fleetdrill({"test", path(), "--junit", (folder_ / "results.xml").string()});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("ok    plant/keen: "), HasSubstr("ok    plant/deaf: "),
                                   HasSubstr("2 scenarios, 2 passed, 0 failed")));
    EXPECT_THAT(folder_.read("results.xml"),
                AllOf(HasSubstr("\"plant/keen\""), HasSubstr("\"plant/deaf\"")));
}

TEST_F(CasesOfAScenario, FailOneByOne) {
    write(R"({"alarms": [{"behavior": "Flood", "count": 1}]})");
    const auto outcome = fleetdrill({"test", path()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("ok    plant/keen: "), HasSubstr("FAIL  plant/deaf")));
}

TEST_F(CasesOfAScenario, AreWantedByTheirNamesOrTheScenarios) {
    const auto one = fleetdrill({"test", path(), "--filter", "*/deaf"});
    EXPECT_THAT(one.out, AllOf(HasSubstr("plant/deaf"), Not(HasSubstr("plant/keen"))));
    const auto both = fleetdrill({"test", path(), "--filter", "plant"});
    EXPECT_THAT(both.out, AllOf(HasSubstr("plant/deaf"), HasSubstr("plant/keen")));
    EXPECT_EQ(fleetdrill({"test", path(), "--filter", "deaf"}).status, 2);
}

TEST_F(CasesOfAScenario, AreRunOneAtATime) {
    const auto out = (folder_ / "run").string();
    const auto none = fleetdrill({"run", path(), "--out", out, "--transport", "memory"});
    EXPECT_EQ(none.status, 2);
    EXPECT_THAT(none.err, HasSubstr("has cases; choose one with --case: keen, deaf"));
    const auto deaf =
        fleetdrill({"run", path(), "--out", out, "--transport", "memory", "--case", "deaf"});
    EXPECT_EQ(deaf.status, 0) << deaf.err;
    EXPECT_THAT(folder_.read("run/run.json"), HasSubstr("\"scenario\": \"plant/deaf\""));
    const auto again = fleetdrill(
        {"run", out + "/scenario", "--out", (folder_ / "again").string(), "--transport", "memory"});
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(folder_.read("again/run.json"), folder_.read("run/run.json"));
}

TEST_F(CasesOfAScenario, AreAllChecked) {
    EXPECT_EQ(fleetdrill({"check", path()}).status, 0);
    write(R"({"alarms": [{"behaviour": "Flood"}]})");
    const auto outcome = fleetdrill({"check", path()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.out, HasSubstr("cases[1].expect.alarms[0].behaviour"));
}

TEST_F(CasesOfAScenario, AreNotUpdatedButOtherScenariosAre) {
    write(R"({"alarms": [{"behavior": "Flood", "count": 1}]})");
    folder_.write("zoo/scenario.json",
                  small_scenario(R"({"alarms": [{"behavior": "Flood", "count": 3}]})", 4, flood));
    const auto outcome =
        support::run_process({"/usr/bin/env", "CI=", FLEETDRILL_BINARY_DIR "/fleetdrill", "test",
                              folder_.path().string(), "--update"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("plant/deaf: the scenario has cases: its \"expect\" is"));
    EXPECT_THAT(outcome.out, HasSubstr("1 of 3 scenarios updated"));
}

TEST_F(CasesOfAScenario, NoticeMistakesInTheRulesTogether) {
    const auto outcome = fleetdrill({"mutate", path()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("mutants, "));
}
