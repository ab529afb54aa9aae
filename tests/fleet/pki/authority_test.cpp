#include "fleet/pki/authority.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "tests/fleet/pki/oracle.hpp"

using namespace fleet;
using namespace fleet::oracle;

namespace {

std::vector<CertificateRequest> requests(std::size_t count) {
    std::vector<CertificateRequest> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(request("meters/" + std::to_string(i)));
    return result;
}

std::vector<Bytes> ders(const std::vector<Issued>& issued) {
    std::vector<Bytes> result;
    for (const auto& one : issued) result.push_back(one.der);
    return result;
}

}  // namespace

TEST(Authority, ChainOfRootIntermediateAndDeviceHoldsForOpenSsl) {
    const Pki pki;
    EXPECT_EQ(chain_error(pki, pki.issuing.issue(request("pump-1")).der), X509_V_OK);
    auto lapsed = request("pump-2");
    lapsed.not_after = noon - 1s;
    EXPECT_EQ(chain_error(pki, pki.issuing.issue(lapsed).der), X509_V_ERR_CERT_HAS_EXPIRED);
    const auto stranger = Authority::root(seed + 1, "root", named("Root"), begin, end);
    EXPECT_NE(chain_error(pki, stranger.issue(request("pump-3")).der), X509_V_OK);
}

TEST(Authority, EverySignatureOfAManyIsGoodAndNoNonceComesTwice) {
    const Pki pki;
    const auto issuing = parse(pki.issuing.der());
    std::vector<Bytes> signature_heads;
    for (const auto& issued : pki.issuing.issue_all(requests(150))) {
        const auto certificate = parse(issued.der);
        EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(issuing.get())), 1);
        const ASN1_BIT_STRING* signature = nullptr;
        X509_get0_signature(&signature, nullptr, certificate.get());
        signature_heads.emplace_back(signature->data, signature->data + 34);  // holds r
    }
    std::sort(signature_heads.begin(), signature_heads.end());
    EXPECT_EQ(std::unique(signature_heads.begin(), signature_heads.end()), signature_heads.end());
}

TEST(Authority, PrivateKeyBelongsToTheCertificateOfItsLabel) {
    const Pki pki;
    for (const auto kind : {KeyKind::ec_p256, KeyKind::rsa_2048}) {
        auto wanted = request("pump-1");
        wanted.key = kind;
        const auto certificate = parse(pki.issuing.issue(wanted).der);
        const auto key = parse_key(private_key(seed, "pump-1", kind));
        EXPECT_EQ(X509_check_private_key(certificate.get(), key.get()), 1);
        const auto other = parse_key(private_key(seed, "pump-2", KeyKind::ec_p256));
        EXPECT_EQ(X509_check_private_key(certificate.get(), other.get()), 0);
    }
    const auto root = parse(pki.root.der());
    const auto root_key = parse_key(private_key(seed, "root", KeyKind::ec_p256));
    EXPECT_EQ(X509_check_private_key(root.get(), root_key.get()), 1);
}

TEST(Authority, IssuesManyWithTheBytesOfOneByOne) {
    const Pki pki;
    auto wanted = requests(130);  // two full batches and a rest
    wanted[3].key = KeyKind::rsa_2048;
    wanted[70].is_server = true;
    wanted[129].crl_url.clear();
    const auto together = pki.issuing.issue_all(wanted);
    ASSERT_EQ(together.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto alone = pki.issuing.issue(wanted[i]);
        EXPECT_EQ(together[i].der, alone.der) << i;
        EXPECT_EQ(together[i].id, alone.id) << i;
        EXPECT_EQ(together[i].serial, alone.serial) << i;
    }
    EXPECT_TRUE(pki.issuing.issue_all({}).empty());
}

TEST(Authority, TwoThreadsMakeTheBytesOfOne) {
    const Pki pki;
    const auto wanted = requests(200);
    const std::span<const CertificateRequest> all(wanted);
    std::vector<Issued> front, back;
    std::thread first([&] { front = pki.issuing.issue_all(all.first(77)); });
    std::thread second([&] { back = pki.issuing.issue_all(all.subspan(77)); });
    first.join();
    second.join();
    front.insert(front.end(), back.begin(), back.end());
    EXPECT_EQ(ders(front), ders(pki.issuing.issue_all(wanted)));
}

// These bytes are what a seed means: a change here changes every fleet ever generated.
TEST(Authority, BytesAreWhatTheyAlwaysWere) {
    const Pki pki;
    auto rsa = request("thermostats/17/0");
    rsa.key = KeyKind::rsa_2048;
    EXPECT_EQ(to_hex(pki.root.id()),
              "75cd6a7fa4b4377a6659dfd041036471bf8ac8dc6454771bb5fd71bb03e8032a");
    EXPECT_EQ(to_hex(pki.issuing.issue(request("thermostats/17/0")).id),
              "79b4808158567a38905d127f39e4b05367e118cdc1f9e6bf67b1808ab4881f35");
    EXPECT_EQ(to_hex(pki.issuing.issue(rsa).id),
              "b68d4f3ef53524fa999b19c143fe11cb861a2abfc383139fad51ba5a95ffa0c9");
}

TEST(Authority, SeedLabelAndIssuerEachChangeTheKeyOrTheSignature) {
    const Pki pki;
    const auto other_seed = Authority::root(seed + 1, "root", named("Root"), begin, end);
    EXPECT_NE(other_seed.der(), pki.root.der());
    EXPECT_NE(private_key(1, "a", KeyKind::ec_p256), private_key(2, "a", KeyKind::ec_p256));
    EXPECT_NE(private_key(1, "a", KeyKind::ec_p256), private_key(1, "b", KeyKind::ec_p256));
    EXPECT_NE(pki.root.issue(request("a")).der, pki.issuing.issue(request("a")).der);
}

TEST(Authority, OneLabelIsOneKeyAndOneSerial) {
    const Pki pki;
    auto renewed = request("pump-1");
    renewed.not_after = end - 24h;
    const auto first = pki.issuing.issue(request("pump-1")), second = pki.issuing.issue(renewed);
    EXPECT_NE(first.id, second.id);
    EXPECT_EQ(first.serial, second.serial);
    const auto a = parse(first.der), b = parse(second.der);
    EXPECT_EQ(EVP_PKEY_eq(X509_get0_pubkey(a.get()), X509_get0_pubkey(b.get())), 1);
}

TEST(Authority, SerialsArePositiveAndSixteenBytesLong) {
    const Pki pki;
    for (const auto& issued : pki.issuing.issue_all(requests(64))) {
        EXPECT_EQ(issued.serial.size, 16);
        EXPECT_LT(issued.serial.bytes[0], 0x80);
        EXPECT_EQ(read_certificate(issued.der)->serial, issued.serial);
    }
}

TEST(Authority, DevicesAreClientsAndTheBrokerIsALocalServer) {
    const Pki pki;
    const auto device = parse(pki.issuing.issue(request("pump-1")).der);
    EXPECT_EQ(X509_check_purpose(device.get(), X509_PURPOSE_SSL_CLIENT, 0), 1);
    EXPECT_EQ(X509_check_purpose(device.get(), X509_PURPOSE_SSL_SERVER, 0), 0);
    EXPECT_EQ(X509_check_ip_asc(device.get(), "127.0.0.1", 0), 0);
    auto wanted = request("broker");
    wanted.is_server = true;
    const auto server = parse(pki.issuing.issue(wanted).der);
    EXPECT_EQ(X509_check_purpose(server.get(), X509_PURPOSE_SSL_SERVER, 0), 1);
    EXPECT_EQ(X509_check_purpose(server.get(), X509_PURPOSE_SSL_CLIENT, 0), 0);
    EXPECT_EQ(X509_check_host(server.get(), "localhost", 0, 0, nullptr), 1);
    EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.1", 0), 1);
}

TEST(Authority, AuthoritiesMaySignCertificatesAndListsAndNothingElse) {
    const Pki pki;
    for (const auto* authority : {&pki.root, &pki.issuing}) {
        const auto certificate = parse(authority->der());
        EXPECT_EQ(X509_get_key_usage(certificate.get()),
                  static_cast<unsigned>(KU_KEY_CERT_SIGN | KU_CRL_SIGN));
        EXPECT_EQ(X509_check_ca(certificate.get()), 1);
    }
    const auto device = parse(pki.issuing.issue(request("pump-1")).der);
    EXPECT_EQ(X509_get_key_usage(device.get()), static_cast<unsigned>(KU_DIGITAL_SIGNATURE));
    EXPECT_EQ(X509_check_ca(device.get()), 0);
    const auto root = parse(pki.root.der()), issuing = parse(pki.issuing.der());
    EXPECT_EQ(ASN1_OCTET_STRING_cmp(X509_get0_authority_key_id(issuing.get()),
                                    X509_get0_subject_key_id(root.get())),
              0);
}

TEST(Authority, KnowsWhatItsOwnCertificateSays) {
    const Pki pki;
    const auto facts = read_certificate(pki.issuing.der());
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->id, pki.issuing.id());
    EXPECT_EQ(facts->serial, pki.issuing.serial());
    EXPECT_EQ(facts->subject, pki.issuing.subject());
    EXPECT_EQ(facts->issuer, pki.root.subject());
    EXPECT_EQ(facts->not_before, pki.issuing.not_before());
    EXPECT_EQ(facts->not_after, pki.issuing.not_after());
    EXPECT_EQ(facts->crl_url, "http://crl.invalid/root.crl");
}

TEST(Authority, RefusesADateOrAFieldNoCertificateCanHold) {
    const Pki pki;
    auto late = request("pump-1");
    late.not_after = at("9999-12-31T23:59:59Z") + 1s;
    EXPECT_THROW(pki.issuing.issue(late), Error);
    late.not_after -= 1s;
    EXPECT_EQ(read_certificate(pki.issuing.issue(late).der)->not_after, late.not_after);
    auto odd = request("pump-1");
    odd.subject.emplace_back("ShoeSize", "44");
    EXPECT_THROW(pki.issuing.issue(odd), Error);
}

TEST(PrivateKey, PassesOpenSslsOwnCheck) {
    for (const auto kind : {KeyKind::ec_p256, KeyKind::rsa_2048}) {
        const auto key = parse_key(private_key(seed, "pump-1", kind));
        const std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>> context{
            EVP_PKEY_CTX_new(key.get(), nullptr)};
        EXPECT_EQ(EVP_PKEY_check(context.get()), 1);
        EXPECT_EQ(EVP_PKEY_get_bits(key.get()), kind == KeyKind::rsa_2048 ? 2048 : 256);
    }
}
