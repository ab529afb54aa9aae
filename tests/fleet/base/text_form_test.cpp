#include "fleet/base/text_form.hpp"

#include <gtest/gtest.h>

using namespace fleet;

TEST(Moment, IsReadFromStartAndEnd) {
    const auto start = *parse_time("2018-08-06T00:00:00Z");
    const auto end = start + 12h;
    EXPECT_EQ(parse_moment("+4h", start, end), start + 4h);
    EXPECT_EQ(parse_moment("-31d", start, end), start - 24h * 31);
    EXPECT_EQ(parse_moment("end", start, end), end);
    EXPECT_EQ(parse_moment("end+2h", start, end), end + 2h);
    EXPECT_EQ(parse_moment("end-1h", start, end), end - 1h);
    EXPECT_EQ(parse_moment("2018-08-06T01:00:00Z", start, end), start + 1h);
    for (const auto* wrong : {"", "+", "4h", "+-4h", "endless", "end2h", "end+", "now"})
        EXPECT_FALSE(parse_moment(wrong, start, end)) << wrong;
}

TEST(TextForm, HoldsNamesToAwsLettersAndLengths) {
    EXPECT_TRUE(name_form.accepts("a:B_9-"));
    EXPECT_TRUE(name_form.accepts(std::string(100, 'a')));
    EXPECT_FALSE(name_form.accepts(std::string(101, 'a')));
    EXPECT_FALSE(name_form.accepts(""));
    EXPECT_FALSE(name_form.accepts("a b"));
    EXPECT_TRUE(account_id_form.accepts("123456789012"));
    EXPECT_FALSE(account_id_form.accepts("12345678901"));
    EXPECT_TRUE(region_form.accepts("us-gov-west-1"));
    EXPECT_FALSE(region_form.accepts("us-east"));
    EXPECT_TRUE(role_arn_form.accepts("arn:aws:iam::123456789012:role/R"));
    EXPECT_FALSE(role_arn_form.accepts("arn:aws:iam::123456789012:user/R"));
    EXPECT_FALSE(cidr_form.accepts("10.0.0.1"));
}
