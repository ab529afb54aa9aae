// docs/audit-checks.md is what the cards say; UPDATE_GOLDEN=1 writes it anew.
#include "engine/audit/checks_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/audit/checks.hpp"
#include "fleet/base/json.hpp"

using testing::HasSubstr;

TEST(ChecksPage, IsCurrent) {
    const auto file = std::filesystem::path(FLEETDRILL_SOURCE_DIR) / "docs" / "audit-checks.md";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) fleet::write_file(file, engine::checks_page());
    EXPECT_EQ(fleet::read_file(file), engine::checks_page())
        << "run this test with UPDATE_GOLDEN=1";
}

TEST(ChecksPage, TellsOfEveryCheckAllThatItsCardHolds) {
    const auto page = engine::checks_page();
    for (const auto* check : engine::audit_checks()) {
        for (const auto text : {check->name, check->question, check->why, check->remedy,
                                check->identifier_key, check->threshold_name})
            EXPECT_THAT(page, HasSubstr(std::string(text))) << check->name;
        EXPECT_FALSE(check->question.empty() || check->why.empty() || check->remedy.empty());
        for (const auto read : check->reads) EXPECT_THAT(page, HasSubstr(std::string(read)));
    }
}

TEST(Checks, StandInTheOrderOfTheirNamesAndAreAllKnownToTheApi) {
    std::string_view before;
    for (const auto* check : engine::audit_checks()) {
        EXPECT_LT(before, check->name);
        EXPECT_THAT(std::vector(engine::aws_check_names().begin(), engine::aws_check_names().end()),
                    testing::Contains(check->name));
        before = check->name;
    }
}
