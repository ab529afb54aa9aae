// Reads certificates and revocation lists out of files of any kind and number: small files by many
// threads at once, large ones in slices, every certificate handed out in order.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fleet/exports/account_export.hpp"
#include "fleet/exports/export_files.hpp"
#include "fleet/exports/issuers.hpp"

namespace fleet::exports {

/// Is a file of this name meant to hold certificates, so that one without is unreadable?
bool has_certificate_name(const ExportFile& file);
/// Is it meant to hold a revocation list?
bool has_list_name(const ExportFile& file);
/// Does it hold certificates, whatever it is called?
bool holds_certificates(const ExportFile& file);

/// One certificate of a file. What it refers to lives until the call it is handed to returns.
struct ScannedCertificate {
    const CertificateView& view;
    CertificateId id{};
    DerBytes der;
    std::string_view file = {};
};

/// Calls `each` for every certificate of the files, in order, on the caller's thread; counts them
/// and those that cannot be read in `account`, and tells the facts. Files that neither are called
/// like certificates nor hold any are passed over.
void scan_certificates(const std::vector<ExportFile>& files, const ExportRequest& request,
                       AccountExport& account,
                       const std::function<void(const ScannedCertificate&)>& each);

/// Every revocation list of the files; one that cannot be read is noted, and one of later.
void scan_lists(const std::vector<ExportFile>& files, const ExportRequest& request,
                AccountExport& account, FoundCertificates& found);
/// The files of --crls, or those of the export that are called like lists or lie in crls/.
std::vector<ExportFile> list_files(const ExportRequest& request,
                                   const std::vector<ExportFile>& files, AccountExport& account);

}  // namespace fleet::exports
