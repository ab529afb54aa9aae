#include "fleet/exports/aws_documents.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

using namespace fleet;
using namespace fleet::exports;
using testing::ElementsAre;

namespace {

AwsAnswer answer(const char* json, std::string_view name = "x.json") {
    return answer_of(Json::parse(json), name);
}

std::vector<std::string> texts(std::string_view file) {
    std::vector<std::string> found;
    for (const auto& one : texts_in(file)) found.emplace_back(one.text);
    return found;
}

}  // namespace

TEST(AwsDocuments, AreKnownByTheirMembers) {
    EXPECT_EQ(answer(R"({"policies": [{"policyName": "p"}]})"), AwsAnswer::list_policies);
    EXPECT_EQ(answer(R"({"policyDocument": "", "policyVersionId": "2"})"),
              AwsAnswer::get_policy_version);
    EXPECT_EQ(answer(R"({"certificateDescription": {"certificateArn": "arn:x:cacert/1"}})"),
              AwsAnswer::describe_ca_certificate);
    EXPECT_EQ(answer(R"({"certificates": [{"certificateArn": "arn:x:cert/1"}]})", "ca-certificate"),
              AwsAnswer::list_certificates);
    EXPECT_EQ(answer(R"({"things": ["a"]})"), AwsAnswer::passed);
    EXPECT_EQ(answer(R"({"name": "package"})"), AwsAnswer::none);
    EXPECT_EQ(answer("[]"), AwsAnswer::none);
}

TEST(AwsDocuments, AreKnownByTheirNamesWhereMembersDoNotTell) {
    EXPECT_EQ(answer(R"({"certificates": []})", "list-ca-certificates.json"),
              AwsAnswer::list_ca_certificates);
    EXPECT_EQ(answer(R"({"certificates": []})"), AwsAnswer::list_certificates);
    EXPECT_EQ(answer(R"({"policies": []})", "list-attached-policies/a.json"), AwsAnswer::passed);
    EXPECT_EQ(answer("{}", "get-v2-logging-options.json"), AwsAnswer::get_v2_logging_options);
    EXPECT_EQ(answer("{}"), AwsAnswer::none);
    EXPECT_EQ(subject_of("list-thing-principals/pump-1.2.json"), "pump-1.2");
}

TEST(AwsDocuments, StandOneAfterTheOtherInAFile) {
    EXPECT_THAT(texts("{\n  \"a\": 1\n}\n{\n}\n"), ElementsAre("{\n  \"a\": 1\n}\n", "{\n}\n"));
    EXPECT_THAT(texts("{\"a\": 1}\n{\"b\": 2}"), ElementsAre("{\"a\": 1}\n", "{\"b\": 2}"));
    EXPECT_THAT(texts("{\n\"a\": {"), ElementsAre("{\n\"a\": {"));
    EXPECT_THAT(texts(""), ElementsAre(""));
    EXPECT_EQ(texts_in("{\n}\n\n{\n}\n")[1].line, 3);
}

TEST(AwsDocuments, OfIamAreDecoded) {
    EXPECT_EQ(decoded_document("%7B%22a%22%3A%22*%22%7D"), R"({"a":"*"})");
    EXPECT_EQ(decoded_document("%7b%2"), "{%2");
    EXPECT_EQ(decoded_document(R"({"a":"%7B"})"), R"({"a":"%7B"})");
}
