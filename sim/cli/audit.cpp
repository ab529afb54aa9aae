// fleetdrill audit: the audit of an account that was saved as files, at an instant of its user's
// choice.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>

#include "engine/audit/check_name.hpp"
#include "engine/audit/checks.hpp"
#include "engine/audit/task.hpp"
#include "engine/single_audit.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/lines.hpp"
#include "fleet/base/offset_time.hpp"
#include "fleet/base/text.hpp"
#include "fleet/exports/account_export.hpp"
#include "sim/cli/audit_baseline.hpp"
#include "sim/cli/audit_results.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/result_file.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_audit{
    OptionCard{
        "age-origin", "DATE",
        "what the age of a certificate counts from: creationDate (default), which AWS keeps, "
        "or notBefore, which stands in it"},
    OptionCard{"at", "TIME", "the instant to judge by, such as 2018-08-06T00:00:00Z; default: now"},
    OptionCard{"config", "F", "an answer of describe-account-audit-configuration"},
    OptionCard{"checks", "A,B", "only these checks; default: all that the configuration enables"},
    OptionCard{"suppressions", "F", "an answer of list-audit-suppressions"},
    OptionCard{"crls", "DIR", "revocation lists, beside those in EXPORT/crls; nothing is fetched"},
    OptionCard{"weak-keys", "F", "a list of Debian's weak keys, as openssl-blacklist has them",
               true},
    OptionCard{"facts", "F.jsonl", "writes what was read of each certificate, one object a line"},
    OptionCard{"format", "F,F", "text, json, csv; default text, to the screen"},
    OptionCard{"out", "DIR", "a folder for the reports (audit.txt, audit.json, audit.csv)"},
    OptionCard{"baseline", "PREVIOUS",
               "what an earlier audit or run left: only new findings count"},
    OptionCard{"fail-on", "SEVERITY",
               "from where a finding makes the status 1: LOW (default), "
               "MEDIUM, HIGH, CRITICAL, never"},
    OptionCard{"threads", "N", "to read with; default: as many as there are processors"},
};

/// The only look at the clock; what it says is printed and recorded with the result.
fleet::Time instant_in(const Options& options) {
    if (!options.has("at"))
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto& text = options.text("at");
    const auto time = fleet::parse_offset_time(text);
    if (!time)
        throw fleet::Error(fmt::format(
            "--at: expected a time such as 2018-08-06T00:00:00Z, in the years 1970 to 9999, "
            "found \"{}\"",
            text));
    return *time;
}

std::vector<std::string> checks_in(const Options& options) {
    std::vector<std::string> checks;
    if (!options.has("checks")) return checks;
    for (const auto part : fleet::split(options.text("checks"), ',')) {
        const auto name = engine::check_name_of(part);
        const std::vector<std::string> known(engine::aws_check_names().begin(),
                                             engine::aws_check_names().end());
        if (name.empty())
            throw fleet::Error(fmt::format("--checks: \"{}\" is no audit check{}", part,
                                           fleet::did_you_mean(part, known)));
        checks.emplace_back(name);
    }
    return checks;
}

/// The least severity that fails; nothing: none does.
std::optional<engine::Severity> threshold_in(const Options& options) {
    using engine::Severity;
    const std::vector<std::string> words{"CRITICAL", "HIGH", "MEDIUM", "LOW", "never"};
    const auto word = options.word_or("fail-on", words, "LOW");
    const auto at = std::ranges::find(words, word) - words.begin();
    if (word == "never") return std::nullopt;
    return static_cast<Severity>(at);
}

engine::AgeOrigin age_origin_in(const Options& options) {
    const std::vector<std::string> words{"creationDate", "notBefore"};
    return options.word_or("age-origin", words, "creationDate") == "notBefore"
               ? engine::AgeOrigin::not_before
               : engine::AgeOrigin::creation_date;
}

std::optional<fleet::Document> document_in(const Options& options, std::string_view option) {
    if (!options.has(option)) return std::nullopt;
    return fleet::read_json(options.text(option));
}

/// Lists of the world, instead of the synthetic one.
fleet::DebianWeakKeys weak_keys_in(const Options& options) {
    fleet::Problems problems;
    std::vector<std::filesystem::path> files;
    for (const auto& file : options.texts("weak-keys")) files.emplace_back(file);
    auto keys = fleet::DebianWeakKeys::load(files, problems);
    problems.raise_if_any();
    return keys;
}

/// It is written beside and put in place when it is whole, so it must be a file; of a link, the one
/// that it leads to.
std::filesystem::path facts_file(const std::string& path) {
    check_result_file("facts", path);
    namespace fs = std::filesystem;
    if (!fs::exists(fs::symlink_status(path))) return path;
    if (!fs::is_regular_file(path))
        throw fleet::Error(path + ": is no regular file; --facts names one to write");
    return fs::canonical(path);
}

fleet::AccountExport read(const Options& options, fleet::Time at) {
    Progress progress(!options.is_quiet(), options.is_verbose());
    fleet::ExportRequest request{
        .folder = options.argument(),
        .at = at,
        .threads =
            workers_of(static_cast<unsigned>(options.number_or("threads", 0, 1, 4096))).count};
    if (options.has("crls")) request.revocation_lists = options.text("crls");
    std::optional<fleet::DebianWeakKeys> listed;
    if (options.has("weak-keys")) {
        listed = weak_keys_in(options);
        request.weak_keys = &*listed;
        request.has_weak_key_list = true;
    }
    std::optional<fleet::LineWriter> facts;
    if (options.has("facts")) {
        facts.emplace(facts_file(options.text("facts")));
        request.on_facts = [&](std::string_view line) {
            facts->text() += line;
            facts->end_line();
        };
    }
    request.on_progress = [&](const std::string& line) {
        sim::raise_if_stopped();
        progress.show(line);
    };
    auto account = fleet::read_export(request);
    if (facts) facts->close();
    return account;
}

/// Nothing was judged: what the report says would be silence.
void require_something(const fleet::AccountExport& account) {
    if (account.unreadable.empty() || account.unreadable.size() < account.counts.met) return;
    fleet::Problems problems;
    for (const auto& problem : account.unreadable) problems.add(problem);
    problems.raise_if_any();
}

/// Where the certificates lie that something was found of.
std::map<std::string, std::string> files_of(const fleet::AccountExport& account,
                                            const engine::Findings& findings) {
    std::map<std::string, std::string> files;
    for (const auto& finding : findings.audit_findings)
        if (!account.files.empty() && finding.resource.type == "DEVICE_CERTIFICATE")
            files.emplace(finding.resource.identifier.front().second, "");
    if (files.empty()) return files;
    for (std::size_t i = 0; i < account.certificate_files.size(); ++i) {
        const auto found = files.find(account.inventory.certificates[i].id_hex());
        if (found != files.end()) found->second = account.files[account.certificate_files[i]];
    }
    return files;
}

bool fails(const report::AuditStory& story, std::optional<engine::Severity> threshold) {
    if (!threshold) return false;
    const auto& findings = story.findings.audit_findings;
    for (std::size_t i = 0; i < findings.size(); ++i)
        if (!findings[i].is_suppressed && findings[i].severity <= *threshold && story.is_new(i))
            return true;
    return false;
}

/// A report for other programs leaves no room for what a person should know.
void tell_beside(const Options& options, const report::AuditStory& story) {
    if (options.has("out") || options.is_quiet() || options.text_or("format", "text") == "text")
        return;
    std::fprintf(stderr, "%s\n", report::counts_line(story).c_str());
    for (const auto& problem : story.unreadable)
        std::fprintf(stderr, "unreadable: %s: %s\n", problem.file.c_str(), problem.message.c_str());
}

bool is_anything_judged(const engine::Findings& findings) {
    return std::ranges::any_of(findings.tasks, [](const engine::AuditTask& task) {
        return std::ranges::any_of(task.checks, [](const engine::CheckSummary& check) {
            return check.status != engine::check_status::waiting;
        });
    });
}

int run(const Options& options) {
    sim::stop_on_signals();
    const auto at = instant_in(options);
    const auto checks = checks_in(options);
    const auto threshold = threshold_in(options);
    const auto origin = age_origin_in(options);
    const auto configuration = document_in(options, "config"),
               suppressions = document_in(options, "suppressions");
    AuditResults results(options);
    const auto account = read(options, at);
    require_something(account);
    const auto findings =
        engine::audit_once({.view = {account.inventory, account.history, account.dictionary},
                            .at = at,
                            .configuration = configuration ? &*configuration : nullptr,
                            .suppressions = suppressions ? &*suppressions : nullptr,
                            .checks = checks,
                            .age_origin = origin});
    report::AuditStory story{.kind = account.kind,
                             .at = at,
                             .read = account.counts.met,
                             .repeated = account.counts.repeated,
                             .unreadable = account.unreadable,
                             .notes = account.notes,
                             .findings = findings,
                             .files = files_of(account, findings)};
    if (options.has("baseline"))
        story.is_known = known_findings(options.text("baseline"), findings);
    results.write(story);
    tell_beside(options, story);
    if (!is_anything_judged(findings)) {
        std::fprintf(stderr,
                     "fleetdrill: nothing could be judged: no check has the data it needs\n");
        return 2;
    }
    return fails(story, threshold) ? 1 : 0;
}

}  // namespace

extern const Command audit{
    .name = "audit",
    .summary = "audits an account that was saved as files, or a folder of certificates",
    .arguments = "EXPORT",
    .options = options_of_audit,
    .example = "fleetdrill audit fleet --at 2018-08-06T00:00:00Z --fail-on HIGH",
    .run = run,
};

}  // namespace cli
