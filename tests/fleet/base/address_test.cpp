#include "fleet/base/address.hpp"

#include <gtest/gtest.h>

using namespace fleet;

TEST(Address, ReadsBothFamiliesAndUnmapsMappedOnes) {
    EXPECT_EQ(to_text(*parse_address("10.1.2.3")), "10.1.2.3");
    EXPECT_EQ(to_text(*parse_address("2001:DB8::1")), "2001:db8::1");
    EXPECT_EQ(parse_address("::ffff:10.1.2.3"), parse_address("10.1.2.3"));
    for (const auto* text : {"", "10.1.2", "10.1.2.256", "10.1.2.3/8", "::g", "1.2.3.4 "})
        EXPECT_FALSE(parse_address(text)) << text;
}

TEST(Address, BlocksMaskTheirHostBits) {
    const auto block = *parse_address_block("192.168.100.14/24");
    EXPECT_TRUE(block.contains(*parse_address("192.168.100.255")));
    EXPECT_FALSE(block.contains(*parse_address("192.168.101.0")));
    EXPECT_EQ(to_text(block.base), "192.168.100.0");
    EXPECT_TRUE(parse_address_block("0.0.0.0/0")->contains(*parse_address("203.0.113.9")));
    EXPECT_FALSE(parse_address_block("0.0.0.0/0")->contains(*parse_address("::1")));
    EXPECT_TRUE(parse_address_block("2001:db8::/33")->contains(*parse_address("2001:db8:7fff::1")));
    EXPECT_FALSE(
        parse_address_block("2001:db8::/33")->contains(*parse_address("2001:db8:8000::1")));
    for (const auto* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129"})
        EXPECT_FALSE(parse_address_block(text)) << text;
}

TEST(Address, ABareAddressIsABlockOfOne) {
    const auto block = *parse_address_block("10.0.0.1");
    EXPECT_TRUE(block.contains(*parse_address("10.0.0.1")));
    EXPECT_FALSE(block.contains(*parse_address("10.0.0.2")));
    EXPECT_EQ(to_text(block.at(77)), "10.0.0.1");
}

TEST(Address, CountsAddressesWithinABlock) {
    EXPECT_EQ(to_text(parse_address_block("10.0.0.0/16")->at(258)), "10.0.1.2");
    EXPECT_EQ(to_text(parse_address_block("10.0.0.0/16")->at(65536 + 1)), "10.0.0.1");
}
