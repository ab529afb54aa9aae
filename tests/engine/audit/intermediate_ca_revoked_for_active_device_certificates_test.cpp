#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/aws_json.hpp"
#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

namespace {
constexpr auto check = "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK";

std::vector<std::string> related(const engine::NonCompliance& found) {
    std::vector<std::string> ids;
    for (const auto& resource : found.related) ids.push_back(resource.identifier.front().second);
    return ids;
}
}  // namespace

TEST(IntermediateCaRevoked, NamesTheIssuerAndEveryActiveCertificateBelowIt) {
    const auto result = run_check(check, a_fleet()
                                             .with_unregistered_issuer(true)
                                             .with_device("of the registered CA")
                                             .with_device("one", of_unregistered_issuer())
                                             .with_device("two", of_unregistered_issuer()));
    EXPECT_EQ(result.resources, 2u);  // two issuers of active certificates
    ASSERT_EQ(result.found.size(), 1u);
    const auto& found = result.found.front();
    EXPECT_EQ(found.reason_code, "INTERMEDIATE_CA_REVOKED_BY_ISSUER");
    EXPECT_EQ(found.resource.type, "ISSUER_CERTIFICATE");
    EXPECT_THAT(found.resource.identifier,
                ElementsAre(Pair("issuerCertificateSubject", "CN=Other CA"),
                            Pair("issuerId", unregistered_issuer_id()),
                            Pair("issuerCertificateSerialNumber", "070000")));
    EXPECT_THAT(related(found), ElementsAre(certificate_id(1), certificate_id(2)));
    EXPECT_THAT(found.related[0].identifier[1],
                Pair("deviceCertificateArn",
                     "arn:aws:iot:us-east-1:123456789012:cert/" + certificate_id(1)));
    EXPECT_EQ(found.related[0].type, "DEVICE_CERTIFICATE");
}

TEST(IntermediateCaRevoked, IsSilentWhileTheIntermediateIsGood) {
    const auto result = run_check(check, a_fleet().with_unregistered_issuer(false).with_device(
                                             "d", of_unregistered_issuer()));
    EXPECT_EQ(result.resources, 1u);
    EXPECT_THAT(result.found, IsEmpty());
}

TEST(IntermediateCaRevoked, CountsOnlyIssuersOfCertificatesThatAreActive) {
    const auto below = of_unregistered_issuer();
    const auto result = run_check(check, a_fleet()
                                             .with_unregistered_issuer(true)
                                             .with_device("moving", {below, in_transfer()})
                                             .with_device("inactive", {below, inactive()})
                                             .with_device("stranger", of_unknown_issuer()));
    EXPECT_EQ(result.resources, 0u);
    EXPECT_THAT(result.found, IsEmpty());
}

TEST(IntermediateCaRevoked, SpeaksOfARegisteredIntermediateToo) {
    auto fleet = a_fleet().with_unregistered_issuer(false).with_device("d");
    fleet.inventory().revocation_lists[1].revoked = {fleet.ca().serial};
    const auto result = run_check(check, fleet);
    ASSERT_EQ(result.found.size(), 1u);
    EXPECT_EQ(result.found[0].resource.identifier[1].second, ca_certificate_id());
    EXPECT_THAT(related(result.found[0]), ElementsAre(certificate_id(0)));
}

TEST(IntermediateCaRevoked, FollowsTheChainUpToTheRoot) {
    auto fleet = a_fleet()
                     .with_unregistered_issuer(true)
                     .with_device("direct", of_unregistered_issuer())
                     .with_device("deeper");
    fleet::IssuerCertificate lower;  // below the revoked one
    lower.subject = {{"CommonName", "Lower CA"}};
    lower.issuer = {{"CommonName", "Other CA"}};
    lower.issuer_certificate = 1;
    fleet.inventory().issuer_certificates.push_back(lower);
    fleet.inventory().certificates[1].ca = fleet::no_index;
    fleet.inventory().certificates[1].issuer_certificate = 2;
    const auto result = run_check(check, fleet);
    EXPECT_EQ(result.resources, 2u);  // both intermediates, not the root
    ASSERT_EQ(result.found.size(), 1u);
    EXPECT_THAT(related(result.found[0]), ElementsAre(certificate_id(0), certificate_id(1)));
}

TEST(IntermediateCaRevoked, EndsWhereIssuersNameEachOther) {
    auto fleet =
        a_fleet().with_unregistered_issuer(false).with_device("d", of_unregistered_issuer());
    auto& issuers = fleet.inventory().issuer_certificates;
    issuers[0].issuer = {{"CommonName", "Other CA"}};
    issuers[0].issuer_certificate = 1;
    EXPECT_EQ(run_check(check, fleet).resources, 2u);
}

TEST(IntermediateCaRevoked, CutsALongSubjectWithoutHalvingACharacter) {
    auto fleet =
        a_fleet().with_unregistered_issuer(true).with_device("d", of_unregistered_issuer());
    std::string name;
    for (int i = 0; i < 700; ++i) name += "é";
    fleet.inventory().issuer_certificates[1].subject = {{"CommonName", name}};
    const auto result = run_check(check, fleet);
    ASSERT_EQ(result.found.size(), 1u);
    const auto& subject = result.found[0].resource.identifier[0].second;
    EXPECT_EQ(subject.size(), 999u);  // "CN=" and 498 whole characters
    EXPECT_EQ(subject.substr(997), "é");
}

TEST(IntermediateCaRevoked, ListsItsCertificatesApartFromTheFinding) {
    Service service(
        a_fleet().with_unregistered_issuer(true).with_device("d", of_unregistered_issuer()));
    service.enable({check});
    service.start({check});
    service.wait(1min);
    ASSERT_EQ(service.findings().audit_findings.size(), 1u);
    const auto& finding = service.findings().audit_findings[0];
    EXPECT_EQ(finding.related_resources.size(), 1u);
    const auto json = engine::to_json(finding);
    EXPECT_FALSE(json.contains("relatedResources"));
    const auto& identifier =
        json["nonCompliantResource"]["resourceIdentifier"]["issuerCertificateIdentifier"];
    EXPECT_EQ(identifier["issuerId"], unregistered_issuer_id());
    EXPECT_EQ(identifier["issuerCertificateSubject"], "CN=Other CA");
    EXPECT_EQ(identifier["issuerCertificateSerialNumber"], "070000");
}
