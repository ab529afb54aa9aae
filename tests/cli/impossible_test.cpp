// Expectations that nothing could meet are slips, not failing tests.
#include <gmock/gmock.h>

#include "tests/support/process.hpp"
#include "tests/support/small_scenario.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::HasSubstr;

namespace {

std::string error_of(const std::string& expect) {
    const support::TemporaryFolder folder;
    folder.write("s/scenario.json", support::small_scenario(expect));
    const auto outcome = support::fleetdrill({"test", (folder / "s").string()});
    EXPECT_EQ(outcome.status, 2) << expect << outcome.out;
    return outcome.err;
}

}  // namespace

TEST(ImpossibleExpectation, IsToldWithItsPlaceAndTheNearestWord) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flod"}]})"),
                HasSubstr("scenario.json:10: expect.alarms[0].behavior: there is no behavior Flod "
                          "(did you mean \"Flood\"?): this can never be found"));
    EXPECT_THAT(error_of(R"({"findings": [{"check": "LOGING_DISABLED_CHECK"}]})"),
                HasSubstr("(did you mean \"LOGGING_DISABLED_CHECK\"?)"));
    EXPECT_THAT(error_of(R"({"findings": [{"check": "LOGGING_DISABLED_CHECK",
                                           "reasonCode": "LOGGING_OFF"}]})"),
                HasSubstr("there is no reasonCode LOGGING_OFF"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "cohort": "pump"}]})"),
                HasSubstr("there is no cohort pump (did you mean \"pumps\"?)"));
    EXPECT_THAT(error_of(R"({"operations": [{"operation": "CancelAuditTask"}]})"),
                HasSubstr("there is no operation CancelAuditTask"));
}

TEST(ImpossibleExpectation, IsOneThatNamesRulesThatDoNotGoTogether) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "metric": "aws:num-disconnects"}]})"),
                HasSubstr("no behavior Flood is in force on aws:num-disconnects"));
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "Flood", "profile": "other"}]})"),
                HasSubstr("no behavior Flood is in profile other"));
}

TEST(ImpossibleExpectation, IsOneOfATimeOutsideTheRun) {
    EXPECT_THAT(error_of(R"({"alarms": [{"behavior": "guard/Flood", "at": "+3h"}]})"),
                HasSubstr("2018-08-06T03:00:00Z is outside the run, which lasts from "
                          "2018-08-06T00:00:00Z to 2018-08-06T02:00:00Z"));
}
