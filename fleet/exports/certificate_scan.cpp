#include "fleet/exports/certificate_scan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/json.hpp"
#include "fleet/base/parallel.hpp"
#include "fleet/exports/certificate_facts.hpp"
#include "fleet/exports/certificate_items.hpp"
#include "fleet/pki/certificate_file.hpp"

namespace fleet::exports {
namespace {

/// Files read at once.
constexpr std::size_t round_files = 1024;

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

}  // namespace fleet::exports
