#include "fleet/pki/certificate_file.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "fleet/base/error.hpp"
#include "fleet/pki/certificate_records.hpp"
#include "tests/fleet/pki/oracle.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fleet;
using namespace fleet::oracle;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct Told {
    std::uint64_t offset = 0;
    CertificateId id{};
    std::string error;
    bool operator==(const Told&) const = default;
};

struct Reading {
    CertificateFileCounts counts;
    std::vector<Told> told;
};

Reading read_text(const std::string& text, unsigned threads = 1,
                  std::size_t slice_bytes = 4U << 20) {
    support::TemporaryFolder folder;
    folder.write("all.pem", text);
    Reading reading;
    reading.counts = read_certificate_file(
        folder.path() / "all.pem", {.threads = threads, .slice_bytes = slice_bytes},
        [&](const CertificateInFile& found) {
            EXPECT_EQ(found.ordinal, reading.told.size());
            EXPECT_EQ(found.view == nullptr, !found.error.empty());
            if (found.view != nullptr) {
                EXPECT_EQ(read_certificate(found.der)->serial, found.view->serial);
            }
            reading.told.push_back({found.offset, found.id, std::string(found.error)});
        });
    return reading;
}

/// `count` certificates of different lengths.
std::vector<Issued> devices(std::size_t count) {
    const Pki pki;
    std::vector<CertificateRequest> wanted;
    for (std::size_t i = 0; i < count; ++i)
        wanted.push_back(request("device-" + std::string(i % 40, 'x') + std::to_string(i)));
    return pki.issuing.issue_all(wanted);
}

std::string pem_of(const Issued& issued) { return to_pem(issued.der, "CERTIFICATE"); }

}  // namespace

TEST(CertificateFile, ReadsEveryCertificateInOrderWithItsPlace) {
    const auto issued = devices(3);
    const auto first = pem_of(issued[0]), second = pem_of(issued[1]);
    const auto reading = read_text(first + second + pem_of(issued[2]));
    EXPECT_EQ(reading.counts.certificates, 3U);
    EXPECT_EQ(reading.counts.damaged, 0U);
    EXPECT_THAT(reading.told,
                ElementsAre(Told{0, issued[0].id, ""}, Told{first.size(), issued[1].id, ""},
                            Told{first.size() + second.size(), issued[2].id, ""}));
}

TEST(CertificateFile, SaysTheSameWithAnyNumberOfThreadsAndAnySlice) {
    std::string text = "rubbish\n";
    for (const auto& issued : devices(120)) {
        text += pem_of(issued);
        if (text.size() % 7 == 0) text += "-----BEGIN CERTIFICATE-----\nno end\n";
        if (text.size() % 5 == 0) text += "Bag Attributes\n  friendlyName: pump\n\n";
    }
    const auto whole = read_text(text);
    EXPECT_EQ(whole.counts.certificates, 120U);
    EXPECT_GT(whole.counts.damaged, 0U);
    for (const std::size_t slice : {1000U, 1537U, 4096U, 30000U})
        for (const unsigned threads : {1U, 3U})
            EXPECT_EQ(read_text(text, threads, slice).told, whole.told) << slice;
}

TEST(CertificateFile, PassesOverRubbishAndOtherBlocks) {
    const auto issued = devices(2);
    const Pki pki;
    const auto text =
        "\x7F"
        "ELF\n" +
        to_pem(private_key(seed, "k", KeyKind::ec_p256), "PRIVATE KEY") + pem_of(issued[0]) +
        to_pem(pki.root.revocation_list({}, begin, end), "X509 CRL") +
        "not at the start of a line: -----BEGIN CERTIFICATE-----\n" + pem_of(issued[1]) +
        std::string(1000, '-');
    const auto reading = read_text(text);
    EXPECT_EQ(reading.counts.certificates, 2U);
    EXPECT_EQ(reading.counts.damaged, 0U);
    EXPECT_EQ(reading.counts.bytes, text.size());
}

TEST(CertificateFile, TellsOfEveryDamagedBlock) {
    const auto issued = devices(2);
    auto cut = pem_of(issued[0]), garbled = pem_of(issued[0]);
    cut.resize(200);
    garbled[100] = '!';
    const auto rubbish = to_pem(Bytes(90, 0x30), "CERTIFICATE");
    const auto reading = read_text(cut + "\n" + garbled + rubbish + pem_of(issued[1]) +
                                   pem_of(issued[0]).substr(0, 300));
    ASSERT_EQ(reading.told.size(), 5U);
    EXPECT_THAT(reading.told[0].error, HasSubstr("no end"));
    EXPECT_THAT(reading.told[1].error, HasSubstr("no base64"));
    EXPECT_THAT(reading.told[2].error, HasSubstr("byte "));
    EXPECT_EQ(reading.told[3].error, "");
    EXPECT_THAT(reading.told[4].error, HasSubstr("no end"));
    EXPECT_EQ(reading.counts.damaged, 4U);
}

TEST(CertificateFile, ABlockLongerThanASliceIsToldAndTheNextOneRead) {
    const auto issued = devices(1);
    const auto text = "-----BEGIN CERTIFICATE-----\n" + std::string(50000, 'A') +
                      "\n-----END CERTIFICATE-----\n" + pem_of(issued[0]);
    const auto reading = read_text(text, 1, 4000);
    EXPECT_EQ(reading.counts.certificates, 1U);
    EXPECT_EQ(reading.counts.damaged, 1U);
    EXPECT_EQ(reading.told.back().id, issued[0].id);
}

TEST(CertificateFile, AnEmptyFileHoldsNothingAndAMissingOneIsAnError) {
    EXPECT_EQ(read_text("").told.size(), 0U);
    EXPECT_THROW(read_certificate_file("/no/such/file", {}, [](const CertificateInFile&) {}),
                 Error);
    EXPECT_THROW(read_certificate_file("/", {}, [](const CertificateInFile&) {}), Error);
}

TEST(CertificateFile, ReadsAHundredMegabytesWithinBounds) {
    support::TemporaryFolder folder;
    const auto issued = devices(100);
    {
        std::ofstream file(folder.path() / "large.pem", std::ios::binary);
        std::string all;
        for (const auto& one : issued) all += pem_of(one);
        const auto rubbish = std::string(1U << 20, 'x') + '\n';
        for (int i = 0; i < 60; ++i) file << all << rubbish;
        for (std::size_t size = 60 * (all.size() + rubbish.size()); size < (100U << 20);
             size += rubbish.size())
            file << rubbish;
    }
    const auto counts = read_certificate_file(folder.path() / "large.pem", {.threads = 2},
                                              [](const CertificateInFile&) {});
    EXPECT_EQ(counts.certificates, 6000U);
    EXPECT_EQ(counts.damaged, 0U);
    EXPECT_GE(counts.bytes, 100U << 20);
}

TEST(CertificateRecords, KeepsFactsOfEachAndWhatIsSharedOnce) {
    const Pki pki;
    auto weak = request("weak"), plain = request("plain");
    weak.key = KeyKind::rsa_2048_roca;
    support::TemporaryFolder folder;
    folder.write("all.pem", pem_of(pki.issuing.issue(weak)) + pem_of(pki.root.issue(plain)) +
                                "-----BEGIN CERTIFICATE-----\n" + pem_of(pki.issuing.issue(plain)));
    CertificateRecords records;
    read_certificate_file(folder.path() / "all.pem", {},
                          [&](const CertificateInFile& found) { records.add(found); });
    ASSERT_EQ(records.all().size(), 3U);
    const auto &first = records.all()[0], &second = records.all()[1], &third = records.all()[2];
    EXPECT_TRUE(first.key.is_roca);
    EXPECT_FALSE(second.key.is_roca);
    EXPECT_EQ(first.id, pki.issuing.issue(weak).id);
    EXPECT_EQ(third.serial, pki.issuing.issue(plain).serial);
    EXPECT_EQ(third.not_after, plain.not_after);
    EXPECT_EQ(first.issuer, third.issuer);
    EXPECT_NE(first.issuer, second.issuer);
    EXPECT_EQ(records.issuer(first.issuer), pki.issuing.subject());
    EXPECT_EQ(records.issuer(second.issuer), pki.root.subject());
    EXPECT_EQ(records.crl_url(first.crl_url), weak.crl_url);
}
