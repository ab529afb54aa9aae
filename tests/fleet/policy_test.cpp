#include "fleet/policy.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/base/random.hpp"

using namespace fleet;
using testing::AllOf;
using testing::HasSubstr;

namespace {

std::string problems_of(std::string_view text) {
    try {
        parse_policy_text(text, "p.json");
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

/// A document with one statement, `part` standing for its resource.
std::string with_resource(std::string_view part) {
    return fmt::format(R"({{"Statement":[{{"Effect":"Allow","Action":"iot:*",{}}}]}})", part);
}

std::string with_condition(std::string_view condition) {
    return with_resource(fmt::format(R"("Resource":"*","Condition":{})", condition));
}

}  // namespace

TEST(Policy, ReadsEveryPartOfADocument) {
    const auto policy = parse_policy_text(R"({"Version":"2012-10-17","Id":"i","Statement":[
        {"Sid":"s","Effect":"Deny","NotAction":["iot:A","iot:B"],"NotResource":"*",
         "Condition":{"ForAnyValue:StringLikeIfExists":{"k":["a",1,true]},"Null":{"l":"true"}}}]})",
                                          "p");
    ASSERT_EQ(policy.statements.size(), 1U);
    const auto& statement = policy.statements[0];
    EXPECT_FALSE(statement.is_allow);
    EXPECT_TRUE(statement.is_not_action && statement.is_not_resource);
    EXPECT_EQ(statement.sid, "s");
    EXPECT_THAT(statement.actions, testing::ElementsAre("iot:A", "iot:B"));
    EXPECT_THAT(statement.resources, testing::ElementsAre("*"));
    ASSERT_EQ(statement.conditions.size(), 2U);
    const auto& condition = statement.conditions[0];
    EXPECT_EQ(condition.quantifier, PolicyCondition::Quantifier::for_any_value);
    EXPECT_TRUE(condition.if_exists);
    EXPECT_EQ(condition.operation, "StringLike");
    EXPECT_EQ(condition.key, "k");
    EXPECT_THAT(condition.values, testing::ElementsAre("a", "1", "true"));
    EXPECT_EQ(statement.conditions[1].operation, "Null");
}

TEST(Policy, TakesASingleStatementWithoutAList) {
    const auto policy = parse_policy_text(
        R"({"Statement":{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}})", "p");
    ASSERT_EQ(policy.statements.size(), 1U);
    EXPECT_TRUE(policy.statements[0].is_allow);
}

TEST(Policy, NamesThePlaceOfACloudFormationFunction) {
    EXPECT_THAT(problems_of(with_resource(R"("Resource":{"Fn::Join":["",["arn:"]]})")),
                AllOf(HasSubstr("p.json:1: Statement[0].Resource"), HasSubstr("Fn::Join")));
    EXPECT_THAT(problems_of(with_resource(R"("Resource":["*",{"Fn::Sub":"x"}])")),
                HasSubstr("Statement[0].Resource[1]: a text is due here"));
    EXPECT_THAT(problems_of(R"({"Statement":{"Fn::If":["a","b"]}})"), HasSubstr("Fn::If"));
    EXPECT_THAT(problems_of(with_condition(R"({"Bool":{"k":{"Ref":"P"}}})")), HasSubstr("Ref"));
    EXPECT_THAT(problems_of(R"({"Ref":"Policy"})"), HasSubstr("Ref"));
}

TEST(Policy, NamesWhatIsMissingOrEmpty) {
    EXPECT_THAT(problems_of(R"({"Version":"2012-10-17"})"), HasSubstr("has no Statement"));
    EXPECT_THAT(problems_of(R"({"Statement":[]})"), HasSubstr("at least one statement"));
    EXPECT_THAT(problems_of(with_resource(R"("Resource":[])")),
                HasSubstr("Statement[0].Resource: an empty list"));
    EXPECT_THAT(problems_of(with_resource(R"("Resource":"")")), HasSubstr("empty text"));
    EXPECT_THAT(problems_of(with_resource(R"("Sid":"a")")),
                HasSubstr("neither Resource nor NotResource"));
    EXPECT_THAT(problems_of(with_resource(R"("Resource":"*","NotResource":"*")")),
                HasSubstr("both Resource and NotResource"));
    EXPECT_THAT(problems_of(R"({"Statement":[{"Resource":"*"}]})"),
                AllOf(HasSubstr("has no Effect"), HasSubstr("neither Action nor NotAction")));
}

TEST(Policy, NamesWrongTypesAndWords) {
    EXPECT_THAT(problems_of("[]"), HasSubstr("a policy document is due here, found an array"));
    EXPECT_THAT(problems_of("7"), HasSubstr("found 7"));
    EXPECT_THAT(problems_of(R"({"Statement":["x"]})"), HasSubstr("a statement is due here"));
    EXPECT_THAT(problems_of(R"({"Statment":[]})"), HasSubstr(R"(did you mean "Statement"?)"));
    EXPECT_THAT(problems_of(R"({"Version":"2012-10-16","Statement":[]})"), HasSubstr("2012-10-16"));
    EXPECT_THAT(problems_of(R"({"Version":2012,"Statement":[]})"), HasSubstr("Version: a text"));
    EXPECT_THAT(problems_of(with_resource(R"("Resource":7)")), HasSubstr("found 7"));
    EXPECT_THAT(problems_of(with_resource(R"("Resource":"*","Principal":"*")")),
                HasSubstr("Principal"));
    EXPECT_THAT(problems_of(R"({"Statement":{"Effect":"allow","Action":"*","Resource":"*"}})"),
                HasSubstr(R"("allow" is no effect)"));
}

TEST(Policy, NamesUnknownOperatorsAndUnreadableValues) {
    EXPECT_THAT(problems_of(with_condition(R"({"StringEqual":{"k":"v"}})")),
                AllOf(HasSubstr("Statement[0].Condition.StringEqual"), HasSubstr("StringEquals")));
    EXPECT_THAT(problems_of(with_condition(R"({"NullIfExists":{"k":"true"}})")),
                HasSubstr("no condition operator"));
    EXPECT_THAT(problems_of(with_condition(R"({"ForEveryValue:Bool":{"k":"true"}})")),
                HasSubstr("no condition operator"));
    EXPECT_THAT(problems_of(with_condition(R"({"IpAddress":{"k":["10.0.0.0/8","10.0.0.0/33"]}})")),
                HasSubstr(R"(k[1]: "10.0.0.0/33" is neither)"));
    EXPECT_THAT(problems_of(with_condition(R"({"Bool":{"k":"yes"}})")),
                HasSubstr("true nor false"));
    EXPECT_THAT(problems_of(with_condition(R"({"NumericLessThan":{"k":"1O"}})")),
                HasSubstr("is no number"));
    EXPECT_THAT(problems_of(with_condition(R"({"DateLessThan":{"k":"monday"}})")),
                HasSubstr("neither a time"));
    EXPECT_THAT(problems_of(with_condition(R"({"Bool":7})")),
                HasSubstr("object of condition keys"));
    EXPECT_THAT(problems_of(with_condition("[]")), HasSubstr("object of condition operators"));
    EXPECT_THAT(problems_of(with_condition(R"({"Bool":{"k":null}})")), HasSubstr("found null"));
}

TEST(Policy, AcceptsWhatCanNeverMatch) {
    EXPECT_EQ(problems_of(with_resource(R"("Resource":["arn:aws:::topic/a",":/$aws/things",
        "topic/a","arn:aws:iot:r:a:topic/${iot:Unknown}","${open"])")),
              "");
    EXPECT_EQ(problems_of(R"({"Statement":{"Effect":"Allow","Action":["iot:PublishRetain","x"],
        "Resource":"*"}})"),
              "");
    EXPECT_EQ(problems_of(with_condition(R"({"ForAllValues:StringEquals":{"k":[]}})")), "");
    EXPECT_EQ(problems_of(with_condition(R"({"Bool":{"k":"${iot:ClientId}"}})")), "");
}

TEST(Policy, ReportsAllProblemsOfADocumentAtOnce) {
    Problems problems;
    const auto source = parse_json("{\"policy\":\n{\"Id\":1,\n\"Statement\":[{},\n{}]}}", "s.json");
    const auto read = parse_policy(parse_json(R"({"Id":1,"Statement":[{},{}]})", "x").root(),
                                   source, "policy", problems);
    EXPECT_FALSE(read.has_value());
    ASSERT_EQ(problems.all().size(), 7U);
    EXPECT_EQ(problems.all()[0].path, "policy.Id");
    EXPECT_EQ(problems.all()[0].line, 2);
    EXPECT_EQ(problems.all()[6].path, "policy.Statement[1]");
    EXPECT_EQ(problems.all()[6].line, 4);
}

TEST(Policy, MayHave2048BytesWithoutWhiteSpaceAndNotOneMore) {
    const auto sized = [](std::size_t bytes) {
        auto text = with_resource(R"("Resource":"")");
        text.insert(text.find(R"("})"), std::string(bytes - text.size(), 'x'));
        return text;
    };
    ASSERT_EQ(sized(2048).size(), 2048U);
    EXPECT_EQ(problems_of(sized(2048)), "");
    EXPECT_THAT(problems_of(sized(2049)), HasSubstr("2049 bytes without white space"));
    auto spaced = sized(2048);
    spaced.insert(spaced.find("xx"), std::string(500, ' '));
    EXPECT_EQ(problems_of("\n\n  " + spaced), "");
}

TEST(Policy, OfARoleMayBeLonger) {
    const auto sized = [](std::size_t bytes) {
        auto text = with_resource(R"("Resource":"")");
        return text.insert(text.find(R"("})"), std::string(bytes - text.size(), 'x'));
    };
    EXPECT_EQ(parse_role_policy_text(sized(10'240), "role").statements.size(), 1U);
    EXPECT_THROW(parse_role_policy_text(sized(10'241), "role"), Error);
    EXPECT_THROW(parse_policy_text(sized(10'240), "policy"), Error);
}

TEST(Policy, SurvivesMutatedDocuments) {
    const std::string seed = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Action":["iot:Pub*","iot:?onnect"],"Resource":["arn:aws:iot:r:1:topic/*a?${iot:ClientId}",
        "arn:aws:iot:r:1:client/${iot:Certificate.Subject.CommonName.1}*"],"Condition":{
        "ForAnyValue:StringLike":{"iot:ConnectAttributes":["L*"]},
        "NotIpAddress":{"aws:SourceIp":"10.0.0.0/9"}}},{"Effect":"Deny","NotAction":"iot:Receive",
        "NotResource":"*${*}?","Condition":{"NumericLessThanIfExists":{"iot:ClientId":"7"}}}]})";
    constexpr std::string_view alphabet = "{}[]\",:*?${}./0aN\x80\n";
    auto draw = Random(1).stream(0, 0, Purpose::test);
    int judged = 0;
    for (int round = 0; round < 4000; ++round) {
        auto text = seed;
        for (auto edits = 1 + draw.below(3); edits > 0; --edits) {
            const auto at = draw.below(text.size());
            const auto kind = draw.below(3);
            if (kind == 0) text[at] = alphabet[draw.below(alphabet.size())];
            if (kind == 1) text.erase(at, 1 + draw.below(20));
            if (kind == 2) text.insert(at, text.substr(draw.below(text.size()), draw.below(30)));
        }
        try {
            const auto policy = parse_policy_text(text, "p");
            const PolicyDocument* const policies[] = {&policy};
            Requester requester;
            requester.client_id = "c\xC3\xA9";
            requester.source_ip = "10.1.2.3";
            evaluate(policies, requester,
                     {.action = "iot:Publish", .resource = "arn:aws:iot:r:1:topic/xax"});
            ++judged;
        } catch (const Error&) {  // what is no policy is refused, nothing more is asked
        }
    }
    EXPECT_GT(judged, 100);
}
