#include <gmock/gmock.h>

#include <algorithm>

#include "tests/fleet/pki/oracle.hpp"

using namespace fleet;
using namespace fleet::oracle;

namespace {

Serial serial_of(std::initializer_list<std::uint8_t> bytes) {
    Serial serial;
    std::copy(bytes.begin(), bytes.end(), serial.bytes.begin());
    serial.size = static_cast<std::uint8_t>(bytes.size());
    return serial;
}

Bytes list_of(const Pki& pki, const std::vector<Revocation>& revoked) {
    return pki.issuing.revocation_list(revoked, begin, end);
}

/// A CRL of OpenSSL's own making: `reasons` are those of the serials 1, 2, 3, …
Bytes foreign_list(const Pki& pki, const std::vector<int>& reasons) {
    const X509RevocationList list{X509_CRL_new()};
    X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(parse(pki.root.der()).get()));
    const std::unique_ptr<ASN1_TIME, FreedBy<ASN1_TIME_free>> date{
        ASN1_TIME_set(nullptr, epoch_ms(begin) / 1000)};
    X509_CRL_set1_lastUpdate(list.get(), date.get());
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        auto* const entry = X509_REVOKED_new();
        const std::unique_ptr<ASN1_INTEGER, FreedBy<ASN1_INTEGER_free>> serial{ASN1_INTEGER_new()};
        ASN1_INTEGER_set(serial.get(), static_cast<long>(i + 1));
        X509_REVOKED_set_serialNumber(entry, serial.get());
        X509_REVOKED_set_revocationDate(entry, date.get());
        const std::unique_ptr<ASN1_ENUMERATED, FreedBy<ASN1_ENUMERATED_free>> reason{
            ASN1_ENUMERATED_new()};
        ASN1_ENUMERATED_set(reason.get(), reasons[i]);
        if (reasons[i] >= 0) X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason.get(), 0, 0);
        X509_CRL_add0_revoked(list.get(), entry);
    }
    X509_CRL_sign(list.get(), parse_key(private_key(seed, "root", KeyKind::ec_p256)).get(),
                  EVP_sha256());
    unsigned char* der = nullptr;
    const auto size = i2d_X509_CRL(list.get(), &der);
    Bytes bytes(der, der + size);
    OPENSSL_free(der);
    return bytes;
}

}  // namespace

TEST(RevocationList, TurnsARevokedDeviceAwayAndNobodyElse) {
    const Pki pki;
    const auto good = pki.issuing.issue(request("good")), bad = pki.issuing.issue(request("bad"));
    const auto list = list_of(pki, {{.serial = bad.serial, .when = begin}});
    EXPECT_EQ(chain_error(pki, good.der, &list), X509_V_OK);
    EXPECT_EQ(chain_error(pki, bad.der, &list), X509_V_ERR_CERT_REVOKED);
}

TEST(RevocationList, IsSignedNumberedAndNamesItsIssuersKey) {
    const Pki pki;
    const auto list = parse_list(list_of(pki, {}));
    const auto issuing = parse(pki.issuing.der());
    EXPECT_EQ(X509_CRL_verify(list.get(), X509_get0_pubkey(issuing.get())), 1);
    EXPECT_EQ(X509_CRL_get_REVOKED(list.get()), nullptr);
    const std::unique_ptr<ASN1_INTEGER, FreedBy<ASN1_INTEGER_free>> number{
        static_cast<ASN1_INTEGER*>(
            X509_CRL_get_ext_d2i(list.get(), NID_crl_number, nullptr, nullptr))};
    ASSERT_NE(number, nullptr);
    EXPECT_EQ(ASN1_INTEGER_get(number.get()), epoch_ms(begin) / 1000);
    const std::unique_ptr<AUTHORITY_KEYID, FreedBy<AUTHORITY_KEYID_free>> key{
        static_cast<AUTHORITY_KEYID*>(
            X509_CRL_get_ext_d2i(list.get(), NID_authority_key_identifier, nullptr, nullptr))};
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(ASN1_OCTET_STRING_cmp(key->keyid, X509_get0_subject_key_id(issuing.get())), 0);
}

TEST(RevocationList, SameSetSameBytesWhateverTheOrderOrRepetition) {
    const Pki pki;
    const Revocation a{.serial = serial_of({0x01, 0x02}), .when = begin};
    const Revocation b{.serial = serial_of({0x80}), .when = noon};
    const Revocation b_again{.serial = serial_of({0x80}), .when = end};
    EXPECT_EQ(list_of(pki, {a, b}), list_of(pki, {b, a}));
    EXPECT_EQ(list_of(pki, {a, b}), list_of(pki, {b_again, b, a, a}));
    EXPECT_NE(list_of(pki, {a, b}), list_of(pki, {a}));
}

TEST(RevocationList, ReadsBackWhatItSays) {
    const Pki pki;
    const auto low = serial_of({0x01}), high = serial_of({0x80, 0x00});
    const auto facts = read_revocation_list(
        list_of(pki, {{.serial = high, .when = begin}, {.serial = low, .when = noon}}));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->issuer, pki.issuing.subject());
    EXPECT_EQ(facts->this_update, begin);
    EXPECT_EQ(facts->next_update, end);
    EXPECT_THAT(facts->revoked, testing::ElementsAre(low, high));
    const auto empty = read_revocation_list(list_of(pki, {}));
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->revoked.empty());
}

TEST(RevocationList, WhatIsRemovedFromItIsNotRevoked) {
    const Pki pki;
    // No reason, keyCompromise, removeFromCRL, certificateHold.
    const auto der = foreign_list(pki, {-1, 1, 8, 6});
    const auto facts = read_revocation_list(der);
    ASSERT_TRUE(facts);
    EXPECT_THAT(facts->revoked,
                testing::ElementsAre(serial_of({1}), serial_of({2}), serial_of({4})));
    EXPECT_FALSE(facts->next_update);
    EXPECT_TRUE(is_signed_by(der, pki.root.der()));
}

TEST(RevocationList, RefusesEveryTruncationAndSurvivesEveryFlippedByte) {
    const Pki pki;
    const auto der = foreign_list(pki, {1, 8});
    for (std::size_t size = 0; size < der.size(); ++size) {
        std::string why;
        EXPECT_FALSE(
            read_revocation_list(Bytes(der.begin(), der.begin() + static_cast<long>(size)), &why));
        EXPECT_FALSE(why.empty());
    }
    for (std::size_t i = 0; i < der.size(); ++i) {
        auto flipped = der;
        flipped[i] ^= 0xFFU;
        std::string why;
        const bool is_read = read_revocation_list(flipped, &why).has_value();
        EXPECT_EQ(is_read, why.empty()) << i;
    }
}

TEST(RevocationList, ACertificateIsNone) {
    const Pki pki;
    std::string why;
    EXPECT_FALSE(read_revocation_list(pki.root.der(), &why));
    EXPECT_THAT(why, testing::HasSubstr("byte "));
}
