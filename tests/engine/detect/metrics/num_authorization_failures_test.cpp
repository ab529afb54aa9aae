#include <gtest/gtest.h>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {
using fleet::Reason;
const auto at_most_5 =
    rule("aws:num-authorization-failures", "less-than-equals", R"({"count": 5})");
}  // namespace

TEST(NumAuthorizationFailures, SpeaksOnTheFirstDenialTooManyAndNotBefore) {
    Watch watch;
    watch.profile(at_most_5);
    EXPECT_EQ(watch.slot({is_denied("pump-1", Reason::publish, 5)}), none());
    EXPECT_EQ(watch.slot({is_denied("pump-1", Reason::publish, 6)}), Texts{"pump-1 in-alarm 6"});
}

TEST(NumAuthorizationFailures, CountsConnectPublishAndSubscribeAlike) {
    Watch watch;
    watch.profile(at_most_5);
    EXPECT_EQ(watch.slot({is_denied("pump-1", Reason::connect, 2),
                          is_denied("pump-1", Reason::publish, 2),
                          is_denied("pump-1", Reason::subscribe, 2)}),
              Texts{"pump-1 in-alarm 6"});
}

TEST(NumAuthorizationFailures, IsBlindToRefusals) {
    Watch watch;
    watch.profile(rule("aws:num-authorization-failures", "less-than", R"({"count": 1})"));
    EXPECT_EQ(watch.slot({is_refused(certificate_of("pump-1"))}), none());
}

TEST(NumAuthorizationFailures, IsZeroInAnActiveSlotAndAbsentInAnIdleOne) {
    Watch watch;
    watch.profile(rule("aws:num-authorization-failures", "greater-than", R"({"count": 10})"));
    EXPECT_EQ(watch.idle(2), none());
    EXPECT_EQ(watch.slot({publishes("pump-1")}), Texts{"pump-1 in-alarm 0"});
}
