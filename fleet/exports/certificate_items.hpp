// What one small file of an export holds: its certificates, and why any of them cannot be read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fleet/exports/account_export.hpp"
#include "fleet/exports/export_files.hpp"
#include "fleet/pki/authority.hpp"
#include "fleet/pki/certificate_view.hpp"

namespace fleet::exports {

inline constexpr std::string_view certificate_mark = "-----BEGIN CERTIFICATE-----";
/// Larger files are read in slices.
inline constexpr std::uint64_t small_bytes_max = 1U << 20;

/// What one thread made of one certificate.
struct Item {
    Bytes der;
    CertificateView view;  // refers to der
    CertificateId id{};
    std::string facts;
    std::string error;
};

using Items = std::vector<Item>;

/// The certificates of a file, whatever it is called. One that is called like a certificate and
/// holds none is one that cannot be read, unless it holds keys, which are told by their marks.
Items read_small(const ExportFile& file, const ExportRequest& request);

}  // namespace fleet::exports
