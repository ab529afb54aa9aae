#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

namespace {

constexpr auto check = "CONFLICTING_CLIENT_IDS_CHECK";
constexpr auto displaced = fleet::Reason::duplicate_client_id;

struct ConflictingClientIds : testing::Test {
    FleetBuilder fleet = a_fleet().with_device("a").with_device("b");
    TrafficBuilder traffic{fleet.inventory()};

    engine::CheckResult result() const { return run_check(check, fleet, traffic); }
};

}  // namespace

TEST_F(ConflictingClientIds, SpeaksOfASingleDisplacementEvenByTheSameCertificate) {
    traffic.session("b", 1, -5h, -4h);
    traffic.session("a", 0, -3h, -2h, displaced).connects("a", 0, -2h);
    const auto outcome = result();
    EXPECT_EQ(outcome.resources, 2u);
    ASSERT_THAT(found_in(outcome), ElementsAre("a"));
    const auto& found = outcome.found[0];
    EXPECT_EQ(found.resource.type, "CLIENT_ID");
    EXPECT_EQ(found.reason_code, "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS");
    ASSERT_EQ(found.related.size(), 1u);
    EXPECT_EQ(found.related[0].type, "DEVICE_CERTIFICATE");
    EXPECT_THAT(found.related[0].identifier,
                ElementsAre(Pair("deviceCertificateId", certificate_id(0))));
    EXPECT_THAT(
        found.related[0].additional_info,
        ElementsAre(Pair("DISCONNECTION_TIME", std::to_string(fleet::epoch_ms(noon - 2h)))));
}

TEST_F(ConflictingClientIds, ListsEveryDisplacementNewestFirst) {
    traffic.session("a", 0, -3h, -2h, displaced).session("a", 1, -2h, -1h, displaced);
    traffic.connects("a", 0, -1h);
    const auto outcome = result();
    ASSERT_EQ(outcome.found.size(), 1u);
    ASSERT_EQ(outcome.found[0].related.size(), 2u);
    EXPECT_EQ(outcome.found[0].related[0].identifier[0].second, certificate_id(1));
    EXPECT_EQ(outcome.found[0].related[1].identifier[0].second, certificate_id(0));
}

TEST_F(ConflictingClientIds, StaysSilentWhenAClientMerelyReconnects) {
    traffic.session("a", 0, -3h, -2h, fleet::Reason::connection_lost).connects("a", 0, -2h);
    EXPECT_EQ(result().resources, 1u);
    EXPECT_THAT(result().found, IsEmpty());
}

TEST_F(ConflictingClientIds, LooksThirtyOneDaysBackToTheMillisecond) {
    const auto begin = -31 * 24h;
    traffic.session("a", 0, begin - 2h, begin - 1ms, displaced);
    traffic.session("b", 1, begin - 2h, begin, displaced);
    const auto outcome = result();
    EXPECT_EQ(outcome.resources, 1u);
    EXPECT_THAT(found_in(outcome), ElementsAre("b"));
}

TEST_F(ConflictingClientIds, HasNoClientToCountWhereNobodyConnected) {
    EXPECT_EQ(result().resources, 0u);
}
