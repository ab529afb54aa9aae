#include <gtest/gtest.h>
#include <openssl/err.h>

#include "tests/fleet/pki/oracle.hpp"

using namespace fleet;
using namespace fleet::oracle;

TEST(Verify, CertificatesAndListsAreSignedByTheirIssuerOnly) {
    const Pki pki;
    const auto device = pki.issuing.issue(request("pump-1")).der;
    const auto list = pki.issuing.revocation_list({}, begin, end);
    for (const auto& der : {device, list}) {
        EXPECT_TRUE(is_signed_by(der, pki.issuing.der()));
        EXPECT_FALSE(is_signed_by(der, pki.root.der()));
    }
    EXPECT_TRUE(is_signed_by(pki.root.der(), pki.root.der()));
    EXPECT_FALSE(is_signed_by(pki.root.der(), pki.issuing.der()));
}

TEST(Verify, AnAuthorityOfTheSameNameAndAnotherKeyDidNotSign) {
    const Pki pki;
    const auto impostor = Authority::root(seed, "another key", named("Issuing"), begin, end);
    EXPECT_FALSE(is_signed_by(pki.issuing.issue(request("pump-1")).der, impostor.der()));
}

TEST(Verify, AChangedByteUndoesASignature) {
    const Pki pki;
    auto device = pki.issuing.issue(request("pump-1")).der;
    device.back() ^= 1U;
    EXPECT_FALSE(is_signed_by(device, pki.issuing.der()));
}

TEST(Verify, RubbishIsSignedByNobodyAndLeavesNoErrorBehind) {
    const Pki pki;
    ERR_clear_error();
    EXPECT_FALSE(is_signed_by({}, pki.root.der()));
    EXPECT_FALSE(is_signed_by(pki.root.der(), {}));
    EXPECT_FALSE(is_signed_by(Bytes(100, 0x30), pki.root.der()));
    auto trailing = pki.root.der();
    trailing.push_back(0);
    EXPECT_FALSE(is_signed_by(trailing, pki.root.der()));
    EXPECT_EQ(ERR_peek_error(), 0U);
}
