// The test command as a CI job meets it: an exit status, a line for a person, a file for the CI.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace fs = std::filesystem;

namespace {
const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library";
const std::string first_audit = library + "/first-audit";
}  // namespace

TEST(TestCommand, TheLibraryPassesAndTellsJUnit) {
    const TemporaryFolder folder;
    const auto outcome =
        fleetdrill({"test", library, "--junit", (folder / "results.xml").string()});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("ok    quickstart: "));
    EXPECT_THAT(outcome.out, HasSubstr("ok    first-audit: "));
    EXPECT_THAT(outcome.out, HasSubstr("ok    careless-account: "));
    EXPECT_THAT(outcome.out, HasSubstr(" 0 failed\n"));
    const auto junit = folder.read("results.xml");
    EXPECT_THAT(junit, StartsWith("<?xml "));
    EXPECT_THAT(junit, HasSubstr("quickstart"));
    EXPECT_THAT(junit, HasSubstr("first-audit"));
    EXPECT_THAT(junit, Not(HasSubstr("<failure")));
}

TEST(TestCommand, ARuleThatWasWeakenedTurnsItRedAndIsNamed) {
    const TemporaryFolder folder;
    const auto outcome = fleetdrill(
        {"test", library, "--filter", "quickstart", "--junit", (folder / "results.xml").string(),
         "--set",
         "detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=100000"});
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    EXPECT_THAT(outcome.out, StartsWith("FAIL  quickstart: "));
    EXPECT_THAT(outcome.out, HasSubstr("MessageFlood"));
    EXPECT_THAT(outcome.out, ContainsRegex("thermostats-[0-9]+"));
    EXPECT_THAT(outcome.out,
                HasSubstr("in cohort thermostats between\n                2018-08-06T01:00:00Z and "
                          "2018-08-06T01:10:00Z (timeline-0-publish-flood on\n                "
                          "thermostats-11), found none"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("nearest: baseline/Disconnects")));
    EXPECT_THAT(outcome.out, Not(HasSubstr("first-audit")));
    EXPECT_THAT(folder.read("results.xml"), HasSubstr("<failure"));
}

TEST(TestCommand, WritesIntoAFifoAndLeavesItThere) {
    const TemporaryFolder folder;
    const auto fifo = folder / "fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    const int reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK);
    const auto outcome = fleetdrill({"test", first_audit, "--junit", fifo.string()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_TRUE(fs::is_fifo(fifo));
    std::string start(6, ' ');
    EXPECT_EQ(::read(reader, start.data(), start.size()), 6);
    EXPECT_EQ(start, "<?xml ");
    ::close(reader);
}

TEST(TestCommand, WritesToWhereASymbolicLinkPoints) {
    const TemporaryFolder folder;
    folder.write("elsewhere/results.xml", "old");
    fs::create_symlink("elsewhere/results.xml", folder / "link.xml");
    const auto outcome =
        fleetdrill({"test", first_audit, "--junit", (folder / "link.xml").string()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_TRUE(fs::is_symlink(folder / "link.xml"));
    EXPECT_THAT(folder.read("elsewhere/results.xml"), StartsWith("<?xml "));
}

TEST(TestCommand, WritesJUnitToItsOwnOutput) {
    const auto outcome = fleetdrill({"test", first_audit, "--quiet", "--junit", "/dev/stdout"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, StartsWith("<?xml "));
    EXPECT_THAT(outcome.out, HasSubstr("</testsuites>"));
}

TEST(TestCommand, TellsBeforeItPlaysThatTheJUnitFileCannotBe) {
    const TemporaryFolder folder;
    for (const auto& [file, why] : {std::pair{folder / "none/x.xml", "there is no such folder"},
                                    std::pair{folder.path(), "is a folder, not a file"},
                                    std::pair{fs::path(), "expected the name of a file"}}) {
        const auto outcome = fleetdrill({"test", first_audit, "--junit", file.string()});
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "") << "it was played first";
        EXPECT_THAT(outcome.err, HasSubstr(why));
    }
}

TEST(TestCommand, PlaysTheOthersWhenOneIsBrokenAndCountsItAsAnError) {
    const TemporaryFolder folder;
    folder.write("bad/scenario.json", "{\n\"fleet\": ");
    folder.write("small/scenario.json", R"({"fleet": {"cohorts": [{"name": "a", "count": 1}],
"defects": [{"kind": "expired-certificate", "cohort": "a", "count": 1},
{"kind": "revoked-device-certificate", "cohort": "a", "count": 1}]}, "expect": {}})");
    const auto outcome = fleetdrill({"test", folder.path().string(), first_audit, "--junit",
                                     (folder / "results.xml").string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("bad/scenario.json:2: malformed JSON"));
    EXPECT_THAT(outcome.err,
                ContainsRegex("small/scenario.json:3: fleet.defects.1..count: wants 1 of "));
    EXPECT_THAT(outcome.out, HasSubstr("ok    first-audit: "));
    EXPECT_THAT(outcome.out, HasSubstr("3 scenarios, 1 passed, 0 failed, 2 could not be played\n"));
    const auto junit = folder.read("results.xml");
    EXPECT_THAT(junit, ContainsRegex("<testsuites tests=.[0-9]+. failures=.0. errors=.2.>"));
    EXPECT_THAT(junit, ContainsRegex("<testsuite name=.bad. tests=.1. failures=.0. errors=.1."));
    EXPECT_THAT(junit, HasSubstr("malformed JSON"));
}

TEST(TestCommand, AChangeIsMadeWhereItHasAPlaceAndTheOtherScenariosStayAsTheyAre) {
    const auto outcome = fleetdrill(
        {"test", library, "--set",
         "detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=100000"});
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("FAIL  quickstart: "));
    EXPECT_THAT(outcome.out, HasSubstr("thermostats-11"));
    EXPECT_THAT(outcome.out, HasSubstr("ok    first-audit: "));
    EXPECT_THAT(outcome.err, ContainsRegex("has no place in [0-9]+ of [0-9]+ scenarios"));
}

TEST(TestCommand, AChangeWithoutAPlaceAnywhereIsASlip) {
    const auto outcome = fleetdrill({"test", library, "--set", "detect.profile[0].targets=[]"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("did you mean \"profiles\""));
    EXPECT_THAT(outcome.out, Not(HasSubstr("ok ")));
}

TEST(TestCommand, FollowsLinksAndPassesOverWhatRunsLeft) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "mine");
    fs::create_directory_symlink(first_audit, folder / "mine/linked");
    fs::create_directory_symlink("..", folder / "mine/circle");
    const auto left = fleetdrill({"run", first_audit, "--transport", "memory", "--quiet", "--out",
                                  (folder / "mine/runs/one").string()});
    ASSERT_EQ(left.status, 0) << left.err;
    ASSERT_TRUE(fs::exists(folder / "mine/runs/one/scenario/scenario.json"));
    const auto outcome = fleetdrill({"test", (folder / "mine").string()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("\n1 scenario, 1 passed, 0 failed\n"));
}

TEST(TestCommand, RefusesAFilterThatMatchesNothing) {
    const auto outcome = fleetdrill({"test", library, "--filter", "quickstop"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("no scenario's name matches quickstop"));
}
