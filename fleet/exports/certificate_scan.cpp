#include "fleet/exports/certificate_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fleet/base/json.hpp"
#include "fleet/base/parallel.hpp"
#include "fleet/exports/certificate_facts.hpp"
#include "fleet/pki/certificate_file.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/pem_blocks.hpp"

namespace fleet::exports {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view certificate_mark = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view list_mark = "-----BEGIN X509 CRL-----";
/// Larger files are read in slices.
constexpr std::uint64_t small_bytes_max = 1U << 20;
/// Files read at once.
constexpr std::size_t round_files = 1024;
constexpr std::uint64_t list_bytes_max = 256U << 20;

/// What one thread made of one certificate.
struct Item {
    Bytes der;
    CertificateView view;  // refers to der
    CertificateId id{};
    std::string facts;
    std::string error;
};

using Items = std::vector<Item>;

void read_der(Item& item, const ExportFile& file, const ExportRequest& request) {
    DerFault fault(item.der);
    if (!read_view(item.der, item.view, fault)) {
        item.error = fault.text();
        return;
    }
    judge_key(item.view.key, item.view.modulus, *request.weak_keys);
    item.id = sha256(item.der);
    if (request.on_facts) item.facts = facts_line(file.name, item.view, item.id);
}

void read_blocks(std::string_view text, const ExportFile& file, const ExportRequest& request,
                 Items& items) {
    PemBlocks blocks(text, "CERTIFICATE");
    while (const auto block = blocks.next()) {
        auto& item = items.emplace_back();
        if (!block->is_closed) {
            item.error = "the PEM block has no end";
            continue;
        }
        item.der.resize(block->body.size() + 3);
        const auto size = decode_base64(block->body, item.der);
        item.der.resize(size.value_or(0));
        if (size)
            read_der(item, file, request);
        else
            item.error = "the PEM block is no base64";
    }
}

/// A file that is called like a certificate and holds none.
Items none(std::string why) {
    Items items(1);
    items.front().error = std::move(why);
    return items;
}

Items read_small(const ExportFile& file, const ExportRequest& request) {
    std::string text;
    try {
        text = read_file(file.path, small_bytes_max);
    } catch (const Error&) {  // a result here: the others can be read
        return none("cannot be read: no permission, or it is no longer there");
    }
    Items items;
    if (text.find(certificate_mark) != std::string::npos) {
        read_blocks(text, file, request, items);
        return items;
    }
    const bool is_meant = has_certificate_name(file);
    if (!is_meant && file.extension() != "" && file.extension() != ".bin") return {};
    if (text.empty()) return is_meant ? none("is empty") : Items{};
    if (text.find(begin_mark) != std::string::npos) return {};  // keys and the like
    if (text.front() != '\x30') return is_meant ? none("holds no certificate") : Items{};
    auto& item = items.emplace_back();
    item.der.assign(text.begin(), text.end());
    read_der(item, file, request);
    if (!item.error.empty() && !is_meant) return {};
    return items;
}

class Scan {
  public:
    Scan(const ExportRequest& request, AccountExport& account,
         const std::function<void(const ScannedCertificate&)>& each)
        : request_(request), account_(account), each_(each) {}

    void read_round(std::span<const ExportFile> files) {
        std::vector<Items> round(files.size());
        const Workers workers{.count = request_.threads, .grain = 16};
        for_each_share(files.size(), workers.shares_of(files.size()),
                       [&](unsigned, std::size_t first, std::size_t last) {
                           for (auto i = first; i < last; ++i)
                               round[i] = read_small(files[i], request_);
                       });
        for (std::size_t i = 0; i < files.size(); ++i) {
            for (std::size_t k = 0; k < round[i].size(); ++k) {
                const auto& item = round[i][k];
                if (item.error.empty()) {
                    hand_out({item.view, item.id, item.der, files[i].name}, item.facts);
                } else {
                    add_unreadable(files[i], round[i].size() > 1 ? k + 1 : 0, item.error);
                }
            }
        }
        show();
    }

    void read_large(const ExportFile& file) {
        const auto head = beginning_of(file.path, small_bytes_max);
        if (head.find(certificate_mark) == std::string::npos) {
            if (has_certificate_name(file))
                add_unreadable(file, 0,
                               "holds no certificate at its beginning, and is larger than any");
            return;
        }
        read_certificate_file(
            file.path, {.threads = request_.threads, .weak_keys = request_.weak_keys},
            [&](const CertificateInFile& found) {
                if (found.view == nullptr) {
                    add_unreadable(file, found.ordinal + 1, found.error);
                } else {
                    hand_out({*found.view, found.id, found.der, file.name},
                             request_.on_facts ? facts_line(file.name, *found.view, found.id)
                                               : std::string{});
                }
                constexpr std::uint64_t shown_every = 4096;
                if (account_.counts.met % shown_every == 0) show();
            });
    }

  private:
    void hand_out(const ScannedCertificate& certificate, const std::string& facts) {
        ++account_.counts.met;
        if (request_.on_facts) request_.on_facts(facts);
        each_(certificate);
    }

    void add_unreadable(const ExportFile& file, std::uint64_t ordinal, std::string_view why) {
        ++account_.counts.met;
        auto name =
            ordinal == 0 ? file.name : fmt::format("{}, certificate {}", file.name, ordinal);
        account_.unreadable.push_back(
            {.file = std::move(name), .path = {}, .message = std::string(why)});
    }

    void show() const {
        if (request_.on_progress)
            request_.on_progress(fmt::format("{} certificates read", account_.counts.met));
    }

    const ExportRequest& request_;
    AccountExport& account_;
    const std::function<void(const ScannedCertificate&)>& each_;
};

}  // namespace

bool has_certificate_name(const ExportFile& file) {
    static constexpr std::array<std::string_view, 5> extensions{".pem", ".crt", ".cer", ".cert",
                                                                ".der"};
    const auto extension = file.extension();
    return std::ranges::find(extensions, extension) != extensions.end() && !has_list_name(file);
}

bool has_list_name(const ExportFile& file) {
    const auto& name = file.name;
    return file.extension() == ".crl" || name.ends_with(".crl.pem") || name.starts_with("crls/") ||
           name.find("/crls/") != std::string::npos;
}

bool holds_certificates(const ExportFile& file) {
    constexpr std::size_t searched = 1U << 16;
    const auto head = beginning_of(file.path, searched);
    return head.find(certificate_mark) != std::string::npos;
}

void scan_certificates(const std::vector<ExportFile>& files, const ExportRequest& request,
                       AccountExport& account,
                       const std::function<void(const ScannedCertificate&)>& each) {
    Scan scan(request, account, each);
    for (std::size_t first = 0; first < files.size();) {
        if (files[first].bytes > small_bytes_max) {
            scan.read_large(files[first++]);
            continue;
        }
        auto last = first;
        while (last < files.size() && last - first < round_files &&
               files[last].bytes <= small_bytes_max)
            ++last;
        scan.read_round(std::span(files).subspan(first, last - first));
        first = last;
    }
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

void scan_lists(const std::vector<ExportFile>& files, AccountExport& account,
                FoundCertificates& found) {
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
            if (facts)
                found.add(FoundList{file.name, std::move(*facts), std::move(der)});
            else
                account.notes.push_back(
                    fmt::format("{}: is no revocation list: {}; not used", file.name, why));
        }
    }
}

}  // namespace fleet::exports
