#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

namespace {

constexpr auto check = "DEVICE_CERTIFICATE_SHARED_CHECK";

struct DeviceCertificateShared : testing::Test {
    FleetBuilder fleet = a_fleet().with_device("a").with_device("b").with_device("c");
    TrafficBuilder traffic{fleet.inventory()};

    engine::CheckResult result() const { return run_check(check, fleet, traffic); }
    std::string ms(fleet::Duration when) const {
        return std::to_string(fleet::epoch_ms(noon + when));
    }
};

}  // namespace

TEST_F(DeviceCertificateShared, SpeaksOfTwoClientsAtOnceNewestFirst) {
    traffic.session("a", 0, -10h, -5h).session("b", 0, -8h, -6h).session("c", 2, -9h, -4h);
    const auto outcome = result();
    EXPECT_EQ(outcome.resources, 2u);
    ASSERT_THAT(found_in(outcome), ElementsAre(certificate_id(0)));
    const auto& found = outcome.found[0];
    EXPECT_EQ(found.reason, "Certificate shared by one or more devices.");
    EXPECT_EQ(found.reason_code, "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES");
    ASSERT_EQ(found.related.size(), 2u);
    EXPECT_EQ(found.related[0].type, "CLIENT_ID");
    EXPECT_THAT(found.related[0].identifier, ElementsAre(Pair("clientId", "b")));
    EXPECT_THAT(found.related[0].additional_info,
                ElementsAre(Pair("CONNECTION_TIME", ms(-8h)), Pair("DISCONNECTION_TIME", ms(-6h))));
    EXPECT_THAT(found.related[1].identifier, ElementsAre(Pair("clientId", "a")));
}

TEST_F(DeviceCertificateShared, NeedsAnOverlapOfMoreThanNothing) {
    traffic.session("a", 0, -10h, -8h).session("b", 0, -8h, -6h);
    EXPECT_THAT(found_in(result()), IsEmpty());
    traffic.session("d", 1, -10h, -8h + 1ms).session("c", 1, -8h, -6h);
    EXPECT_THAT(found_in(result()), ElementsAre(certificate_id(1)));
}

TEST_F(DeviceCertificateShared, LeavesTwoSessionsOfOneClientToTheOtherCheck) {
    traffic.session("a", 0, -10h, -8h, fleet::Reason::duplicate_client_id)
        .session("a", 0, -8h, -6h)
        .session("a", 0, -5h, -4h);
    const auto outcome = result();
    EXPECT_EQ(outcome.resources, 1u);
    EXPECT_THAT(outcome.found, IsEmpty());
}

TEST_F(DeviceCertificateShared, SeesNothingOfTheLastTwoHours) {
    traffic.connects("a", 0, -10h).connects("b", 0, -2h);
    EXPECT_THAT(found_in(result()), IsEmpty());
}

TEST_F(DeviceCertificateShared, LetsOpenConnectionsEndWhereTheWindowEnds) {
    traffic.connects("a", 0, -10h).connects("b", 0, -2h - 1ms);
    const auto outcome = result();
    ASSERT_THAT(found_in(outcome), ElementsAre(certificate_id(0)));
    EXPECT_THAT(outcome.found[0].related[0].additional_info,
                ElementsAre(Pair("CONNECTION_TIME", ms(-2h - 1ms))));
}

TEST_F(DeviceCertificateShared, ClipsToTheWindowAndReportsConnectionsWhole) {
    const auto begin = -31 * 24h;
    traffic.session("a", 0, begin - 5h, begin).session("b", 0, begin - 5h, begin + 5h);
    EXPECT_THAT(found_in(result()), IsEmpty());
    traffic.session("d", 1, begin - 5h, begin + 1ms).session("c", 1, begin - 5h, begin + 5h);
    const auto outcome = result();
    ASSERT_THAT(found_in(outcome), ElementsAre(certificate_id(1)));
    EXPECT_THAT(outcome.found[0].related[0].additional_info[0],
                Pair("CONNECTION_TIME", ms(begin - 5h)));
}

TEST_F(DeviceCertificateShared, RemembersALongConnectionAcrossManyShortOnes) {
    traffic.session("a", 0, -20h, -3h).session("b", 0, -19h, -18h).session("a2", 0, -18h, -17h);
    traffic.session("b", 0, -4h, -3h);
    EXPECT_EQ(result().found.at(0).related.size(), 4u);
}

TEST_F(DeviceCertificateShared, WaitsUntilTwoHoursOfDataCanBeThere) {
    const fleet::ConnectionHistory nothing;
    engine::Evidence evidence{.inventory = fleet.inventory(),
                              .history = nothing,
                              .dictionary = *traffic.dictionary(),
                              .task_start = noon,
                              .check_time = noon,
                              .window_begin = noon - 1h,
                              .collected_since = noon - 1h};
    const auto early = engine::audit_check(check)->run(evidence);
    EXPECT_EQ(early.state, engine::CheckResult::State::no_data);
    EXPECT_EQ(early.data_from, noon + 1h);
    evidence.check_time = noon + 1h;
    EXPECT_EQ(engine::audit_check(check)->run(evidence).state,
              engine::CheckResult::State::evaluated);
}
