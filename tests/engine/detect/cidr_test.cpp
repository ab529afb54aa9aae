#include "engine/detect/cidr.hpp"

#include <gtest/gtest.h>

using namespace engine;

namespace {

bool contains(const std::vector<std::string>& cidrs, std::string_view address) {
    return CidrSet(cidrs).contains(parse_address(address).value());
}

}  // namespace

TEST(CidrSet, HoldsExactlyTheAddressesOfItsBlocks) {
    EXPECT_TRUE(contains({"10.1.2.0/23"}, "10.1.2.0"));
    EXPECT_TRUE(contains({"10.1.2.0/23"}, "10.1.3.255"));
    EXPECT_FALSE(contains({"10.1.2.0/23"}, "10.1.1.255"));
    EXPECT_FALSE(contains({"10.1.2.0/23"}, "10.1.4.0"));
    EXPECT_TRUE(contains({"2001:db8::/33"}, "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"));
    EXPECT_FALSE(contains({"2001:db8::/33"}, "2001:db8:8000::"));
    EXPECT_TRUE(contains({"2001:db8::/126"}, "2001:db8::3"));
    EXPECT_FALSE(contains({"2001:db8::/126"}, "2001:db8::4"));
}

TEST(CidrSet, MasksHostBitsAndTakesBareAddresses) {
    EXPECT_TRUE(contains({"192.168.100.14/24"}, "192.168.100.200"));
    EXPECT_TRUE(contains({"8.8.8.8"}, "8.8.8.8"));
    EXPECT_FALSE(contains({"8.8.8.8"}, "8.8.8.9"));
}

TEST(CidrSet, KeepsTheFamiliesApartButForMappedAddresses) {
    EXPECT_TRUE(contains({"0.0.0.0/0"}, "255.255.255.255"));
    EXPECT_FALSE(contains({"0.0.0.0/0"}, "::1"));
    EXPECT_FALSE(contains({"::/0"}, "10.0.0.1"));
    EXPECT_FALSE(contains({"::/0"}, "::ffff:10.0.0.1"));
    EXPECT_TRUE(contains({"::/0"}, "fe80::1"));
    EXPECT_TRUE(contains({"10.0.0.0/8"}, "::ffff:10.0.0.1"));
    EXPECT_TRUE(contains({"::ffff:10.0.0.0/104"}, "10.9.9.9"));
}

TEST(CidrSet, JoinsBlocksThatOverlapOrNest) {
    const std::vector<std::string> cidrs{"10.0.0.0/8", "10.1.0.0/16", "9.0.0.0/8", "12.0.0.0/8"};
    for (const auto* inside : {"10.0.0.0", "10.1.5.5", "10.255.255.255", "9.1.1.1", "12.0.0.1"})
        EXPECT_TRUE(contains(cidrs, inside)) << inside;
    for (const auto* outside : {"8.255.255.255", "11.0.0.0", "13.0.0.0"})
        EXPECT_FALSE(contains(cidrs, outside)) << outside;
}

TEST(CidrSet, RefusesWhatIsNoBlock) {
    for (const auto* text : {"", "/", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1",
                             "10.0.0.0/8/8", "fd00::/129", "fd00::/ 8", "host", "10.0.0.256"})
        EXPECT_FALSE(parse_cidr(text)) << text;
}

TEST(AddressBook, AnAddressThatIsNoneLiesInNoBlock) {
    fleet::Interner names;
    AddressBook book;
    book.learn(names.intern("nowhere"), names);
    EXPECT_FALSE(CidrSet(std::vector<std::string>{"0.0.0.0/0", "::/0"}).contains(book.at(0)));
}

TEST(Address, IsFourNumbersOrAnIpV6Address) {
    EXPECT_EQ(parse_address("1.2.3.4")->low, 0xFFFF01020304U);
    EXPECT_EQ(parse_address("0.0.0.0")->low, 0xFFFF00000000U);
    EXPECT_EQ(parse_address("255.255.255.255"), parse_address("::ffff:255.255.255.255"));
    for (const auto* text :
         {"", "1", "1.2.3", "1.2.3.", ".1.2.3", "1.2.3.4.", "1.2.3.4.5", "1..2.3", "256.1.1.1",
          "1.1.1.1000", "01.2.3.4", "1.2.3.00", "1.2.3.4 ", "a.b.c.d", "1.2.3.-4", "::1::", "1:2",
          "12345::", "fe80::1%eth0"})
        EXPECT_FALSE(parse_address(text)) << text;
    EXPECT_FALSE(parse_address(std::string_view("::1\0", 4)));
}
