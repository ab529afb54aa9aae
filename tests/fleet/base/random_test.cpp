#include "fleet/base/random.hpp"

#include <gtest/gtest.h>

using namespace fleet;

TEST(Random, SameNameSameDraws) {
    const Random random(7);
    auto a = random.stream(label("pumps"), 3, Purpose::phase),
         b = random.stream(label("pumps"), 3, Purpose::phase);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(a(), b());
}

TEST(Random, EveryPartOfTheNameMatters) {
    const auto first = [](Stream stream) { return stream(); };
    const auto base = first(Random(7).stream(1, 2, Purpose::phase, 3));
    EXPECT_NE(base, first(Random(8).stream(1, 2, Purpose::phase, 3)));
    EXPECT_NE(base, first(Random(7).stream(2, 2, Purpose::phase, 3)));
    EXPECT_NE(base, first(Random(7).stream(1, 3, Purpose::phase, 3)));
    EXPECT_NE(base, first(Random(7).stream(1, 2, Purpose::address, 3)));
    EXPECT_NE(base, first(Random(7).stream(1, 2, Purpose::phase, 4)));
}

TEST(Random, PinsItsFirstDraws) {
    // These numbers are part of what a seed means: if they change, every run of every user changes.
    auto stream = Random(1).stream(label("a"), 0, Purpose::test);
    EXPECT_EQ(stream(), 0x98715a988fabe29fULL);
    EXPECT_EQ(stream(), 0xf178a35fbe941db9ULL);
    EXPECT_EQ(label("a"), 0xed8170de1919a24dULL);
}

TEST(Random, BetweenReachesBothEndsAndNothingElse) {
    auto stream = Random(7).stream(0, 0, Purpose::test);
    bool low = false, high = false;
    for (int i = 0; i < 1000; ++i) {
        const auto value = stream.between(-2, 2);
        ASSERT_GE(value, -2);
        ASSERT_LE(value, 2);
        low |= value == -2;
        high |= value == 2;
    }
    EXPECT_TRUE(low && high);
}
