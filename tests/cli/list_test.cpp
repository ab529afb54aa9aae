#include <gmock/gmock.h>

#include "tests/support/process.hpp"

using support::fleetdrill;
using testing::HasSubstr;
using testing::StartsWith;

namespace {
/// Is `name` the first word of a line?
bool has_line(const std::string& out, const std::string& name) {
    return ('\n' + out).find('\n' + name + ' ') != std::string::npos;
}
std::string listed(const std::string& table) {
    const auto outcome = fleetdrill({"list", table});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
}
}  // namespace

TEST(List, NamesChecksAsTheApiDoes) {
    EXPECT_TRUE(has_line(listed("checks"), "DEVICE_CERTIFICATE_EXPIRING_CHECK"));
}
TEST(List, NamesMetricsAsTheApiDoes) {
    EXPECT_TRUE(has_line(listed("metrics"), "aws:num-messages-sent"));
}
TEST(List, NamesWhatAScenarioMayAskFor) {
    EXPECT_TRUE(has_line(listed("attacks"), "stolen-certificate"));
    EXPECT_TRUE(has_line(listed("events"), "certificate-rotation"));
    EXPECT_TRUE(has_line(listed("traffic"), "telemetry"));
    EXPECT_TRUE(has_line(listed("defects"), "expiring-certificate"));
}
TEST(List, NamesTheLints) { EXPECT_TRUE(has_line(listed("lints"), "inverted-comparison")); }
TEST(List, NamesTheFormatsOfReports) { EXPECT_TRUE(has_line(listed("formats"), "text")); }

TEST(List, SuggestsTheNearestTable) {
    const auto outcome = fleetdrill({"list", "metrix"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, StartsWith("fleetdrill: there is no list of \"metrix\" (did you mean "
                                        "\"metrics\"?); there are checks, "));
}
TEST(List, NeedsToKnowWhichTable) {
    const auto outcome = fleetdrill({"list"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("is missing"));
}
