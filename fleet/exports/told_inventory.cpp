#include "fleet/exports/told_inventory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/exports/certificate_facts.hpp"

namespace fleet::exports {
namespace {

/// The files of pki/ that hold certificates, by name.
std::vector<std::filesystem::path> certificate_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with(".pem") && !name.ends_with(".crl.pem")) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

/// The registry's view is what is judged; of the certificates behind it only facts are told.
void tell_facts(const ExportRequest& request, AccountExport& told) {
    for (const auto& path : certificate_files(request.folder / "pki")) {
        const auto file = fmt::format("pki/{}", path.filename().string());
        read_certificate_file(
            path, {.threads = request.threads, .weak_keys = request.weak_keys},
            [&](const CertificateInFile& found) {
                if (found.view != nullptr)
                    request.on_facts(facts_line(file, *found.view, found.id));
                else
                    told.notes.push_back(fmt::format("{}, byte {}: {}; no facts of it are told",
                                                     file, found.offset, found.error));
            });
    }
}

}  // namespace

bool holds_inventory(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(folder / "inventory" / "account.json", ignored);
}

AccountExport read_told_inventory(const ExportRequest& request) {
    if (request.revocation_lists)
        throw Error(fmt::format("{}: tells its own revocation lists; leave --crls out",
                                request.folder.string()));
    AccountExport told;
    told.inventory = load_inventory(request.folder / "inventory");
    told.counts.met = told.inventory.certificates.size() + told.inventory.ca_certificates.size();
    told.dictionary.preload_things(told.inventory);
    told.dictionary.preload_certificates(told.inventory);
    if (request.on_facts) tell_facts(request, told);
    return told;
}

}  // namespace fleet::exports
