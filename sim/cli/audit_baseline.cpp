#include "sim/cli/audit_baseline.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/report/audit_report.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

fs::path findings_file(const fs::path& previous) {
    if (!fs::is_directory(previous)) return previous;
    for (const auto* name : {"audit.json", "audit/findings.json"})
        if (fs::exists(previous / name)) return previous / name;
    throw fleet::Error(fmt::format(
        "--baseline {}: holds neither audit.json nor audit/findings.json", previous.string()));
}

}  // namespace

std::vector<bool> known_findings(const std::string& previous, const engine::Findings& findings) {
    const auto document = fleet::read_json(findings_file(previous));
    const auto& root = document.root();
    const auto listed = root.is_object() ? root.find("findings") : root.end();
    fleet::Problems problems;
    if (!root.is_object() || listed == root.end() || !listed->is_array()) {
        problems.add(document.problem("", "expected the JSON of an audit, with \"findings\""));
        problems.raise_if_any();
    }
    std::set<std::string> identities;
    for (std::size_t i = 0; i < listed->size(); ++i) {
        auto identity = report::identity_of((*listed)[i]);
        if (identity.empty())
            problems.add(document.problem(fleet::path_of("findings", i), "is no audit finding"));
        identities.insert(std::move(identity));
    }
    problems.raise_if_any();
    std::vector<bool> known;
    for (const auto& finding : findings.audit_findings)
        known.push_back(identities.contains(report::identity_of(finding)));
    return known;
}

}  // namespace cli
