#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {
const auto inside =
    rule("aws:source-ip-address", "in-cidr-set", R"({"cidrs": ["10.0.0.0/8", "fd00::/8"]})", "");
}

TEST(SourceIpAddress, SpeaksWhenAConnectionComesFromElsewhere) {
    Watch watch;
    watch.profile(inside);
    EXPECT_EQ(watch.slot({connects("pump-1", "10.255.255.255"), connects("pump-2", "fd00::1")}),
              none());
    EXPECT_EQ(watch.slot({connects("pump-1", "11.0.0.0", 2)}),
              Texts{"pump-1 in-alarm 10.255.255.255 11.0.0.0"});
}

TEST(SourceIpAddress, ListsEachAddressOnceInTheOrderSeen) {
    Watch watch;
    watch.profile(inside);
    EXPECT_EQ(
        watch
            .slot(
                {connects("pump-1", "10.0.0.9", 1), connects("pump-1", "8.8.8.8", 2).at(1s),
                 connects("pump-2", "9.9.9.9", 1).at(1s), connects("pump-1", "10.0.0.9", 3).at(2s),
                 connects("pump-1", "8.8.8.8", 4).at(3s), connects("pump-1", "10.0.0.1", 5).at(4s)})
            .size(),
        2U);
    for (const auto& event : watch.events) {
        const auto wanted = event.thing_name == "pump-1" ? Texts{"10.0.0.9", "8.8.8.8", "10.0.0.1"}
                                                         : Texts{"9.9.9.9"};
        EXPECT_EQ(event.value->texts, wanted);
        EXPECT_EQ(event.value->form, engine::MetricValue::Form::cidrs);
    }
}

TEST(SourceIpAddress, HoldsConnectionsAliveSinceEarlierButOnlyInActiveSlots) {
    Watch watch;
    EXPECT_EQ(watch.slot({}), none());
    watch.profile(inside);
    EXPECT_EQ(watch.slot({connects("pump-1", "10.0.0.1")}), none());
    watch.profile(
        rule("aws:source-ip-address", "not-in-cidr-set", R"({"cidrs": ["10.0.0.1"]})", ""));
    EXPECT_EQ(watch.idle(1), none()) << "mere connectedness is no activity";
    EXPECT_EQ(watch.slot({publishes("pump-1")}), Texts{"pump-1 in-alarm 10.0.0.1"});
}

TEST(SourceIpAddress, ForgetsAConnectionAfterTheSlotInWhichItEnds) {
    Watch watch;
    watch.profile(
        rule("aws:source-ip-address", "not-in-cidr-set", R"({"cidrs": ["8.8.8.8/32"]})", ""));
    EXPECT_EQ(watch.slot({connects("pump-1", "8.8.8.8")}), Texts{"pump-1 in-alarm 8.8.8.8"});
    EXPECT_EQ(watch.slot({disconnects("pump-1"), connects("pump-1", "10.0.0.1", 2).at(1s)}), none())
        << "it was alive in the slot";
    EXPECT_EQ(watch.slot({publishes("pump-1").on(2)}), Texts{"pump-1 alarm-cleared 10.0.0.1"});
}

TEST(SourceIpAddress, HasNoDatapointWithoutAConnection) {
    Watch watch;
    watch.profile(rule("aws:source-ip-address", "in-cidr-set", R"({"cidrs": ["10.0.0.0/8"]})", ""));
    EXPECT_EQ(watch.slot({is_denied("pump-1", fleet::Reason::connect).from("8.8.8.8"),
                          is_refused(certificate_of("pump-1")).from("8.8.8.8")}),
              none());
}

TEST(SourceIpAddress, LearnsConnectionsThatWereUpBeforeTheCaptureBegan) {
    Watch watch;
    watch.profile(inside);
    EXPECT_EQ(watch.slot({publishes("pump-1").on(7).from("8.8.8.8")}),
              Texts{"pump-1 in-alarm 8.8.8.8"});
}
