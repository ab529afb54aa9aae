// What answers of AWS come to, whatever their order and form.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/exports/aws_draft.hpp"

using namespace fleet;
using namespace fleet::exports;
using testing::ElementsAre;

namespace {

class AwsAccountTest : public testing::Test {
  protected:
    void take(const char* json, const std::string& file = "x.json") {
        const auto document = parse_json(json, file);
        const Fields answer(document, problems_);
        const AwsAccount account{certificates_, authorization_};
        account.take(answer_of(document.root(), file), answer, file);
    }
    const Inventory& settled() {
        AwsAddress address;
        certificates_.settle(address);
        authorization_.settle(account_.inventory, address);
        account_.inventory.account.id = address.account();
        return account_.inventory;
    }

    Problems problems_;
    ExportRequest request_{.folder = {}, .at = {}};
    AccountExport account_;
    FoundCertificates found_;
    AwsCertificates certificates_{request_, account_, found_};
    AwsAuthorization authorization_;
};

}  // namespace

TEST_F(AwsAccountTest, KnowsARoleByItsArnWhateverItsPath) {
    take(R"({"JobStatus": "COMPLETED", "ServicesLastAccessed": []})", "used/uploads.json");
    take(R"({"RoleDetailList": [{"RoleName": "uploads",
        "Arn": "arn:aws:iam::123456789012:role/service-role/uploads",
        "AssumeRolePolicyDocument": "%7B%22Statement%22%3A%5B%5D%7D", "RolePolicyList": [],
        "AttachedManagedPolicies": [{"PolicyArn": "arn:x"}]}],
        "Policies": [{"Arn": "arn:x", "DefaultVersionId": "v2", "PolicyVersionList": [
            {"VersionId": "v1", "Document": {}}, {"VersionId": "v2", "Document": {"a": 1}}]}]})");
    take(
        R"({"policies": [{"policyName": "p", 
        "policyArn": "arn:aws:iot:eu-west-1:123456789012:policy/p"}]})");
    const auto& inventory = settled();
    const auto* role = inventory.role_of("arn:aws:iam::123456789012:role/service-role/uploads");
    ASSERT_NE(role, nullptr);
    EXPECT_EQ(role->trust_document, R"({"Statement":[]})");
    EXPECT_TRUE(role->are_documents_known && role->is_use_known);
    EXPECT_THAT(inventory.documents_of(*role), ElementsAre(R"({"a":1})"));
    EXPECT_FALSE(inventory.policies[0].is_document_known);
    EXPECT_TRUE(problems_.empty());
}

TEST_F(AwsAccountTest, ARoleOfWhichAnAttachedPolicyIsMissingIsNotWholly) {
    take(
        R"({"Role": {"RoleName": "r", "Arn": "arn:aws:iam::1:role/r",
        "AssumeRolePolicyDocument": {}}})");
    take(R"({"RoleName": "r", "PolicyName": "p", "PolicyDocument": {"Statement": []}})");
    take(R"({"AttachedPolicies": [{"PolicyArn": "arn:gone"}]})",
         "list-attached-role-policies/r.json");
    const auto& inventory = settled();
    EXPECT_FALSE(inventory.roles[0].are_documents_known);
    EXPECT_FALSE(inventory.roles[0].is_use_known);
    EXPECT_EQ(inventory.roles[0].documents.size(), 1U);
    EXPECT_TRUE(inventory.unknown.contains(Part::roles));
}

TEST_F(AwsAccountTest, TheDefaultVersionOfAPolicyIsTheOneInForce) {
    take(
        R"({"policyName": "p", "policyVersionId": "1",
        "isDefaultVersion": false, "policyDocument": "old"})");
    take(
        R"({"policyName": "p", "policyVersionId": "2",
        "isDefaultVersion": true, "policyDocument": "new"})");
    const auto& policy = settled().policies[0];
    EXPECT_EQ(policy.versions[policy.default_version].document, "new");
    EXPECT_TRUE(policy.is_document_known);
}

TEST_F(AwsAccountTest, AnEmptyListIsKnowledge) {
    take(R"({"certificates": []})", "list-certificates.json");
    take(R"({"roleAliases": []})");
    take("{}", "get-v2-logging-options.json");
    const auto& unknown = settled().unknown;
    for (const auto part : {Part::certificates, Part::role_aliases, Part::logging})
        EXPECT_FALSE(unknown.contains(part)) << name_of(part);
    for (const auto part : {Part::ca_certificates, Part::policies, Part::identity_pools})
        EXPECT_TRUE(unknown.contains(part)) << name_of(part);
}

TEST_F(AwsAccountTest, WhatIsWrongIsToldWithItsPlace) {
    take(
        R"({"certificates": [{"certificateId": "12", "status": "GONE",
        "creationDate": "soon"}]})");
    ASSERT_EQ(problems_.all().size(), 3U);
    EXPECT_EQ(problems_.all()[0].path, "certificates[0].certificateId");
}

TEST(AwsPages, AreKnownByTheirTokens) {
    EXPECT_TRUE(has_next_page(Json::parse(R"({"nextMarker": "x"})")));
    EXPECT_FALSE(has_next_page(Json::parse(R"({"nextMarker": null, "NextToken": ""})")));
}
