// What a scan of millions of certificates keeps: a record of fixed size for each, and once what is
// the same for all that one authority issued.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleet/pki/certificate_file.hpp"

namespace fleet {

struct CertificateRecord {
    CertificateId id{};
    Serial serial;
    KeyFacts key;
    bool is_ca = false;
    std::uint32_t issuer = 0;   // a number of CertificateRecords::issuer
    std::uint32_t crl_url = 0;  // a number of CertificateRecords::crl_url
    Time not_before;
    Time not_after;
    std::uint64_t offset = 0;  // of its block in the file
};
static_assert(sizeof(CertificateRecord) <= 128, "a million certificates must fit any machine");

class CertificateRecords {
  public:
    /// Keeps a certificate that was read; a damaged one is none.
    void add(const CertificateInFile& found);

    const std::vector<CertificateRecord>& all() const { return records_; }
    DistinguishedName issuer(std::uint32_t number) const;
    const std::string& crl_url(std::uint32_t number) const { return crl_urls_.texts[number]; }

  private:
    /// Texts that many certificates share, numbered in the order of their appearance.
    struct Texts {
        std::vector<std::string> texts;
        std::unordered_map<std::string, std::uint32_t> numbers;  // looked up only, never walked

        std::uint32_t number_of(std::string_view text);
    };

    std::vector<CertificateRecord> records_;
    Texts issuers_;  // contents of names, as DER
    Texts crl_urls_;
};

}  // namespace fleet
