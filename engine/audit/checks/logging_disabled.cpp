// An account that logs nothing cannot tell afterwards what was tried on it (docs/audit-semantics
// §3.10).
#include <fmt/format.h>

#include <array>

#include "engine/audit/audit_check.hpp"

namespace engine::checks {
namespace {

constexpr std::array needs{fleet::Part::logging};

constexpr std::array<std::string_view, 2> reads{"iot:GetLoggingOptions", "iot:GetV2LoggingOptions"};

/// Of the two generations of options, one that logs suffices.
bool is_logging(const fleet::Account& account) {
    const auto& first = account.first_logging;
    const auto& logging = account.logging;
    return (first && first->log_level != "DISABLED") ||
           (logging && !logging->disable_all_logs && logging->default_log_level != "DISABLED");
}

CheckResult run(const Evidence& evidence) {
    const auto& account = evidence.inventory.account;
    CheckResult result;
    result.resources = 1;
    if (is_logging(account)) return result;
    result.found.push_back({.resource = {.type = "ACCOUNT_SETTINGS",
                                         .identifier = {{"account", account.id}},
                                         .additional_info = {}},
                            .related = {},
                            .reason = "Logging is disabled.",
                            .reason_code = "LOGGING_DISABLED"});
    return result;
}

std::vector<std::string> explain(const Evidence& evidence, std::string_view) {
    const auto& account = evidence.inventory.account;
    std::vector<std::string> lines;
    if (const auto& first = account.first_logging)
        lines.push_back(fmt::format("GetLoggingOptions: level {}", first->log_level));
    else
        lines.emplace_back("GetLoggingOptions: nothing is configured");
    if (const auto& logging = account.logging)
        lines.push_back(fmt::format("GetV2LoggingOptions: default level {}{}",
                                    logging->default_log_level,
                                    logging->disable_all_logs ? ", all logs disabled" : ""));
    else
        lines.emplace_back("GetV2LoggingOptions: nothing is configured");
    return lines;
}

}  // namespace

extern const AuditCheck logging_disabled{
    .name = "LOGGING_DISABLED_CHECK",
    .severity = Severity::low,
    .resource_type = "ACCOUNT_SETTINGS",
    .identifier_key = "account",
    .threshold_name = {},
    .threshold_days = 0,
    .reads = reads,
    .needs = needs,
    .question = "Does the account log what its devices and its service do?",
    .why = "Without logs nobody can say afterwards what an intruder tried, or did.",
    .remedy = "Turn on logging to CloudWatch with SetV2LoggingOptions.",
    .run = run,
    .explain = explain};

}  // namespace engine::checks
