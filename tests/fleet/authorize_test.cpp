#include "fleet/authorize.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace fleet;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

constexpr std::string_view open_policy =
    R"({"Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"},
        {"Sid":"NoSecrets","Effect":"Deny","Action":"iot:*","Resource":"*/secret"}]})";

/// A request of one policy; `more` are further members.
std::string ask(std::string_view policy, std::string_view tail, std::string_view more = "") {
    return authorize(fmt::format(R"({{"id":"r","policies":[{}],"action":"iot:Publish",
                        "resource":"arn:aws:iot:us-east-1:123456789012:{}"{}}})",
                                 policy, tail, more),
                     "requests.jsonl", 17);
}

std::string ask_with_condition(std::string_view condition, std::string_view more) {
    return ask(fmt::format(R"({{"Statement":{{"Effect":"Allow","Action":"iot:*","Resource":"*",
                              "Condition":{}}}}})",
                           condition),
               "topic/a", more);
}

std::string problems_of(std::string_view line) {
    try {
        authorize(line, "requests.jsonl", 17);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(Authorize, AnswersWithTheDecisionAndTheDecidingStatement) {
    EXPECT_EQ(ask(open_policy, "topic/a"),
              R"({"id":"r","decision":"ALLOWED","statement":"policies[0].Statement[0]"})");
    EXPECT_EQ(ask(open_policy, "topic/secret"),
              R"({"id":"r","decision":"EXPLICIT_DENY","statement":"NoSecrets"})");
    EXPECT_EQ(ask(open_policy, "client/a"),
              R"({"id":"r","decision":"IMPLICIT_DENY","statement":null})");
}

TEST(Authorize, NamesThePolicyThatDecides) {
    EXPECT_THAT(ask(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"none"}},
                       {"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
                    "topic/a"),
                HasSubstr(R"("policies[1].Statement[0]")"));
}

TEST(Authorize, HandsOnEverythingTheRequestSays) {
    const auto allows = HasSubstr("\"ALLOWED\"");
    EXPECT_THAT(
        ask_with_condition(R"({"StringEquals":{"iot:ClientId":"c"}})", R"(,"clientId":"c")"),
        allows);
    EXPECT_THAT(ask_with_condition(R"({"StringEquals":{"iot:CertificateId":"ab"}})",
                                   R"(,"certificateId":"ab")"),
                allows);
    EXPECT_THAT(ask_with_condition(R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})",
                                   R"(,"sourceIp":"10.1.1.1")"),
                allows);
    EXPECT_THAT(ask_with_condition(
                    R"({"StringEquals":{"iot:Connection.Thing.ThingName":"t",
                        "iot:Connection.Thing.ThingTypeName":"y",
                        "iot:Connection.Thing.Attributes[a]":"v"}})",
                    R"(,"clientId":"t","thing":{"name":"t","typeName":"y","attributes":{"a":"v"},
                        "attached":true})"),
                allows);
    EXPECT_THAT(ask_with_condition(
                    R"({"StringEquals":{"iot:Certificate.Subject.CommonName.1":"d",
                        "iot:Certificate.Issuer.Country":"DE"}})",
                    R"(,"certificate":{"subject":{"CommonName":["c","d"]},
                        "issuer":{"Country":["DE"]}})"),
                allows);
    EXPECT_THAT(ask_with_condition(R"({"ForAnyValue:StringEquals":{"iot:ConnectAttributes":
                        "LastWill"},"ArnLike":{"iot:LastWillTopic":"arn:*/w"}})",
                                   R"(,"connectAttributes":["LastWill"],"lastWillTopic":
                        "arn:aws:iot:us-east-1:123456789012:topic/w")"),
                allows);
    EXPECT_THAT(ask(R"({"Statement":{"Effect":"Allow","Action":"iot:Publish","Resource":"*"}})",
                    "topic/a", R"(,"retain":true)"),
                HasSubstr("IMPLICIT_DENY"));
}

TEST(Authorize, TakesAThingForAttachedUnlessToldOtherwise) {
    constexpr std::string_view attached = R"({"Bool":{"iot:Connection.Thing.IsAttached":"true"}})";
    EXPECT_THAT(ask_with_condition(attached, R"(,"clientId":"t","thing":{"name":"t"})"),
                HasSubstr("\"ALLOWED\""));
    EXPECT_THAT(
        ask_with_condition(attached, R"(,"clientId":"t","thing":{"name":"t","attached":false})"),
        HasSubstr("IMPLICIT_DENY"));
    EXPECT_THAT(ask_with_condition(attached, R"(,"clientId":"u","thing":{"name":"t"})"),
                HasSubstr("IMPLICIT_DENY"));
}

TEST(Authorize, ListsEveryProblemOfALineWithItsNumber) {
    const auto told = problems_of(
        R"({"policies":[{"Statement":[]}],"action":7,"resource":"topic/a","retian":true,
            "sourceIp":"ten","thing":{"typeName":"x"},"connectAttributes":["Will"],
            "certificate":{"subject":{"CommonName":"c"}}})");
    EXPECT_THAT(told, AllOf(HasSubstr("requests.jsonl:17: \"id\" is missing"),
                            HasSubstr("requests.jsonl:17: policies[0].Statement: an empty list"),
                            HasSubstr("requests.jsonl:17: action: a text is due here, found 7"),
                            HasSubstr("resource: \"topic/a\" is no ARN"),
                            HasSubstr("retian: unknown key (did you mean \"retain\"?)")));
    EXPECT_THAT(told,
                AllOf(HasSubstr("sourceIp: \"ten\" is no address"),
                      HasSubstr("thing: \"name\" is missing"), HasSubstr("connectAttributes[0]"),
                      HasSubstr("certificate.subject.CommonName: a list of texts is due")));
    EXPECT_THAT(problems_of("{"), HasSubstr("requests.jsonl:17:1: malformed JSON"));
    EXPECT_THAT(problems_of("[]"), HasSubstr("a request is an object"));
    EXPECT_THAT(problems_of(R"({"id":{},"policies":[],"action":"a","resource":"arn:"})"),
                AllOf(HasSubstr("id: a text is due"), Not(HasSubstr("resource"))));
}
