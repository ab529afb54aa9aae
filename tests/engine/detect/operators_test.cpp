#include "engine/detect/operators.hpp"

#include "engine/detect/criteria.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

using namespace engine;
using enum engine::ComparisonOperator;

TEST(Operators, LessThanExcludesItsLimit) {
    EXPECT_TRUE(limits_of(less_than, 10).allow(9, 9));
    EXPECT_FALSE(limits_of(less_than, 10).allow(10, 10));
}
TEST(Operators, LessThanEqualsIncludesItsLimit) {
    EXPECT_TRUE(limits_of(less_than_equals, 10).allow(10, 10));
    EXPECT_FALSE(limits_of(less_than_equals, 10).allow(11, 11));
}
TEST(Operators, GreaterThanExcludesItsLimit) {
    EXPECT_TRUE(limits_of(greater_than, 10).allow(11, 11));
    EXPECT_FALSE(limits_of(greater_than, 10).allow(10, 10));
}
TEST(Operators, GreaterThanEqualsIncludesItsLimit) {
    EXPECT_TRUE(limits_of(greater_than_equals, 10).allow(10, 10));
    EXPECT_FALSE(limits_of(greater_than_equals, 10).allow(9, 9));
}

TEST(Operators, WhatNoNumberSatisfiesAllowsNone) {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, most}) {
        EXPECT_FALSE(limits_of(less_than, 0).allow(value, value));
        EXPECT_FALSE(limits_of(greater_than, most).allow(value, value));
    }
}

TEST(Operators, EveryNameLeadsBackToItsOperator) {
    ASSERT_EQ(operator_names().size(), 10U);
    for (const auto& name : operator_names()) EXPECT_EQ(name_of(*comparison_operator(name)), name);
    EXPECT_FALSE(comparison_operator("less_than"));
}

namespace {

bool holds(ComparisonOperator comparison, const std::vector<std::string>& addresses,
           const std::vector<std::string>& cidrs) {
    fleet::Interner names;
    AddressBook book;
    std::vector<fleet::NameId> ids;
    for (const auto& address : addresses) {
        ids.push_back(names.intern(address));
        book.learn(ids.back(), names);
    }
    Criteria criteria{
        .comparison = comparison, .limits = {}, .cidrs = CidrSet(cidrs), .is_inside = {}};
    criteria.learn(book);
    return conforms(comparison, ids, criteria.is_inside);
}

}  // namespace

TEST(Operators, InCidrSetWantsEveryAddressInside) {
    EXPECT_TRUE(holds(in_cidr_set, {"10.0.0.1", "192.168.1.9"}, {"10.0.0.0/8", "192.168.1.0/24"}));
    EXPECT_FALSE(holds(in_cidr_set, {"10.0.0.1", "11.0.0.1"}, {"10.0.0.0/8"}));
    EXPECT_FALSE(holds(in_cidr_set, {"10.0.0.1"}, {}));
}
TEST(Operators, NotInCidrSetWantsNoAddressInside) {
    EXPECT_TRUE(holds(not_in_cidr_set, {"10.0.0.1", "11.0.0.1"}, {"12.0.0.0/8"}));
    EXPECT_FALSE(holds(not_in_cidr_set, {"10.0.0.1", "12.0.0.1"}, {"12.0.0.0/8"}));
}
TEST(Operators, NoAddressAtAllAlwaysConforms) {
    EXPECT_TRUE(holds(in_cidr_set, {}, {"10.0.0.0/8"}));
    EXPECT_TRUE(holds(not_in_cidr_set, {}, {"0.0.0.0/0"}));
}
