// The test command as a CI job meets it: an exit status, a line for a person, a file for the CI.
#include <gmock/gmock.h>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {
const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library";
}

TEST(TestCommand, TheLibraryPassesAndTellsJUnit) {
    const TemporaryFolder folder;
    const auto outcome =
        fleetdrill({"test", library, "--junit", (folder / "results.xml").string()});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("ok    quickstart: "));
    EXPECT_THAT(outcome.out, HasSubstr("ok    first-audit: "));
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
    EXPECT_THAT(outcome.out, ContainsRegex("2018-08-06T01:[0-9][0-9]:[0-9][0-9]Z"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("first-audit")));
    EXPECT_THAT(folder.read("results.xml"), HasSubstr("<failure"));
}

TEST(TestCommand, RefusesAFilterThatMatchesNothing) {
    const auto outcome = fleetdrill({"test", library, "--filter", "quickstop"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("no scenario's name matches quickstop"));
}
