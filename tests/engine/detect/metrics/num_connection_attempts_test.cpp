#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {
using fleet::Reason;
const auto at_most_2 = rule("aws:num-connection-attempts", "less-than-equals", R"({"count": 2})");
}  // namespace

TEST(NumConnectionAttempts, SpeaksOnTheFirstAttemptTooManyAndNotBefore) {
    Watch watch;
    watch.profile(at_most_2);
    EXPECT_EQ(watch.slot({connects("pump-1"), connects("pump-1", "10.0.0.1", 2).at(9s)}), none());
    EXPECT_EQ(watch.slot({connects("pump-1", "10.0.0.1", 3), connects("pump-1", "10.0.0.1", 4),
                          connects("pump-1", "10.0.0.1", 5)}),
              Texts{"pump-1 in-alarm 3"});
}

TEST(NumConnectionAttempts, CountsDeniedConnectsButNoOtherDenial) {
    Watch watch;
    watch.profile(at_most_2);
    EXPECT_EQ(watch.slot({is_denied("pump-1", Reason::publish, 9),
                          is_denied("pump-1", Reason::subscribe, 9)}),
              none());
    EXPECT_EQ(watch.slot({is_denied("pump-1", Reason::connect, 3)}), Texts{"pump-1 in-alarm 3"});
}

TEST(NumConnectionAttempts, LaysARefusalToTheOneThingOfTheCertificate) {
    Watch watch;
    watch.profile(rule("aws:num-connection-attempts", "less-than", R"({"count": 1})"));
    EXPECT_EQ(watch.slot({is_refused(certificate_of("both")), is_refused(certificate_of("nobody")),
                          is_refused("")}),
              none());
    EXPECT_EQ(watch.slot({is_refused(certificate_of("pump-1"))}), Texts{"pump-1 in-alarm 1"});
}

TEST(NumConnectionAttempts, KnowsCertificatesThatWereRegisteredLater) {
    Watch watch;
    watch.profile(rule("aws:num-connection-attempts", "less-than", R"({"count": 1})"));
    EXPECT_EQ(watch.slot({is_refused(certificate_of("rotated"))}), none());
    watch.inventory.certificates.emplace_back().id.fill(0x33);
    watch.inventory.certificates.back().things = {1};
    EXPECT_EQ(watch.slot({is_refused(certificate_of("rotated"))}), Texts{"pump-2 in-alarm 1"});
}

TEST(NumConnectionAttempts, IsZeroInAnActiveSlotAndAbsentInAnIdleOne) {
    Watch watch;
    watch.profile(rule("aws:num-connection-attempts", "greater-than", R"({"count": 0})"));
    EXPECT_EQ(watch.slot({}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1")}), Texts{"pump-1 in-alarm 0"});
}
