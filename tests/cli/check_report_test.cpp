// The three forms of what `check` found.
#include "sim/cli/check_report.hpp"

#include <gtest/gtest.h>

#include "tests/support/golden.hpp"

namespace {

std::vector<cli::CheckedFile> two_files() {
    const cli::CheckNote error{.file = "rules/a b.json",
                               .line = 5,
                               .path = "behaviors[0].criteria.durationSeconds",
                               .behavior = 0,
                               .message = "Behavior A is malformed. durationSeconds 61 …",
                               .lint = {},
                               .fix = {}};
    auto lint = error;
    lint.message = "there is no window of 61 seconds";
    lint.lint = "duration-does-not-exist";
    lint.fix = "write \"durationSeconds\": 300";
    auto whole = error;
    whole.line = 0;
    whole.path = "";
    whole.behavior = std::nullopt;
    whole.message = "securityProfileName is required";
    return {{.file = "rules/a b.json",
             .kind = "security profile",
             .errors = {error, whole},
             .lints = {lint}},
            {.file = "policy.json", .kind = "policy", .errors = {}, .lints = {}}};
}

}  // namespace

TEST(CheckReport, IsTextForPeople) {
    support::expect_golden("check.txt", cli::check_text(two_files(), false));
    EXPECT_EQ(cli::check_text({two_files()[1]}, true), "");
}
TEST(CheckReport, IsJsonForPrograms) {
    support::expect_golden("check.json", cli::check_json(two_files()));
}
TEST(CheckReport, IsSarifForReviews) {
    support::expect_golden(
        "check.sarif", cli::check_sarif(two_files(),
                                        {{"validation-error", "The service would refuse it."},
                                         {"duration-does-not-exist", "There are five lengths."}},
                                        "0.1.0"));
}
