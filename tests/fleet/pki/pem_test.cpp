#include <gmock/gmock.h>

#include "fleet/pki/read.hpp"

using namespace fleet;
using testing::ElementsAre;

TEST(Pem, ReadsBackWhatItWritesAtEveryLength) {
    Bytes der;
    for (int i = 0; i < 200; ++i) {
        EXPECT_THAT(from_pem(to_pem(der, "X509 CRL"), "X509 CRL"), ElementsAre(der)) << i;
        der.push_back(static_cast<std::uint8_t>(i * 37));
    }
}

TEST(Pem, WritesLinesOfSixtyFour) {
    const auto pem = to_pem(Bytes(49, 0xFF), "CERTIFICATE");
    EXPECT_EQ(pem, "-----BEGIN CERTIFICATE-----\n" + std::string(64, '/') + "\n/w==\n" +
                       "-----END CERTIFICATE-----\n");
}

TEST(Pem, SkipsRubbishAndOtherTypesBetweenBlocks) {
    const auto pem = "subject=CN = x\n" + to_pem(Bytes{1}, "CERTIFICATE") +
                     "-----BEGIN nonsense\n-----\n" + to_pem(Bytes{2}, "PRIVATE KEY") +
                     "mentions -----BEGIN CERTIFICATE----- in passing\n" +
                     to_pem(Bytes{3}, "CERTIFICATE") + "trailing";
    EXPECT_THAT(from_pem(pem, "CERTIFICATE"), ElementsAre(Bytes{1}, Bytes{3}));
    EXPECT_THAT(from_pem(pem, "PRIVATE KEY"), ElementsAre(Bytes{2}));
    EXPECT_TRUE(from_pem(pem, "X509 CRL").empty());
    EXPECT_TRUE(from_pem("", "CERTIFICATE").empty());
}

TEST(Pem, TakesCarriageReturns) {
    EXPECT_THAT(from_pem("-----BEGIN CERTIFICATE-----\r\nAQID\r\n-----END CERTIFICATE-----\r\n",
                         "CERTIFICATE"),
                ElementsAre(Bytes{1, 2, 3}));
}

TEST(Pem, ADamagedBlockIsEmptyAndNotMissing) {
    const std::string head = "-----BEGIN CERTIFICATE-----\n", tail = "-----END CERTIFICATE-----\n";
    for (const auto* body : {"AQ!D\n", "AQI\n", "AQ=D\n", "A===\n", "=AAA\n"})
        EXPECT_THAT(from_pem(head + body + tail, "CERTIFICATE"), ElementsAre(Bytes{})) << body;
    EXPECT_THAT(from_pem(head + "AQID\n", "CERTIFICATE"), ElementsAre(Bytes{}));
    EXPECT_THAT(from_pem(head + "AQID\n" + head + "AQID\n" + tail, "CERTIFICATE"),
                ElementsAre(Bytes{}, (Bytes{1, 2, 3})));
}
