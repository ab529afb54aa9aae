#include "engine/audit/resource_identifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace engine;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

namespace {

struct Read {
    ResourceIdentifier identifier;
    std::string problem;
};
Read read(const std::string& text) {
    Read result;
    result.identifier = read_resource_identifier(fleet::Json::parse(text), result.problem);
    return result;
}

const std::string id(64, 'a');

}  // namespace

TEST(ResourceIdentifier, IsReadFlatAndWrittenNested) {
    const std::string text =
        R"({"policyVersionIdentifier":{"policyName":"p","policyVersionId":"2"}})";
    const auto policy = read(text);
    EXPECT_EQ(policy.problem, "");
    EXPECT_THAT(policy.identifier,
                ElementsAre(Pair("policyName", "p"), Pair("policyVersionId", "2")));
    EXPECT_EQ(fleet::to_line(identifier_json(policy.identifier)), text);
    const std::string issuer =
        R"({"issuerCertificateIdentifier":{"issuerCertificateSubject":"CN=x",)"
        R"("issuerId":"0a","issuerCertificateSerialNumber":"0A:1b"}})";
    EXPECT_EQ(fleet::to_line(identifier_json(read(issuer).identifier)), issuer);
}

TEST(ResourceIdentifier, ComparesCertificatesInSmallLetters) {
    const auto given = read(R"({"deviceCertificateId": ")" + std::string(64, 'A') + "\"}");
    EXPECT_THAT(given.identifier, ElementsAre(Pair("deviceCertificateId", id)));
    const Resource certificate{"DEVICE_CERTIFICATE", {{"deviceCertificateId", id}}, {}};
    const Resource authority{"CA_CERTIFICATE", {{"caCertificateId", id}}, {}};
    EXPECT_TRUE(names(given.identifier, certificate));
    EXPECT_FALSE(names(given.identifier, authority));
    EXPECT_FALSE(names({}, certificate));
}

TEST(ResourceIdentifier, RefusesWhatIsUnknownOrNotOfItsForm) {
    EXPECT_THAT(read("{}").problem, HasSubstr("identifies nothing"));
    EXPECT_THAT(read(R"({"thingName": "a"})").problem, HasSubstr("not identified by thingName"));
    EXPECT_THAT(read(R"({"deviceCertificateId": "abc"})").problem, HasSubstr("not of its form"));
    EXPECT_THAT(read(R"({"clientId": 5})").problem, HasSubstr("not of its form"));
    EXPECT_THAT(read(R"({"account": "12345678901"})").problem, HasSubstr("not of its form"));
    EXPECT_THAT(read(R"({"policyVersionIdentifier": "p"})").problem, HasSubstr("policyVersion"));
    EXPECT_THAT(read(R"({"policyName": "p"})").problem, HasSubstr("not identified by policyName"));
    EXPECT_THAT(read(R"({"policyVersionIdentifier": {"clientId": "p"}})").problem,
                HasSubstr("not identified by clientId"));
    EXPECT_THAT(read("[]").problem, HasSubstr("is an object"));
    EXPECT_EQ(read(R"({"clientId": "a"})").problem, "");
}
