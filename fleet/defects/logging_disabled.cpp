// An account that logs nothing, in one of the ways in which that comes about. Near miss: the older
// options still log.
#include <array>

#include "fleet/account_draft.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 4> ways{"level", "all-logs", "never-configured",
                                               "older-options"};
constexpr std::array parameters{
    ParameterCard{"how", ParameterType::word, "level",
                  "level: it is DISABLED; all-logs: disableAllLogs is set; never-configured; "
                  "older-options: those of SetLoggingOptions still log, a near miss",
                  ways},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    auto& account = draft.fleet.inventory.account;
    const auto& how = outcome.parameters.text("how");
    if (!account.logging) account.logging.emplace();
    account.first_logging.reset();
    if (how == "never-configured")
        account.logging.reset();
    else if (how == "all-logs")
        account.logging->disable_all_logs = true;
    else
        account.logging->default_log_level = "DISABLED";
    if (how == "older-options") {
        account.first_logging = {.role_arn = account.logging->role_arn, .log_level = "ERROR"};
        return;
    }
    speak(outcome, "LOGGING_DISABLED_CHECK", "account", account.id, "LOGGING_DISABLED",
          draft.description.start);
}

}  // namespace

extern const Defect logging_disabled{
    .card = {.name = "logging-disabled",
             .story = "The account logs nothing of what its devices do.",
             .attack_id = {},
             .speaks = "LOGGING_DISABLED_CHECK",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
