#include "sim/cli/library.hpp"

#include <gmock/gmock.h>

#include "fleet/base/error.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace cli;
using testing::HasSubstr;

TEST(Library, ListsEveryFolderWithAScenarioByName) {
    const support::TemporaryFolder folder;
    folder.write("b/scenario.json", "{ \"title\": \"Second\" } // comments are fine");
    folder.write("a/scenario.json", "{}");
    folder.write("c/README.md", "no scenario");
    folder.write("stray.json", "{}");
    const auto found = scenarios_in(folder.path());
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].name, "a");
    EXPECT_EQ(found[0].title, "");
    EXPECT_EQ(found[1].name, "b");
    EXPECT_EQ(found[1].title, "Second");
}

TEST(Library, NamesAMalformedScenario) {
    const support::TemporaryFolder folder;
    folder.write("a/scenario.json", "{");
    EXPECT_THROW(scenarios_in(folder.path()), fleet::Error);
    folder.write("a/scenario.json", "{ \"title\": 7 }");
    try {
        scenarios_in(folder.path());
        FAIL() << "7 is no title";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("a/scenario.json:1: title: expected a text, found 7"));
    }
}

TEST(Library, AScenarioOfItIsMeantByItsNameUnlessSomethingLiesThere) {
    EXPECT_EQ(scenario_meant("first-audit"), (library_folder() / "first-audit").string());
    for (const auto* given : {"", "no-such-scenario", "./first-audit", ".", "some/quickstart"})
        EXPECT_EQ(scenario_meant(given), given);
}
