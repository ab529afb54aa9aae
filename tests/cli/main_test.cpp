// The program from outside: what it prints where, and with which status it ends.
#include <gmock/gmock.h>

#include "tests/support/process.hpp"

using support::fleetdrill;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(Program, TellsItsVersion) {
    const auto outcome = fleetdrill({"--version"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, MatchesRegex("fleetdrill [0-9]+\\.[0-9]+\\.[0-9]+\n"));
    EXPECT_EQ(outcome.err, "");
}

TEST(Program, HelpNamesEveryCommand) {
    const auto outcome = fleetdrill({"--help"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("\n  authorize "));
}

TEST(Program, EveryCommandOfTheHelpHasHelpWithAnExample) {
    const auto overview = fleetdrill({"--help"}).out;
    std::size_t commands = 0;
    for (auto at = overview.find("\n  "); at != std::string::npos;
         at = overview.find("\n  ", at + 1)) {
        const auto name = overview.substr(at + 3, overview.find(' ', at + 3) - at - 3);
        const auto outcome = fleetdrill({name, "--help"});
        EXPECT_EQ(outcome.status, 0) << name;
        EXPECT_THAT(outcome.out, StartsWith("fleetdrill " + name + ": "));
        EXPECT_THAT(outcome.out, HasSubstr("\nexample:\n  fleetdrill " + name)) << name;
        ++commands;
    }
    EXPECT_GE(commands, 1U);
}

TEST(Program, SuggestsTheNearestCommand) {
    const auto outcome = fleetdrill({"autorize"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err,
              "fleetdrill: unknown command \"autorize\" (did you mean \"authorize\"?)\n"
              "see fleetdrill --help\n");
}

TEST(Program, CannotRunWithoutACommandOrWithAnUnknownOption) {
    const auto without = fleetdrill({});
    EXPECT_EQ(without.status, 2);
    EXPECT_THAT(without.err, HasSubstr("which command?"));
    const auto unknown = fleetdrill({"authorize", "--quite"});
    EXPECT_EQ(unknown.status, 2);
    EXPECT_THAT(unknown.err, HasSubstr("unknown option --quite (did you mean \"--quiet\"?)"));
}
