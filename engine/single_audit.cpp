#include "engine/single_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/account/check_setting.hpp"
#include "engine/audit/audit_window.hpp"
#include "engine/audit/check_name.hpp"
#include "engine/audit/checks.hpp"
#include "engine/operations/suppression_request.hpp"
#include "fleet/base/offset_time.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;
using fleet::path_of;

/// The member of the root that an answer is made of; nullptr, and a problem, when there is none.
const Json* member_of(const fleet::Document& document, const char* key, Json::value_t kind,
                      fleet::Problems& problems) {
    const auto& root = document.root();
    const auto found = root.is_object() ? root.find(key) : root.end();
    if (root.is_object() && found != root.end() && found->type() == kind) return &*found;
    problems.add(document.problem(
        "", fmt::format("expected an object with \"{}\", found {}", key, fleet::excerpt(root))));
    return nullptr;
}

void configure(AccountState& account, const SingleAudit& audit, fleet::Problems& problems) {
    // Everything an audit looks back at was collected.
    const auto since = audit.at - audit_window_max;
    if (audit.configuration == nullptr) {
        for (const auto* check : audit_checks())
            account.audit.checks[std::string(check->name)] = {
                .is_enabled = true, .enabled_since = since, .threshold_days = {}};
        return;
    }
    constexpr auto key = "auditCheckConfigurations";
    const auto* settings = member_of(*audit.configuration, key, Json::value_t::object, problems);
    if (settings == nullptr) return;
    for (const auto& [name, setting] : settings->items()) {
        auto problem = problem_of_setting(name, setting);
        if (problem == invalid_check_name) {
            const std::vector<std::string> known(aws_check_names().begin(),
                                                 aws_check_names().end());
            problem = fmt::format("is no audit check{}", fleet::did_you_mean(name, known));
        }
        if (problem.empty())
            adopt_setting(account.audit.checks[std::string(check_name_of(name))], setting, since);
        else
            problems.add(audit.configuration->problem(path_of(key, name), std::move(problem)));
    }
}

/// What is wrong with one suppression; empty when it was added. Expired ones stay listed.
std::string add_suppression(AccountState& account, Json given) {
    const auto end = given.is_object() ? given.find("expirationDate") : given.end();
    std::optional<fleet::Time> expiration;
    if (given.is_object() && end != given.end()) {
        expiration = fleet::read_exported_time(*end);
        if (!expiration) return "expirationDate: expected a time";
        *end = fleet::aws_time(*expiration);
    }
    if (const auto refused =
            refuse_malformed(given, {suppressed_check, suppressed_resource, expiration_date,
                                     suppress_indefinitely, suppression_description}))
        return refused->message;
    AuditSuppression suppression;
    if (const auto refused = read_suppression_key(given, suppression)) return refused->message;
    suppression.expiration = expiration;
    if (!expiration && !is_wanted(given, "suppressIndefinitely"))
        return "expected either expirationDate, or suppressIndefinitely as true";
    account.suppressions.push_back(std::move(suppression));
    return {};
}

void suppress(AccountState& account, const SingleAudit& audit, fleet::Problems& problems) {
    if (audit.suppressions == nullptr) return;
    constexpr auto key = "suppressions";
    const auto* listed = member_of(*audit.suppressions, key, Json::value_t::array, problems);
    for (std::size_t i = 0; listed != nullptr && i < listed->size(); ++i) {
        if (auto problem = add_suppression(account, (*listed)[i]); !problem.empty())
            problems.add(audit.suppressions->problem(path_of(key, i), std::move(problem)));
    }
}

std::vector<const AuditCheck*> checks_of(const AccountState& account, const SingleAudit& audit) {
    std::vector<const AuditCheck*> checks;
    for (const auto* check : audit_checks()) {
        const bool is_named = std::ranges::find(audit.checks, check->name) != audit.checks.end();
        const bool is_enabled = account.audit.is_enabled(check->name);
        if (is_named && !is_enabled)
            throw fleet::Error(
                fmt::format("{}: the configuration does not enable it", check->name));
        if (is_named || (audit.checks.empty() && is_enabled)) checks.push_back(check);
    }
    if (checks.empty()) throw fleet::Error("the configuration enables no check");
    return checks;
}

}  // namespace

Findings audit_once(const SingleAudit& audit) {
    AccountState account;
    account.reading = {.asks_permission = false, .age_origin = audit.age_origin};
    fleet::Problems problems;
    configure(account, audit, problems);
    suppress(account, audit, problems);
    problems.raise_if_any();
    start_audit(account, audit.view, audit.at, checks_of(account, audit));
    while (const auto next = next_audit_step(account)) continue_audits(account, audit.view, *next);
    return std::move(account.findings);
}

}  // namespace engine
