#include "engine/audit/checks_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/audit/checks.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

std::string anchor_of(std::string_view name) {
    std::string anchor(name);
    std::ranges::transform(anchor, anchor.begin(), [](unsigned char c) { return std::tolower(c); });
    return anchor;
}

std::string reads_of(const AuditCheck& check) {
    if (check.reads.empty()) return "nothing";
    std::vector<std::string> reads;
    for (const auto read : check.reads) reads.push_back(fmt::format("`{}`", read));
    return fleet::join(reads, ", ");
}

std::string section_of(const AuditCheck& check) {
    auto text = fmt::format("## {}\n\n{}\n\n", check.name, check.question);
    text += fmt::format("* Why: {}\n* What to do: {}\n", check.why, check.remedy);
    text += fmt::format("* Severity: {}\n* Resource: {}, identified by `{}`\n",
                        name_of(check.severity), check.resource_type, check.identifier_key);
    if (!check.threshold_name.empty())
        text += fmt::format("* Parameter: `{}`, {} to {}, {} unless set\n", check.threshold_name,
                            threshold_days_min, threshold_days_max, check.threshold_days);
    return text + fmt::format("* Reads: {}\n\n", reads_of(check));
}

}  // namespace

std::string checks_page() {
    std::string page =
        "# The audit checks\n\n"
        "Written from the checks' cards, which `fleetdrill list checks` prints too. What exactly "
        "each of them finds\nstands in [audit-semantics.md](audit-semantics.md).\n\n"
        "| check | severity | resource |\n| --- | --- | --- |\n";
    for (const auto* check : audit_checks())
        page += fmt::format("| [{}](#{}) | {} | {} |\n", check->name, anchor_of(check->name),
                            name_of(check->severity), check->resource_type);
    page += '\n';
    for (const auto* check : audit_checks()) page += section_of(*check);
    page.pop_back();
    return page;
}

}  // namespace engine
