#include "fleet/policy_conditions.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fleet/base/error.hpp"

using namespace fleet;

namespace {

Requester pump() {
    static const Attributes attributes{{"floor", "7"}, {"built", "2018-08-06T00:00:00Z"}};
    static const DistinguishedName subject{
        {"OrganizationalUnit", "one"}, {"OrganizationalUnit", "two"}, {"CommonName", "x*"}};
    Requester requester;
    requester.client_id = "pump-1";
    requester.source_ip = "10.20.0.1";
    requester.certificate_subject = &subject;
    requester.thing_is_attached = true;
    requester.thing_name = "pump-1";
    requester.thing_attributes = &attributes;
    requester.last_will_topic = "arn:aws:iot:us-east-1:123456789012:topic/will/pump-1";
    return requester;
}

/// Does the condition hold? `text` as in {"StringEquals":{"iot:ClientId":"a"}}.
bool holds(std::string_view text, const Requester& requester = pump()) {
    const auto policy = parse_policy_text(
        fmt::format(R"({{"Statement":{{"Effect":"Allow","Action":"iot:*","Resource":"*",
                        "Condition":{}}}}})",
                    text),
        "p");
    const PolicyDocument* const policies[] = {&policy};
    return evaluate(policies, requester,
                    {.action = "iot:Connect", .resource = "arn:aws:iot:r:1:client/pump-1"})
               .decision == Decision::allowed;
}

struct Case {
    std::string_view condition;
    bool holds;
};

void expect(const std::vector<Case>& cases, const Requester& requester = pump()) {
    for (const auto& row : cases)
        EXPECT_EQ(holds(row.condition, requester), row.holds) << row.condition;
}

}  // namespace

TEST(PolicyConditions, CompareTexts) {
    expect({
        {R"({"StringEquals":{"iot:ClientId":"pump-1"}})", true},
        {R"({"StringEquals":{"iot:ClientId":"PUMP-1"}})", false},
        {R"({"StringEquals":{"iot:ClientId":"pump-*"}})", false},
        {R"({"StringEquals":{"IOT:clientid":["a","pump-1"]}})", true},
        {R"({"StringEquals":{"iot:ClientId":["a","b"]}})", false},
        {R"({"StringEquals":{"iot:ClientId":"${iot:Connection.Thing.ThingName}"}})", true},
        {R"({"StringEquals":{"iot:Certificate.Subject.CommonName":"x*"}})", true},
        {R"({"StringEquals":{"iot:Certificate.Subject.CommonName":"x${*}"}})", true},
        {R"({"StringLike":{"iot:Certificate.Subject.CommonName":"x${*}"}})", true},
        {R"({"StringLike":{"iot:ClientId":"pump${*}"}})", false},
        {R"({"StringEqualsIgnoreCase":{"iot:ClientId":"PUMP-1"}})", true},
        {R"({"StringEqualsIgnoreCase":{"iot:ClientId":"PUMP-2"}})", false},
        {R"({"StringNotEqualsIgnoreCase":{"iot:ClientId":"PUMP-1"}})", false},
        {R"({"StringNotEquals":{"iot:ClientId":["a","pump-1"]}})", false},
        {R"({"StringNotEquals":{"iot:ClientId":["a","b"]}})", true},
        {R"({"StringNotEquals":{"iot:ClientId":"${iot:Unknown}"}})", true},
        {R"({"StringLike":{"iot:ClientId":"pump-?"}})", true},
        {R"({"StringLike":{"iot:ClientId":"pump-??"}})", false},
        {R"({"StringNotLike":{"iot:ClientId":"p*"}})", false},
        {R"({"StringNotLike":{"iot:ClientId":"q*"}})", true},
    });
}

TEST(PolicyConditions, CompareArnsWholeWithWildcards) {
    expect({
        {R"({"ArnEquals":{"iot:LastWillTopic":"arn:aws:iot:*:*:topic/will/*"}})", true},
        {R"({"ArnEquals":{"iot:LastWillTopic":"arn:aws:iot:*:*:topic/bill/*"}})", false},
        {R"({"ArnLike":{"iot:LastWillTopic":"arn:*/${iot:ClientId}"}})", true},
        {R"({"ArnNotEquals":{"iot:LastWillTopic":"arn:*"}})", false},
        {R"({"ArnNotLike":{"iot:LastWillTopic":"arn:*/pump-2"}})", true},
    });
}

TEST(PolicyConditions, CompareAddresses) {
    expect({
        {R"({"IpAddress":{"aws:SourceIp":"10.20.0.0/24"}})", true},
        {R"({"IpAddress":{"aws:SourceIp":"10.20.0.1"}})", true},
        {R"({"IpAddress":{"aws:SourceIp":"10.20.0.2"}})", false},
        {R"({"IpAddress":{"aws:SourceIp":"10.20.0.0/31"}})", true},
        {R"({"IpAddress":{"aws:SourceIp":"10.20.0.2/31"}})", false},
        {R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})", true},
        {R"({"IpAddress":{"aws:SourceIp":"::/0"}})", false},
        {R"({"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}})", false},
        {R"({"NotIpAddress":{"aws:SourceIp":["192.168.0.0/16","11.0.0.0/8"]}})", true},
    });
    auto requester = pump();
    requester.source_ip = "2001:db8:8000::1";
    expect({{R"({"IpAddress":{"aws:SourceIp":"2001:db8::/32"}})", true},
            {R"({"IpAddress":{"aws:SourceIp":"2001:db8::/33"}})", false}},
           requester);
    requester.source_ip = "";
    expect({{R"({"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})", false},
            {R"({"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}})", true}},
           requester);
}

TEST(PolicyConditions, CompareNumbersDatesAndTruth) {
    constexpr std::string_view floor = "iot:Connection.Thing.Attributes[floor]";
    const auto number = [&](std::string_view operation, std::string_view value) {
        return holds(fmt::format(R"({{"{}":{{"{}":{}}}}})", operation, floor, value));
    };
    EXPECT_TRUE(number("NumericEquals", "7.0"));
    EXPECT_FALSE(number("NumericNotEquals", "7"));
    EXPECT_FALSE(number("NumericLessThan", "7"));
    EXPECT_TRUE(number("NumericLessThanEquals", "\"7\""));
    EXPECT_FALSE(number("NumericGreaterThan", "7"));
    EXPECT_TRUE(number("NumericGreaterThan", "6.9"));
    EXPECT_TRUE(number("NumericGreaterThanEquals", "7"));
    constexpr std::string_view built = "iot:Connection.Thing.Attributes[built]";
    const auto date = [&](std::string_view operation, std::string_view value) {
        return holds(fmt::format(R"({{"{}":{{"{}":"{}"}}}})", operation, built, value));
    };
    EXPECT_TRUE(date("DateEquals", "1533513600"));
    EXPECT_TRUE(date("DateGreaterThanEquals", "2018-08-06T00:00:00Z"));
    EXPECT_FALSE(date("DateGreaterThan", "2018-08-06T00:00:00Z"));
    EXPECT_TRUE(date("DateLessThan", "2018-08-06T00:00:01Z"));
    expect({
        {R"({"NumericEquals":{"iot:ClientId":7}})", false},
        {R"({"NumericNotEquals":{"iot:ClientId":7}})", true},
        {R"({"Bool":{"iot:Connection.Thing.IsAttached":"true"}})", true},
        {R"({"Bool":{"iot:Connection.Thing.IsAttached":true}})", true},
        {R"({"Bool":{"iot:Connection.Thing.IsAttached":["TRUE"]}})", true},
        {R"({"Bool":{"iot:Connection.Thing.IsAttached":"false"}})", false},
        {R"({"Bool":{"iot:ClientId":"true"}})", false},
    });
}

TEST(PolicyConditions, KnowAbsentKeys) {
    auto requester = pump();
    requester.thing_is_attached = false;
    expect({{R"({"Bool":{"iot:Connection.Thing.IsAttached":"true"}})", false},
            {R"({"Bool":{"iot:Connection.Thing.IsAttached":"false"}})", false},
            {R"({"BoolIfExists":{"iot:Connection.Thing.IsAttached":"true"}})", true},
            {R"({"Null":{"iot:Connection.Thing.IsAttached":"true"}})", true},
            {R"({"Null":{"iot:Connection.Thing.IsAttached":"false"}})", false},
            {R"({"Null":{"iot:ClientId":"false"}})", true},
            {R"({"Null":{"iot:ClientId":true}})", false},
            {R"({"StringEquals":{"iot:NoSuchKey":"a"}})", false},
            {R"({"StringNotEquals":{"iot:NoSuchKey":"a"}})", true},
            {R"({"StringEqualsIfExists":{"iot:ClientId":"other"}})", false}},
           requester);
}

TEST(PolicyConditions, JoinOperatorsAndKeysByAnd) {
    expect({
        {R"({"StringEquals":{"iot:ClientId":"pump-1","aws:SourceIp":"10.20.0.1"}})", true},
        {R"({"StringEquals":{"iot:ClientId":"pump-1","aws:SourceIp":"10.20.0.2"}})", false},
        {R"({"StringEquals":{"iot:ClientId":"pump-1"},"IpAddress":{"aws:SourceIp":"1.1.1.1"}})",
         false},
    });
}

TEST(PolicyConditions, QuantifyOverSeveralValues) {
    constexpr std::string_view all = "ForAllValues:StringEquals", any = "ForAnyValue:StringEquals";
    const auto connect = [](std::string_view operation, std::string_view values,
                            std::vector<std::string_view> attributes) {
        auto requester = pump();
        requester.connect_attributes = std::move(attributes);
        return holds(fmt::format(R"({{"{}":{{"iot:ConnectAttributes":{}}}}})", operation, values),
                     requester);
    };
    constexpr std::string_view will = R"(["LastWill"])",
                               both = R"(["LastWill","PersistentConnect"])";
    EXPECT_TRUE(connect(all, will, {}));
    EXPECT_FALSE(connect(any, will, {}));
    EXPECT_TRUE(connect(all, "[]", {}));
    EXPECT_FALSE(connect(all, "[]", {"LastWill"}));
    EXPECT_TRUE(connect(all, will, {"LastWill"}));
    EXPECT_FALSE(connect(all, will, {"LastWill", "PersistentConnect"}));
    EXPECT_TRUE(connect(all, both, {"LastWill", "PersistentConnect"}));
    EXPECT_TRUE(connect(any, will, {"LastWill", "PersistentConnect"}));
    EXPECT_FALSE(connect(any, will, {"PersistentConnect"}));
    EXPECT_TRUE(connect("ForAnyValue:StringNotEquals", will, {"LastWill", "PersistentConnect"}));
    EXPECT_FALSE(connect("ForAnyValue:StringNotEquals", will, {"LastWill"}));
    EXPECT_FALSE(connect("ForAnyValue:StringNotEquals", will, {}));
    EXPECT_FALSE(connect("ForAllValues:StringNotEquals", will, {"LastWill", "PersistentConnect"}));
    EXPECT_TRUE(connect("ForAllValues:StringNotEquals", will, {"PersistentConnect"}));
    EXPECT_TRUE(connect("ForAnyValue:StringEqualsIfExists", will, {}));
    EXPECT_TRUE(connect("StringEquals", will, {"LastWill", "PersistentConnect"}));
    EXPECT_FALSE(connect("StringNotEquals", will, {"LastWill", "PersistentConnect"}));
    expect({
        {R"({"ForAllValues:StringEquals":{"iot:Certificate.Subject.OrganizationalUnit.List":
             ["one","two"]}})",
         true},
        {R"({"ForAllValues:StringEquals":{"iot:Certificate.Subject.OrganizationalUnit.List":
             ["one"]}})",
         false},
        {R"({"ForAnyValue:StringLike":{"iot:Certificate.Subject.OrganizationalUnit.List":"tw?"}})",
         true},
        {R"({"StringEquals":{"iot:Certificate.Subject.OrganizationalUnit.1":"two"}})", true},
    });
}
