#include "fleet/revocation_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using namespace fleet;

namespace {
Serial serial_of(std::uint64_t number, std::uint8_t size = 8) {
    Serial serial;
    serial.size = size;
    for (std::size_t i = 0; i < 8; ++i)
        serial.bytes[i] = static_cast<std::uint8_t>(number >> (8 * (7 - i)));
    return serial;
}

std::vector<Serial> every_third(std::uint64_t count) {
    std::vector<Serial> serials;
    for (std::uint64_t i = 0; i < count; ++i) serials.push_back(serial_of(3 * i));
    std::sort(serials.begin(), serials.end());
    return serials;
}
}  // namespace

TEST(RevocationSet, HoldsWhatItWasMadeFromAndNothingElse) {
    for (const std::uint64_t count : {0U, 1U, 2U, 5000U}) {
        const auto serials = every_third(count);
        const RevocationSet set(serials);
        for (std::uint64_t i = 0; i < 3 * count + 3; ++i)
            EXPECT_EQ(set.contains(serial_of(i)), i % 3 == 0 && i < 3 * count) << i;
    }
}

TEST(RevocationSet, TellsTheLengthOfASerialApart) {
    const std::vector<Serial> serials{serial_of(0x0100000000000000, 2)};
    const RevocationSet set(serials);
    EXPECT_TRUE(set.contains(serial_of(0x0100000000000000, 2)));
    EXPECT_FALSE(set.contains(serial_of(0x0100000000000000, 1)));
    EXPECT_FALSE(set.contains(serial_of(0x0100000000000000, 3)));
}
