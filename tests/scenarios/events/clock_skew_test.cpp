#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

PlayedScenario skewed(const Given& given = {}) {
    return PlayedScenario({.pumps = 1,
                           .timeline = {happening("clock-skew", 20min, 20min, given)},
                           .agent = usual_agent()});
}

/// By how much the id of a report, which is a time, is ahead of its arrival.
Duration ahead(const PlayedScenario::Report& report) {
    const std::int64_t id = Json::parse(report.payload)["header"]["report_id"];
    return from_epoch_ms(id) - (world_start + report.after);
}

}  // namespace

TEST(ClockSkew, ReportsTellOfAnEarlierHourAndArriveAsEver) {
    const auto played = skewed();
    ASSERT_EQ(played.reports.size(), 12U);
    for (const auto& report : played.reports) {
        const bool is_during = report.after >= 20min && report.after < 40min;
        EXPECT_EQ(ahead(report), is_during ? Duration{-3h} : Duration{});
    }
    EXPECT_THAT(played.script.truth.incidents, IsEmpty());
}

TEST(ClockSkew, MayBeAhead) {
    const auto played = skewed({{"by", "90s"}, {"direction", "ahead"}});
    for (const auto& report : played.reports) {
        if (report.after >= 20min && report.after < 40min) {
            EXPECT_EQ(ahead(report), Duration{90s});
        }
    }
}

TEST(ClockSkew, IsNotSetRightByAnAttackOnTheSameDevice) {
    auto attack = happening("backdoor-port", 20min, 20min);
    attack.devices = {.cohorts = {}, .count = 1, .things = {"pumps-0"}};
    auto skew = happening("clock-skew", 20min, 20min);
    skew.devices = attack.devices;
    const PlayedScenario played({.pumps = 1, .timeline = {skew, attack}, .agent = usual_agent()});
    for (const auto& report : played.reports) {
        if (report.after >= 20min && report.after < 40min) {
            EXPECT_EQ(ahead(report), Duration{-3h});
        }
    }
}

TEST(ClockSkew, OfADeviceWithoutAnAgentIsRefusedWithItsPlace) {
    try {
        PlayedScenario({.timeline = {happening("clock-skew", 20min, 20min)}});
        FAIL() << "was not refused";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("cohort pumps has no agent"));
    }
}
