// A folder of what the AWS CLI printed (docs/auditing-an-account.md): every .json file is an answer
// to some call, and beside them may lie the certificates of issuers and revocation lists.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/parallel.hpp"
#include "fleet/exports/account_export.hpp"
#include "fleet/exports/aws_documents.hpp"
#include "fleet/exports/aws_draft.hpp"
#include "fleet/exports/certificate_scan.hpp"

namespace fleet::exports {
namespace {

constexpr std::size_t round_files = 512;
constexpr std::uint64_t answer_bytes_max = 256U << 20;

bool is_json(const ExportFile& file) {
    return file.extension() == ".json" || file.extension() == ".jsonl";
}

/// What one file holds: its answers, or why it cannot be read.
struct Read {
    std::vector<Document> answers;
    std::optional<Error> error;
};

Read read_answers(const ExportFile& file) {
    Read read;
    try {
        const auto text = read_file(file.path, answer_bytes_max);
        for (const auto& part : texts_in(text))
            read.answers.push_back(parse_json(part.text, file.name, part.line));
    } catch (const Error& error) {  // whose file it is decides what follows
        read.error = error;
    }
    return read;
}

/// An answer, or a file that is called like one and cut.
bool is_answer(const ExportFile& file) {
    if (!is_json(file)) return false;
    const auto read = read_answers(file);
    if (read.error) return is_description_of_certificate(file.name);
    return std::ranges::any_of(read.answers, [&](const Document& one) {
        return answer_of(one.root(), file.name) != AwsAnswer::none;
    });
}

bool recognises(const std::filesystem::path& folder) {
    return std::ranges::any_of(files_of(folder).files, is_answer);
}

class AwsReader {
  public:
    explicit AwsReader(const ExportRequest& request)
        : request_(request), certificates_(request, account_, found_) {}

    AccountExport read() {
        auto files = files_of(request_.folder);
        for (const auto& problem : files.unopened)
            account_.notes.push_back(fmt::format("{}: {}", problem.file, problem.message));
        scan_lists(list_files(request_, files.files, account_), request_, account_, found_);
        std::erase_if(files.files, has_list_name);
        const auto others = std::stable_partition(files.files.begin(), files.files.end(), is_json);
        const std::vector<ExportFile> rest(others, files.files.end());
        files.files.erase(others, files.files.end());
        read_all(files.files);
        problems_.raise_if_any();
        scan_certificates(rest, request_, account_,
                          [&](const ScannedCertificate& one) { certificates_.add(one); });
        settle();
        return std::move(account_);
    }

  private:
    void read_all(const std::vector<ExportFile>& files) {
        const Workers workers{.count = request_.threads, .grain = 16};
        for (std::size_t begin = 0; begin < files.size(); begin += round_files) {
            const auto size = std::min(round_files, files.size() - begin);
            std::vector<Read> round(size);
            for_each_share(size, workers.shares_of(size),
                           [&](unsigned, std::size_t first, std::size_t last) {
                               for (auto i = first; i < last; ++i)
                                   round[i] = read_answers(files[begin + i]);
                           });
            for (std::size_t i = 0; i < size; ++i) take(files[begin + i], round[i]);
            if (request_.on_progress)
                request_.on_progress(
                    fmt::format("{} of {} answers read", begin + size, files.size()));
        }
    }

    void take(const ExportFile& file, const Read& read) {
        if (!read.error) {
            for (const auto& answer : read.answers) take(file, answer);
        } else if (is_description_of_certificate(file.name)) {
            cut_.push_back(subject_of(file.name));
            account_.unreadable.push_back(
                {.file = file.name, .path = {}, .message = "is cut, or no JSON"});
        } else {
            refuse(file, *read.error);
        }
    }

    void refuse(const ExportFile& file, const Error& error) {
        for (const auto& problem : error.problems()) problems_.add(problem);
        if (error.problems().empty())
            problems_.add(
                {.file = file.name, .path = {}, .message = "cannot be read, or is too large"});
    }

    void take(const ExportFile& file, const Document& document) {
        const auto answer = answer_of(document.root(), file.name);
        if (answer > AwsAnswer::passed && has_next_page(document.root()))
            account_.notes.push_back(fmt::format(
                "{}: more pages follow this one; what they tell must be there too", file.name));
        if (answer == AwsAnswer::none)
            account_.notes.push_back(
                fmt::format("{}: no answer that an audit asks for; passed over", file.name));
        else
            AwsAccount{certificates_, authorization_}.take(answer, Fields(document, problems_),
                                                           file.name);
    }

    void settle() {
        auto& inventory = account_.inventory;
        // A list may tell of a certificate whose description is cut.
        account_.counts.met += static_cast<std::uint64_t>(std::ranges::count_if(
            cut_, [&](const std::string& id) { return !certificates_.knows(id); }));
        AwsAddress address;
        certificates_.settle(address);
        authorization_.settle(inventory, address);
        inventory.at = request_.at;
        inventory.account.id = address.account().empty() ? "000000000000" : address.account();
        if (!address.region().empty()) inventory.account.region = address.region();
        inventory.unknown.add(Part::connections);
        if (!request_.has_weak_key_list) inventory.unknown.add(Part::debian_weak_keys);
    }

    const ExportRequest& request_;
    AccountExport account_;
    Problems problems_;
    std::vector<std::string> cut_;  // of which certificates descriptions cannot be read
    FoundCertificates found_;
    AwsCertificates certificates_;
    AwsAuthorization authorization_;
};

AccountExport read(const ExportRequest& request) { return AwsReader(request).read(); }

}  // namespace

extern const ExportKind aws_answers{
    .name = "answers of the AWS CLI", .recognises = recognises, .read = read};

}  // namespace fleet::exports
