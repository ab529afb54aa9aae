#include "fleet/pki/read.hpp"

#include <gmock/gmock.h>

#include "tests/fleet/pki/foreign.hpp"

using namespace fleet;
using namespace fleet::oracle;
using testing::HasSubstr;

namespace {

CertificateFacts read(const Bytes& der) {
    std::string why;
    const auto facts = read_certificate(der, &why);
    EXPECT_TRUE(facts) << why;
    return facts.value_or(CertificateFacts{});
}

void expect_agreement(const Bytes& der) {
    const auto ours = read(der), theirs = facts(der);
    EXPECT_EQ(ours.serial, theirs.serial);
    EXPECT_EQ(ours.subject, theirs.subject);
    EXPECT_EQ(ours.issuer, theirs.issuer);
    EXPECT_EQ(ours.not_before, theirs.not_before);
    EXPECT_EQ(ours.not_after, theirs.not_after);
    EXPECT_EQ(ours.key_algorithm, theirs.key_algorithm);
    EXPECT_EQ(ours.key_bits, theirs.key_bits);
    EXPECT_EQ(ours.curve, theirs.curve);
    EXPECT_EQ(ours.signature_algorithm, theirs.signature_algorithm);
    EXPECT_EQ(ours.crl_url, theirs.crl_url);
    EXPECT_EQ(ours.is_ca, theirs.is_ca);
}

std::string refusal(const Bytes& der) {
    std::string why;
    EXPECT_FALSE(read_certificate(der, &why));
    return why;
}

void add_text(X509* certificate, const char* field, int type, std::string_view text, int set = 0) {
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), field, type,
                               reinterpret_cast<const unsigned char*>(text.data()),
                               static_cast<int>(text.size()), -1, set);
}

Bytes with_dates(const char* not_before, const char* not_after) {
    return make({.key = ec_key("P-256"), .adjust = [&](X509* certificate) {
                     ASN1_STRING_set(X509_getm_notBefore(certificate), not_before, -1);
                     ASN1_STRING_set(X509_getm_notAfter(certificate), not_after, -1);
                 }});
}

Bytes with_constraints(bool is_authority) {
    return make(
        {.key = ec_key("P-256"), .adjust = [&](X509* certificate) {
             const std::unique_ptr<BASIC_CONSTRAINTS, FreedBy<BASIC_CONSTRAINTS_free>> value{
                 BASIC_CONSTRAINTS_new()};
             value->ca = is_authority ? 1 : 0;
             X509_add1_ext_i2d(certificate, NID_basic_constraints, value.get(), 1, 0);
         }});
}

}  // namespace

TEST(ReadCertificate, AgreesWithOpenSslOnWhatWeIssue) {
    const Pki pki;
    expect_agreement(pki.root.der());
    expect_agreement(pki.issuing.der());
    std::vector<CertificateRequest> wanted;
    for (int i = 0; i < 40; ++i) {
        auto one = request("device-" + std::string(static_cast<std::size_t>(i) * 3, 'x'));
        if (i % 3 == 0) one.crl_url.clear();
        if (i % 4 == 0) one.not_after = at("2049-12-31T23:59:59Z") + std::chrono::seconds(i / 4);
        if (i == 5) one.key = KeyKind::rsa_2048;
        if (i == 6) one.is_server = true;
        if (i % 5 == 0) one.subject.emplace_back("Country", "DE");
        wanted.push_back(one);
    }
    for (const auto& issued : pki.issuing.issue_all(wanted)) {
        expect_agreement(issued.der);
        EXPECT_EQ(read(issued.der).id, issued.id);
    }
}

TEST(ReadCertificate, KnowsEveryFieldOfANameByItsPolicyVariable) {
    const Pki pki;
    auto wanted = request("pump-1");
    wanted.subject = {{"CommonName", "Pümpe 日本 🔑"},
                      {"Organization", "o"},
                      {"OrganizationalUnit", "u"},
                      {"Country", "DE"},
                      {"State", "s"},
                      {"Locality", "l"},
                      {"SerialNumber", "4711"},
                      {"DistinguishedNameQualifier", "q"},
                      {"Title", "t"},
                      {"Surname", "n"},
                      {"GivenName", "g"},
                      {"Initials", "i"},
                      {"Pseudonym", "p"},
                      {"GenerationQualifier", "II"},
                      {"1.2.840.113549.1.9.1", "a@b.c"},
                      {"2.999.9999999999", "x"}};
    const auto der = pki.issuing.issue(wanted).der;
    EXPECT_EQ(read(der).subject, wanted.subject);
    expect_agreement(der);
}

TEST(ReadCertificate, KnowsTheKeysAndSignaturesOfOthers) {
    for (const auto* group : {"P-256", "P-384", "P-521", "P-224", "P-192", "secp256k1",
                              "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"})
        expect_agreement(make({.key = ec_key(group)}));
    for (const auto* hash :
         {EVP_sha1(), EVP_md5(), EVP_sha224(), EVP_sha256(), EVP_sha384(), EVP_sha512()})
        expect_agreement(make({.key = rsa_key(), .hash = hash}));
    for (const auto* hash : {EVP_sha1(), EVP_sha224(), EVP_sha384(), EVP_sha512()})
        expect_agreement(make({.key = ec_key("P-256"), .hash = hash}));
}

TEST(ReadCertificate, NamesWhatItDoesNotKnowByItsIdentifier) {
    const auto odd_key = read(make({.key = key_of_type("ED25519"), .hash = nullptr}));
    EXPECT_EQ(odd_key.key_algorithm, "1.3.101.112");
    EXPECT_EQ(odd_key.key_bits, 0);
    EXPECT_EQ(odd_key.signature_algorithm, "ED25519");
    const auto odd_curve = read(make({.key = ec_key("sect283r1")}));
    EXPECT_EQ(odd_curve.key_algorithm, "EC");
    EXPECT_EQ(odd_curve.curve, "1.3.132.0.17");
    EXPECT_EQ(odd_curve.key_bits, 0);
    const auto odd_hash = read(make({.key = rsa_key(), .hash = EVP_sha3_256()}));
    EXPECT_EQ(odd_hash.signature_algorithm, "2.16.840.1.101.3.4.3.14");
}

TEST(ReadCertificate, TakesVersionOneWithoutExtensions) {
    const auto der = make({.key = rsa_key(), .is_version_1 = true});
    expect_agreement(der);
    EXPECT_FALSE(read(der).is_ca);
    EXPECT_EQ(read(der).crl_url, "");
}

TEST(ReadCertificate, ReadsEveryAlphabetAsUtf8) {
    const auto der =
        make({.key = ec_key("P-256"), .adjust = [](X509* certificate) {
                  add_text(certificate, "O", V_ASN1_BMPSTRING, std::string_view("\0P\0\xFC", 4));
                  add_text(certificate, "OU", V_ASN1_T61STRING, "P\xFC");
                  add_text(certificate, "L", V_ASN1_UNIVERSALSTRING,
                           std::string_view("\0\1\xF5\x11", 4));
                  add_text(certificate, "ST", V_ASN1_PRINTABLESTRING, "s",
                           -1);  // joins the RDN before it
              }});
    const DistinguishedName expected{{"CommonName", "foreign"},
                                     {"Organization", "Pü"},
                                     {"OrganizationalUnit", "Pü"},
                                     {"Locality", "🔑"},
                                     {"State", "s"}};
    EXPECT_THAT(read(der).subject, testing::UnorderedElementsAreArray(expected));
}

TEST(ReadCertificate, KeepsTheMagnitudeOfASerial) {
    const auto hex = [](const std::string& decimal) {
        return read(make({.key = ec_key("P-256"), .serial = decimal})).serial.hex();
    };
    EXPECT_EQ(hex("0"), "00");
    EXPECT_EQ(hex("127"), "7f");
    EXPECT_EQ(hex("128"), "80");
    EXPECT_EQ(hex("65536"), "010000");
    EXPECT_EQ(hex("-1"), "ff");      // as encoded
    EXPECT_EQ(hex("-129"), "ff7f");  // as encoded
    // 2^160 - 1 has twenty bytes, 2^160 one more.
    EXPECT_EQ(hex("1461501637330902918203684832716283019655932542975"), std::string(40, 'f'));
    EXPECT_THAT(refusal(make({.key = ec_key("P-256"),
                              .serial = "1461501637330902918203684832716283019655932542976"})),
                HasSubstr("more than 20 bytes"));
}

TEST(ReadCertificate, DatesBeforeTheEpochAreReadAndNonsenseIsRefused) {
    EXPECT_EQ(format_time(read(with_dates("500101000000Z", "20500101000000Z")).not_before),
              "1950-01-01T00:00:00Z");
    EXPECT_EQ(read(with_dates("700101000001Z", "20500101000000Z")).not_before, Time{1s});
    EXPECT_EQ(read(with_dates("491231235959Z", "99991231235959Z")).not_before,
              at("2049-12-31T23:59:59Z"));
    EXPECT_EQ(read(with_dates("180101000000Z", "99991231235959Z")).not_after,
              at("9999-12-31T23:59:59Z"));
    for (const auto* date : {"180230000000Z", "181301000000Z", "180101240000Z", "180101006000Z",
                             "180101000060Z", "1801010000Z", "180101000000+", "18010100000xZ", "",
                             "180101000000+0100", "xx0101000000Z"})
        EXPECT_THAT(refusal(with_dates(date, "20500101000000Z")), HasSubstr("notBefore")) << date;
}

TEST(ReadCertificate, AnAuthorityIsWhatItsBasicConstraintsSay) {
    EXPECT_TRUE(read(with_constraints(true)).is_ca);
    EXPECT_FALSE(read(with_constraints(false)).is_ca);
}

TEST(ReadCertificate, EveryTruncationIsRefusedWithAReason) {
    const Pki pki;
    for (const auto& der : {pki.issuing.der(), make({.key = rsa_key()})}) {
        for (std::size_t size = 0; size < der.size(); ++size) {
            const Bytes head(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size));
            EXPECT_THAT(refusal(head), HasSubstr("byte ")) << size;
        }
    }
}

TEST(ReadCertificate, EveryFlippedByteIsReadOrRefusedWithAReason) {
    const Pki pki;
    const auto [der, id, serial, key] = pki.issuing.issue(request("pump-1"));
    int refused = 0;
    for (std::size_t i = 0; i < der.size(); ++i) {
        for (const unsigned flip : {0x01U, 0x7FU, 0x80U, 0xFFU}) {
            auto changed = der;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ flip);
            std::string why;
            const auto facts = read_certificate(changed, &why);
            EXPECT_EQ(facts.has_value(), why.empty()) << i;
            EXPECT_TRUE(!facts || facts->id != id) << i;
            refused += facts ? 0 : 1;
        }
    }
    EXPECT_GT(refused, 100);  // lengths and tags are all over the place
}

TEST(ReadCertificate, TrailingBytesAndEmptyInputAreRefused) {
    const Pki pki;
    auto der = pki.root.der();
    der.push_back(0);
    EXPECT_THAT(refusal(der), HasSubstr("after the certificate"));
    EXPECT_THAT(refusal({}), HasSubstr("byte 0"));
    EXPECT_FALSE(read_certificate({}));
    EXPECT_FALSE(read_certificate(pki.root.revocation_list({}, begin, end)));
}
