// A role alias whose role may use a service that it has not used for long. Near miss: less than a
// year ago – until the year is over.
#include <array>

#include "fleet/account_draft.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array parameters{
    ParameterCard{"lastUsed", ParameterType::duration, "400d",
                  "from the last use of the service to the start of the run; up to 365d a near "
                  "miss"},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto start = draft.description.start;
    const Time last = start - outcome.parameters.duration("lastUsed");
    const auto alias = add_role_alias(
        draft, outcome,
        policy_document(
            {policy_statement("Allow", "dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/readings")}),
        {{.service = "dynamodb", .last_authenticated = last}});
    speak(outcome, "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK", "roleAliasArn", alias,
          "ALLOWS_ACCESS_TO_UNUSED_SERVICES",
          std::max<Time>(start, last + service_use_memory + 1ms));
}

}  // namespace

extern const Defect unused_services{
    .card = {.name = "unused-services",
             .story = "Devices may take a role that grants a service nobody has used for a year.",
             .attack_id = {},
             .speaks = "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK, from 365 days after "
                       "the last use",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
