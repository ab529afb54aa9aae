// Files of concatenated PEM certificates, however large: read in slices by several threads, each
// certificate handed out in the order of the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "fleet/pki/certificate_view.hpp"
#include "fleet/pki/key_quality.hpp"

namespace fleet {

/// One block of the file. What it refers to lives until the call it is handed to returns.
struct CertificateInFile {
    std::uint64_t ordinal = 0;  // among the blocks, from 0
    std::uint64_t offset = 0;   // of its first line in the file, in bytes
    DerBytes der;
    const CertificateView* view = nullptr;  // null: no certificate could be read
    CertificateId id{};                     // SHA-256 of der
    std::string_view error;                 // then why not, and where in the DER
};

struct CertificateFileCounts {
    std::uint64_t certificates = 0;
    std::uint64_t damaged = 0;  // blocks in which no certificate could be read
    std::uint64_t bytes = 0;    // of the file
};

/// What may be asked of a scan.
struct CertificateFileOptions {
    unsigned threads = 1;
    const DebianWeakKeys* weak_keys = &DebianWeakKeys::synthetic();
    std::size_t slice_bytes = 4U << 20;  // what a thread reads at a time; no block may be longer
};

/// Calls `each` for every block of type CERTIFICATE, on the caller's thread. Whatever stands
/// between blocks is passed over; a block that is damaged, unfinished or too long is told, not
/// missed. Memory is bounded by threads and slice. Raises Error naming a file that cannot be read.
CertificateFileCounts read_certificate_file(
    const std::filesystem::path& file, const CertificateFileOptions& options,
    const std::function<void(const CertificateInFile&)>& each);

}  // namespace fleet
