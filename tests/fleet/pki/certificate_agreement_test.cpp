// Our reader beside OpenSSL on certificates of every kind of key, hash and oddity: whatever both
// can read they must read alike.
#include <gtest/gtest.h>

#include "fleet/base/text.hpp"
#include "fleet/pki/certificate_view.hpp"
#include "tests/fleet/pki/foreign.hpp"

using namespace fleet;
using namespace fleet::oracle;

namespace {

using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>>;

Key dsa_key(int bits) {
    const PkeyContext parameters_context{EVP_PKEY_CTX_new_from_name(nullptr, "DSA", nullptr)};
    EVP_PKEY* made = nullptr;
    EVP_PKEY_paramgen_init(parameters_context.get());
    EVP_PKEY_CTX_set_dsa_paramgen_bits(parameters_context.get(), bits);
    EVP_PKEY_paramgen(parameters_context.get(), &made);
    const Key parameters{made};
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, parameters.get(), nullptr)};
    EVP_PKEY* key = nullptr;
    EVP_PKEY_keygen_init(context.get());
    EVP_PKEY_keygen(context.get(), &key);
    return Key{key};
}

Key rsa_key_of(const char* type, unsigned bits) {
    const PkeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
    EVP_PKEY* key = nullptr;
    EVP_PKEY_keygen_init(context.get());
    EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), static_cast<int>(bits));
    EVP_PKEY_keygen(context.get(), &key);
    return Key{key};
}

bool can_sign(EVP_PKEY* key) {
    const DigestContext context{EVP_MD_CTX_new()};
    std::array<unsigned char, 256> signature{};
    std::size_t size = signature.size();
    const std::array<unsigned char, 3> text{};
    return EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestSign(context.get(), signature.data(), &size, text.data(), text.size()) == 1;
}

KeyAlgorithm algorithm_of(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1)
        return KeyAlgorithm::rsa;
    if (EVP_PKEY_is_a(key, "EC") == 1 || EVP_PKEY_is_a(key, "SM2") == 1) return KeyAlgorithm::ec;
    if (EVP_PKEY_is_a(key, "DSA") == 1) return KeyAlgorithm::dsa;
    if (EVP_PKEY_is_a(key, "ED25519") == 1) return KeyAlgorithm::ed25519;
    return EVP_PKEY_is_a(key, "ED448") == 1 ? KeyAlgorithm::ed448 : KeyAlgorithm::other;
}

std::string object_text(const ASN1_OBJECT* object) {
    std::array<char, 128> text{};
    OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    return text.data();
}

/// Dates, serial and names are compared in read_test; here the key, the signature, the addresses.
void expect_agreement(const Bytes& der, const std::string& what) {
    CertificateView view;
    DerFault fault(der);
    ASSERT_TRUE(read_view(der, view, fault)) << what << ": " << fault.text();
    const auto certificate = parse(der);
    const auto* key = X509_get0_pubkey(certificate.get());
    ASSERT_NE(key, nullptr) << what;
    EXPECT_EQ(view.key.algorithm, algorithm_of(key)) << what;
    if (view.key.algorithm == KeyAlgorithm::rsa || view.key.bits != 0) {
        EXPECT_EQ(view.key.bits, EVP_PKEY_get_bits(key)) << what;
    }
    const ASN1_BIT_STRING* signature = nullptr;
    const X509_ALGOR* algorithm = nullptr;
    X509_get0_signature(&signature, &algorithm, certificate.get());
    EXPECT_EQ(to_hex(view.signature),
              to_hex({signature->data, static_cast<std::size_t>(signature->length)}))
        << what;
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    EXPECT_EQ(to_hex(view.signature_algorithm), to_hex({OBJ_get0_data(object), OBJ_length(object)}))
        << what << " " << object_text(object);
    unsigned char* part = nullptr;
    const auto size = i2d_re_X509_tbs(certificate.get(), &part);
    EXPECT_EQ(to_hex(view.signed_part), to_hex({part, static_cast<std::size_t>(size)})) << what;
    OPENSSL_free(part);
}

std::string ca_issuers(X509* certificate) {
    auto* access = static_cast<AUTHORITY_INFO_ACCESS*>(
        X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr));
    std::string url;
    for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access) && url.empty(); ++i) {
        const auto* description = sk_ACCESS_DESCRIPTION_value(access, i);
        if (OBJ_obj2nid(description->method) != NID_ad_ca_issuers) continue;
        const auto* uri = description->location->d.uniformResourceIdentifier;
        url.assign(ASN1_STRING_get0_data(uri),
                   ASN1_STRING_get0_data(uri) + ASN1_STRING_length(uri));
    }
    AUTHORITY_INFO_ACCESS_free(access);
    return url;
}

}  // namespace

TEST(CertificateAgreement, OnEveryCurve) {
    std::vector<EC_builtin_curve> curves(EC_get_builtin_curves(nullptr, 0));
    EC_get_builtin_curves(curves.data(), curves.size());
    int compared = 0;
    for (const auto& curve : curves) {
        auto key = ec_key(OBJ_nid2sn(curve.nid));
        if (key == nullptr || !can_sign(key.get())) continue;  // offered, but not for this
        expect_agreement(make({.key = std::move(key)}), OBJ_nid2sn(curve.nid));
        ++compared;
    }
    EXPECT_GT(compared, 20);
}

TEST(CertificateAgreement, OnEveryKindOfKey) {
    for (const unsigned bits : {1024U, 1025U, 2048U})
        expect_agreement(make({.key = rsa_key_of("RSA", bits)}), "RSA");
    expect_agreement(make({.key = rsa_key_of("RSA-PSS", 1024)}), "RSA-PSS");
    expect_agreement(make({.key = dsa_key(1024)}), "DSA");
    for (const auto* type : {"ED25519", "ED448"})
        expect_agreement(make({.key = key_of_type(type), .hash = nullptr}), type);
}

TEST(CertificateAgreement, OnEveryHash) {
    for (const auto* hash : {EVP_md5(), EVP_sha1(), EVP_sha224(), EVP_sha256(), EVP_sha384(),
                             EVP_sha512(), EVP_sha3_256(), EVP_ripemd160()}) {
        expect_agreement(make({.key = rsa_key(), .hash = hash}), EVP_MD_get0_name(hash));
        if (hash == EVP_md5() || hash == EVP_ripemd160()) continue;  // not for curves
        expect_agreement(make({.key = ec_key("P-256"), .hash = hash}), EVP_MD_get0_name(hash));
    }
}

TEST(CertificateAgreement, OnWhereTheIssuersCertificateLies) {
    const Pki pki;
    auto wanted = request("pump-1");
    wanted.ca_issuers_url = "http://ca.invalid/issuing.cer";
    const auto der = pki.issuing.issue(wanted).der;
    EXPECT_EQ(read_certificate(der)->ca_issuers_url, "http://ca.invalid/issuing.cer");
    EXPECT_EQ(ca_issuers(parse(der).get()), "http://ca.invalid/issuing.cer");
    const auto ocsp_first =
        make({.key = ec_key("P-256"), .adjust = [](X509* certificate) {
                  X509V3_CTX context;
                  X509V3_set_ctx_nodb(&context);
                  auto* extension = X509V3_EXT_conf_nid(
                      nullptr, &context, NID_info_access,
                      "OCSP;URI:http://o.invalid/,caIssuers;URI:http://c.invalid/");
                  X509_add_ext(certificate, extension, -1);
                  X509_EXTENSION_free(extension);
              }});
    EXPECT_EQ(read_certificate(ocsp_first)->ca_issuers_url, "http://c.invalid/");
    EXPECT_EQ(read_certificate(pki.root.der())->ca_issuers_url, "");
}

TEST(CertificateAgreement, NeitherReadsWhatAnyChangedByteBreaksDifferently) {
    // What we accept OpenSSL need not (it reads keys and extensions more closely), but facts that
    // both give must be the same.
    const Pki pki;
    const auto der = pki.issuing.issue(request("pump-1")).der;
    int compared = 0;
    for (std::size_t i = 0; i < der.size(); ++i) {
        auto changed = der;
        changed[i] ^= 0x04U;
        const auto ours = read_certificate(changed);
        const auto* position = changed.data();
        const X509Certificate theirs{
            d2i_X509(nullptr, &position, static_cast<long>(changed.size()))};
        if (!ours || theirs == nullptr || X509_get0_pubkey(theirs.get()) == nullptr) continue;
        ++compared;
        EXPECT_EQ(ours->key_bits, EVP_PKEY_get_bits(X509_get0_pubkey(theirs.get()))) << i;
    }
    EXPECT_GT(compared, 100);
}
