#include "sim/cli/options.hpp"

#include <gmock/gmock.h>

#include <array>

#include "fleet/base/error.hpp"

using namespace cli;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

constexpr std::array cards{
    OptionCard{"seed", "N", "the seed"},
    OptionCard{"set", "PATH=VALUE", "an override", true},
    OptionCard{"transport", "WHICH", "broker or memory"},
    OptionCard{"record", "", "keep the observations"},
};
constexpr Command play{.name = "play",
                       .summary = "plays",
                       .arguments = "SCENARIO",
                       .options = cards,
                       .example = "fleetdrill play library/quickstart",
                       .run = nullptr};
constexpr Command bare{.name = "bare",
                       .summary = "nothing",
                       .arguments = {},
                       .options = {},
                       .example = "fleetdrill bare",
                       .run = nullptr};
const std::vector<std::string> transports{"broker", "memory"};

Options of(const std::vector<std::string>& words) { return {play, words}; }

template <typename Act>
std::string complaint(Act act) {
    try {
        act();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "no complaint";
}
std::string complaint_of(const std::vector<std::string>& words) {
    return complaint([&] { of(words); });
}

}  // namespace

TEST(Options, TellValuesSwitchesAndArgumentsApart) {
    const auto options = of({"a/b", "--seed", "7", "--record", "--set=x=1", "--set", "y=-2"});
    EXPECT_EQ(options.argument(), "a/b");
    EXPECT_EQ(options.text("seed"), "7");
    EXPECT_TRUE(options.has("record"));
    EXPECT_FALSE(options.is_quiet());
    EXPECT_THAT(options.texts("set"), ElementsAre("x=1", "y=-2"));
    EXPECT_EQ(options.text_or("transport", "memory"), "memory");
}

TEST(Options, EveryCommandHasTheCommonOnes) {
    const std::vector<std::string> words{"--quiet", "--verbose", "--help"};
    const Options options(bare, words);
    EXPECT_TRUE(options.is_quiet() && options.is_verbose() && options.wants_help());
}

TEST(Options, SuggestTheNearestOption) {
    EXPECT_EQ(complaint_of({"--sede", "7"}),
              "unknown option --sede (did you mean \"--seed\"?)\nsee fleetdrill play --help");
    EXPECT_EQ(complaint_of({"--xyzzy"}), "unknown option --xyzzy\nsee fleetdrill play --help");
}

TEST(Options, AreNotAbbreviated) {
    EXPECT_THAT(complaint_of({"--trans", "memory"}), HasSubstr("unknown option --trans"));
    EXPECT_THAT(complaint_of({"-q"}), HasSubstr("unknown option -q"));
}

TEST(Options, NeedTheirValuesOnceAndOnlyOnce) {
    EXPECT_THAT(complaint_of({"--seed"}), HasSubstr("'--seed' is missing"));
    EXPECT_THAT(complaint_of({"--seed", "1", "--seed", "2"}), HasSubstr("--seed stands twice"));
    EXPECT_THAT(complaint_of({"--record=yes"}), HasSubstr("'--record'"));
}

TEST(Options, RefuseArgumentsThatACommandDoesNotTake) {
    const std::vector<std::string> words{"stray"};
    EXPECT_THAT(complaint([&] { Options(bare, words); }),
                HasSubstr("bare takes no argument; found \"stray\""));
    EXPECT_THAT(complaint([] { of({}).argument(); }), HasSubstr("SCENARIO is missing"));
    EXPECT_THAT(complaint([] {
                    of({"a", "b"}).argument();
                }),
                HasSubstr("one SCENARIO is enough; found \"b\" too"));
}

TEST(Options, ReadWholeNumbersWithinTheirBounds) {
    EXPECT_EQ(of({}).number_or("seed", 5), 5U);
    EXPECT_EQ(of({"--seed", "18446744073709551615"}).number_or("seed", 5), 18446744073709551615U);
    EXPECT_EQ(of({"--seed", "1"}).number_or("seed", 5, 1, 2), 1U);
    EXPECT_EQ(of({"--seed", "2"}).number_or("seed", 5, 1, 2), 2U);
    for (const char* bad : {"0", "3", "-1", "1.0", "1x", "x", "", "18446744073709551616"}) {
        EXPECT_THAT(
            complaint([&] { of({std::string("--seed=") + bad}).number_or("seed", 5, 1, 2); }),
            testing::AnyOf(HasSubstr("--seed: expected a whole number from 1 to 2, found"),
                           HasSubstr("'--seed'")))
            << bad;
    }
}

TEST(Options, TakeANegativeNumberAsAValue) { EXPECT_EQ(of({"--seed", "-1"}).text("seed"), "-1"); }

TEST(Options, ReadOneOfTheirWords) {
    EXPECT_EQ(of({}).word_or("transport", transports, "memory"), "memory");
    EXPECT_EQ(of({"--transport", "broker"}).word_or("transport", transports, "memory"), "broker");
    EXPECT_THAT(complaint([] {
                    of({"--transport", "memroy"}).word_or("transport", transports, "memory");
                }),
                HasSubstr("--transport: expected broker, memory; found \"memroy\" (did you mean "
                          "\"memory\"?)"));
    EXPECT_THAT(of({"--transport=memory,broker"}).words_or("transport", transports, {}),
                ElementsAre("memory", "broker"));
    EXPECT_THAT(
        complaint([] { of({"--transport=broker,"}).words_or("transport", transports, {}); }),
        HasSubstr("found \"\""));
}

TEST(Options, TellWhichRequiredOneIsMissing) {
    EXPECT_EQ(complaint([] { of({}).text("seed"); }),
              "--seed is missing\nsee fleetdrill play --help");
}

TEST(Options, AreAllInTheHelpWithAnExample) {
    const auto help = help_of(play);
    EXPECT_THAT(help, HasSubstr("usage: fleetdrill play SCENARIO [option]..."));
    EXPECT_THAT(help, HasSubstr("  --set PATH=VALUE           an override (may stand several"));
    for (const char* option : {"--seed N", "--record ", "--help ", "--quiet ", "--verbose "})
        EXPECT_THAT(help, HasSubstr(option));
    EXPECT_THAT(help, HasSubstr("example:\n  fleetdrill play library/quickstart\n"));
}
