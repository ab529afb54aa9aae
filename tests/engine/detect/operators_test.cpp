#include "engine/detect/operators.hpp"

#include "engine/detect/criteria.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace engine;
using enum engine::ComparisonOperator;

TEST(Operators, LessThanExcludesItsLimit) {
    EXPECT_TRUE(conforms(less_than, 9, 10));
    EXPECT_FALSE(conforms(less_than, 10, 10));
}
TEST(Operators, LessThanEqualsIncludesItsLimit) {
    EXPECT_TRUE(conforms(less_than_equals, 10, 10));
    EXPECT_FALSE(conforms(less_than_equals, 11, 10));
}
TEST(Operators, GreaterThanExcludesItsLimit) {
    EXPECT_TRUE(conforms(greater_than, 11, 10));
    EXPECT_FALSE(conforms(greater_than, 10, 10));
}
TEST(Operators, GreaterThanEqualsIncludesItsLimit) {
    EXPECT_TRUE(conforms(greater_than_equals, 10, 10));
    EXPECT_FALSE(conforms(greater_than_equals, 9, 10));
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
        .comparison = comparison, .count = 0, .cidrs = CidrSet(cidrs), .is_inside = {}};
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
