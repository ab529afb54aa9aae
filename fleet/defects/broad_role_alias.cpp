// A role alias whose role may do more than a device needs, in one of the ways that audits tell
// apart. Everything it grants was used the day before. Near miss: one action on one table.
#include <algorithm>
#include <array>

#include "fleet/account_draft.hpp"
#include "fleet/base/error.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 7> grants{"used-service", "security-auditing", "thing-reads",
                                                 "thing-writes", "administration",    "data-plane",
                                                 "one-table"};
constexpr std::array parameters{
    ParameterCard{"allows", ParameterType::word, "used-service",
                  "used-service: all of one service; security-auditing, thing-reads, "
                  "thing-writes, administration (of IoT, besides things), data-plane; one-table: "
                  "a near miss",
                  grants},
};

struct Grant {
    std::string_view allows;
    std::string_view service;
    std::string_view action;
    std::string_view iot_resource;  // tail of its ARN; empty: "*"
    std::string_view reason_code;
};
constexpr std::array grants_table{
    Grant{"used-service", "dynamodb", "dynamodb:*", "", "ALLOWS_BROAD_ACCESS_TO_USED_SERVICES"},
    Grant{"security-auditing", "iam", "iam:GetRole", "",
          "ALLOWS_ACCESS_TO_SECURITY_AUDITING_SERVICES"},
    Grant{"thing-reads", "iot", "iot:DescribeThing", "thing/*",
          "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS"},
    Grant{"thing-writes", "iot", "iot:UpdateThing", "thing/*",
          "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS"},
    Grant{"administration", "iot", "iot:CreatePolicyVersion", "policy/*",
          "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS"},
    Grant{"data-plane", "iot", "iot:Publish", "topic/$aws/things/*",
          "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS"},
    Grant{"one-table", "dynamodb", "dynamodb:PutItem", "", ""},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto* const grant = std::ranges::find(
        grants_table, std::string_view(outcome.parameters.text("allows")), &Grant::allows);
    require(grant != grants_table.end(), "the loader lets no unknown word through");
    const auto& account = draft.fleet.inventory;
    const auto start = draft.description.start;
    const auto resource =
        grant->iot_resource.empty() ? std::string("*") : account.arn(grant->iot_resource);
    const auto alias = add_role_alias(
        draft, outcome, policy_document({policy_statement("Allow", grant->action, resource)}),
        {{.service = std::string(grant->service), .last_authenticated = start - 24h}});
    if (grant->reason_code.empty()) return;
    speak(outcome, "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK", "roleAliasArn", alias,
          grant->reason_code, start);
}

}  // namespace

extern const Defect broad_role_alias{
    .card = {.name = "broad-role-alias",
             .story = "Devices may take a role that may do more than any device should.",
             .attack_id = {},
             .speaks = "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
