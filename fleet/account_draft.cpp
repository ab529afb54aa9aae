#include "fleet/account_draft.hpp"

#include <fmt/format.h>

#include "fleet/base/text.hpp"

namespace fleet {
namespace {

/// Audits look this far back for pools that were in use.
constexpr Duration pool_memory = 31 * 24h;
/// Everything here was made this long before the start.
constexpr Duration age = 90 * 24h;

Time creation(const Draft& draft) { return draft.description.start - age; }

}  // namespace

std::string policy_statement(std::string_view effect, std::string_view action,
                             std::string_view resource) {
    return fmt::format(R"({{"Effect":"{}","Action":"{}","Resource":"{}"}})", effect, action,
                       resource);
}

std::string policy_document(const std::vector<std::string>& statements) {
    return fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", join(statements, ","));
}

std::string name_of_defect(const Draft& draft, const DefectOutcome& outcome) {
    return fmt::format("defect-{}-{}", draft.fleet.defects.size(), outcome.kind);
}

std::string add_policy(Draft& draft, const DefectOutcome& outcome, std::string document) {
    auto name = name_of_defect(draft, outcome);
    draft.fleet.inventory.policies.push_back(
        {.name = name,
         .versions = {
             {.id = "1", .document = std::move(document), .creation_date = creation(draft)}}});
    return name;
}

std::string add_role(Draft& draft, const DefectOutcome& outcome, std::string_view trusted,
                     std::string document, std::vector<ServiceLastAccessed> last_accessed) {
    auto& inventory = draft.fleet.inventory;
    auto name = name_of_defect(draft, outcome);
    auto arn = inventory.role_arn(name);
    inventory.roles.push_back(
        {.name = std::move(name),
         .trust_document = policy_document({fmt::format(
             R"({{"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"}})", trusted)}),
         .documents = {std::move(document)},
         .last_accessed = std::move(last_accessed)});
    return arn;
}

std::string add_role_alias(Draft& draft, const DefectOutcome& outcome, std::string document,
                           std::vector<ServiceLastAccessed> last_accessed) {
    auto& inventory = draft.fleet.inventory;
    auto role = add_role(draft, outcome, R"({"Service":"credentials.iot.amazonaws.com"})",
                         std::move(document), std::move(last_accessed));
    auto name = name_of_defect(draft, outcome);
    auto arn = inventory.arn("rolealias/" + name);
    inventory.role_aliases.push_back({.name = std::move(name),
                                      .role_arn = std::move(role),
                                      .creation_date = creation(draft),
                                      .last_modified_date = creation(draft)});
    return arn;
}

void add_identity_pool(Draft& draft, DefectOutcome& outcome, bool is_authenticated,
                       std::string document, std::string_view reason) {
    auto& inventory = draft.fleet.inventory;
    const auto start = draft.description.start;
    auto role = add_role(draft, outcome, R"({"Federated":"cognito-identity.amazonaws.com"})",
                         std::move(document), {});
    const Time last = start - outcome.parameters.duration("lastConnected");
    IdentityPool pool{
        .id = {},
        .name = name_of_defect(draft, outcome),
        .authenticated_role_arn = is_authenticated ? role : std::string{},
        .unauthenticated_role_arn = is_authenticated ? std::string{} : role,
        .connections = {
            {.is_authenticated = is_authenticated, .connected = last - 1h, .disconnected = last}}};
    pool.id = identity_pool_id(inventory.account, pool.name);
    if (!reason.empty())
        speak(outcome,
              is_authenticated ? "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK"
                               : "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK",
              "cognitoIdentityPoolId", pool.id, reason, start, last + pool_memory + 1ms);
    inventory.identity_pools.push_back(std::move(pool));
}

void speak(DefectOutcome& outcome, std::string_view check, std::string_view key, std::string value,
           std::string_view reason, Time begin, Time end) {
    outcome.checks.push_back({.check_name = std::string(check),
                              .resource_key = std::string(key),
                              .resource_value = std::move(value),
                              .reason_code = std::string(reason),
                              .device = 0,
                              .begin = begin,
                              .end = end});
}

}  // namespace fleet
