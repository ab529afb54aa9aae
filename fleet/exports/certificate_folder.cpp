// A folder of certificates and nothing else: each counts as registered and ACTIVE, since when
// nobody knows; those of CAs count as registered CAs.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "fleet/exports/account_export.hpp"
#include "fleet/exports/certificate_scan.hpp"

namespace fleet::exports {
namespace {

bool recognises(const std::filesystem::path& folder) {
    const auto found = files_of(folder);
    return std::ranges::any_of(found.files, has_certificate_name) ||
           std::ranges::any_of(found.files, holds_certificates);
}

struct IdHash {
    std::size_t operator()(const CertificateId& id) const {
        std::size_t hash = 0;
        for (std::size_t i = 0; i < sizeof(hash); ++i) hash = (hash << 8U) | id[i];
        return hash;
    }
};

class FolderReader {
  public:
    explicit FolderReader(const ExportRequest& request) : request_(request) {}

    AccountExport read() {
        auto found = files_of(request_.folder);
        for (const auto& problem : found.unopened)
            account_.notes.push_back(fmt::format("{}: {}", problem.file, problem.message));
        scan_lists(list_files(request_, found.files, account_), request_, account_, certificates_);
        std::erase_if(found.files, has_list_name);
        scan_certificates(found.files, request_, account_,
                          [&](const ScannedCertificate& one) { take(one); });
        certificates_.settle(account_, request_.threads);
        tell_what_is_unknown();
        return std::move(account_);
    }

  private:
    void take(const ScannedCertificate& scanned) {
        if (!ids_.insert(scanned.id).second) {
            ++account_.counts.repeated;
            return;
        }
        const auto& view = scanned.view;
        const auto issuer = certificates_.name(view.issuer);
        const Bytes der(scanned.der.begin(), scanned.der.end());
        if (view.is_ca) {
            auto entry = authority_entry(view, scanned.id);
            entry.unknown.set(Gap::creation_date);
            certificates_.add(
                FoundAuthority{std::move(entry), certificates_.name(view.subject), issuer, der});
            return;
        }
        auto& files = account_.files;
        if (files.empty() || files.back() != scanned.file) files.emplace_back(scanned.file);
        account_.certificate_files.push_back(static_cast<std::uint32_t>(files.size() - 1));
        auto entry = device_entry(view, scanned.id);
        entry.unknown.set(Gap::creation_date);
        certificates_.add(FoundDevice{.entry = std::move(entry),
                                      .issuer = issuer,
                                      .der = certificates_.is_listed(issuer) ? der : Bytes{}});
    }

    void tell_what_is_unknown() {
        auto& inventory = account_.inventory;
        auto& unknown = inventory.unknown;
        for (const auto part : {Part::policies, Part::role_aliases, Part::roles,
                                Part::identity_pools, Part::logging, Part::connections})
            unknown.add(part);
        if (inventory.certificates.empty()) unknown.add(Part::certificates);
        if (inventory.ca_certificates.empty()) unknown.add(Part::ca_certificates);
        if (!request_.has_weak_key_list) unknown.add(Part::debian_weak_keys);
        inventory.at = request_.at;
        inventory.account.id = "000000000000";
    }

    const ExportRequest& request_;
    AccountExport account_;
    FoundCertificates certificates_;
    std::unordered_set<CertificateId, IdHash> ids_;  // looked up only, never walked
};

AccountExport read(const ExportRequest& request) { return FolderReader(request).read(); }

}  // namespace

extern const ExportKind certificate_folder{
    .name = "a folder of certificates", .recognises = recognises, .read = read};

}  // namespace fleet::exports
