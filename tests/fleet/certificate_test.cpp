#include "fleet/certificate.hpp"

#include <gtest/gtest.h>

using namespace fleet;

TEST(Certificate, ANameIsWrittenWithShortNamesAndEscapes) {
    EXPECT_EQ(to_text(DistinguishedName{}), "");
    EXPECT_EQ(
        to_text({{"CommonName", "Devices CA"}, {"Organization", "A+B, \"C\""}, {"1.2.3", "x=y"}}),
        "CN=Devices CA,O=A\\+B\\, \\\"C\\\",1.2.3=x\\=y");
}

TEST(Certificate, EveryAlgorithmAndCurveIsFoundByItsName) {
    for (int i = 0; i <= static_cast<int>(KeyAlgorithm::other); ++i) {
        const auto algorithm = static_cast<KeyAlgorithm>(i);
        EXPECT_EQ(key_algorithm(name_of(algorithm)), algorithm);
    }
    for (int i = 0; i <= static_cast<int>(KeyCurve::other); ++i) {
        const auto curve = static_cast<KeyCurve>(i);
        EXPECT_EQ(key_curve(name_of(curve)), curve);
    }
    EXPECT_FALSE(key_algorithm("RSB"));
    EXPECT_FALSE(key_curve("P-257"));
}

TEST(Certificate, WhatARegistryKeepsOfAMillionStaysSmall) {
    EXPECT_LE(sizeof(Certificate), 176U);
    EXPECT_LE(sizeof(KeyFacts), 6U);
}
