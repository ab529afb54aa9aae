#include "fleet/pki/issuer_key.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include "tests/fleet/pki/foreign.hpp"

using namespace fleet;
using namespace fleet::oracle;

namespace {
/// Does the key in `issuer` hold `der` for its own? OpenSSL's verdict must be the same.
bool has_signed(const Bytes& issuer, const Bytes& der) {
    auto key = IssuerKey::in(issuer);
    CertificateView view;
    DerFault fault(der);
    if (!key || !read_view(der, view, fault)) return false;
    const bool is_ours = key->has_signed(der, view);
    EXPECT_EQ(is_ours, is_signed_by(der, issuer));
    return is_ours;
}
}  // namespace

TEST(IssuerKey, TellsWhoSignedACertificate) {
    const Pki pki;
    const auto device = pki.issuing.issue(request("pump-1")).der;
    EXPECT_TRUE(has_signed(pki.issuing.der(), device));
    EXPECT_FALSE(has_signed(pki.root.der(), device));
    auto changed = device;
    changed.back() ^= 1U;
    EXPECT_FALSE(has_signed(pki.issuing.der(), changed));
}

TEST(IssuerKey, KnowsEveryKindOfSignature) {
    for (const auto* hash : {EVP_sha256(), EVP_sha384(), EVP_sha512(), EVP_sha1()}) {
        for (auto der : {make({.key = rsa_key(), .hash = hash}),
                         make({.key = ec_key("P-384"), .hash = hash})}) {
            EXPECT_TRUE(has_signed(der, der)) << EVP_MD_get0_name(hash);
            der[der.size() - 20] ^= 1U;
            EXPECT_FALSE(has_signed(der, der)) << EVP_MD_get0_name(hash);
        }
    }
    const auto edwards = make({.key = key_of_type("ED25519"), .hash = nullptr});
    EXPECT_TRUE(has_signed(edwards, edwards));
}

TEST(IssuerKey, AKeyOfAnotherKindSignedNothing) {
    const auto rsa = make({.key = rsa_key()}), ec = make({.key = ec_key("P-256")});
    EXPECT_FALSE(has_signed(rsa, ec));
    EXPECT_FALSE(has_signed(ec, rsa));
}

TEST(IssuerKey, ACopyForAnotherThreadSaysTheSame) {
    const Pki pki;
    auto key = IssuerKey::in(pki.issuing.der());
    ASSERT_TRUE(key);
    auto copy = *key;
    const auto device = pki.issuing.issue(request("pump-1")).der;
    CertificateView view;
    DerFault fault(device);
    ASSERT_TRUE(read_view(device, view, fault));
    EXPECT_TRUE(key->has_signed(device, view));
    EXPECT_TRUE(copy.has_signed(device, view));
}

TEST(IssuerKey, RubbishHoldsNoKeyAndLeavesNoErrorBehind) {
    ERR_clear_error();
    EXPECT_FALSE(IssuerKey::in({}));
    EXPECT_FALSE(IssuerKey::in(Bytes(100, 0x30)));
    EXPECT_EQ(ERR_peek_error(), 0U);
}
