// Revocation lists among the files of an export, or in the folder that --crls names.
#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/json.hpp"
#include "fleet/exports/certificate_scan.hpp"
#include "fleet/pki/read.hpp"

namespace fleet::exports {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view list_mark = "-----BEGIN X509 CRL-----";
constexpr std::uint64_t list_bytes_max = 256U << 20;

}  // namespace

bool has_list_name(const ExportFile& file) {
    const auto& name = file.name;
    return file.extension() == ".crl" || name.ends_with(".crl.pem") || name.starts_with("crls/") ||
           name.find("/crls/") != std::string::npos;
}

std::vector<ExportFile> list_files(const ExportRequest& request,
                                   const std::vector<ExportFile>& files, AccountExport& account) {
    std::vector<ExportFile> lists;
    std::ranges::copy_if(files, std::back_inserter(lists), has_list_name);
    if (!request.revocation_lists) return lists;
    std::error_code ignored;
    if (!std::filesystem::is_directory(*request.revocation_lists, ignored))
        throw Error(fmt::format("--crls {}: is no folder", request.revocation_lists->string()));
    auto given = files_of(*request.revocation_lists, "crls: ");
    for (const auto& problem : given.unopened)
        account.notes.push_back(fmt::format("{}: {}", problem.file, problem.message));
    std::ranges::move(given.files, std::back_inserter(lists));
    return lists;
}

void scan_lists(const std::vector<ExportFile>& files, const ExportRequest& request,
                AccountExport& account, FoundCertificates& found) {
    for (const auto& file : files) {
        std::string text;
        try {
            text = read_file(file.path, list_bytes_max);
        } catch (const Error&) {  // a result here: the others can be read
            account.notes.push_back(fmt::format("{}: cannot be read; not used", file.name));
            continue;
        }
        const bool is_list = text.find(list_mark) != std::string::npos;
        if (!is_list && text.find(begin_mark) != std::string::npos) continue;  // of another kind
        std::vector<Bytes> ders;
        if (is_list)
            ders = from_pem(text, "X509 CRL");
        else
            ders.emplace_back(text.begin(), text.end());
        for (auto& der : ders) {
            std::string why;
            auto facts = read_revocation_list(der, &why);
            if (facts && facts->this_update > request.at)
                account.notes.push_back(fmt::format(
                    "{}: was published at {}, after the instant that is audited; not used",
                    file.name, format_time(facts->this_update)));
            else if (facts)
                found.add(FoundList{file.name, std::move(*facts), std::move(der)});
            else
                account.notes.push_back(
                    fmt::format("{}: is no revocation list: {}; not used", file.name, why));
        }
    }
}

}  // namespace fleet::exports
