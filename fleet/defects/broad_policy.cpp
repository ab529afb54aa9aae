// A policy that reaches beyond the device that has it, left over in the account and attached to
// nothing: audits look at it all the same. Near misses: bounded by a literal, denied again, or
// about receiving only.
#include <array>

#include "fleet/account_draft.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 7> grants{
    "everything",      "any-client-id", "any-shadow",  "reserved-topics",
    "named-by-prefix", "denied-again",  "receive-only"};
constexpr std::array parameters{
    ParameterCard{"allows", ParameterType::word, "everything",
                  "everything, any-client-id, any-shadow, reserved-topics; named-by-prefix, "
                  "denied-again and receive-only are near misses",
                  grants},
};

std::vector<std::string> statements_of(const Inventory& account, std::string_view allows) {
    const auto allow = [&](std::string_view action, std::string_view tail) {
        return policy_statement("Allow", action, account.arn(tail));
    };
    if (allows == "any-client-id") return {allow("iot:Connect", "client/*")};
    if (allows == "any-shadow") return {allow("iot:UpdateThingShadow", "thing/*")};
    if (allows == "reserved-topics") return {allow("iot:Subscribe", "topicfilter/$aws/things/+/#")};
    if (allows == "named-by-prefix")
        return {allow("iot:Connect", "client/gateway-*"), allow("iot:Publish", "topic/dt/*")};
    if (allows == "denied-again")
        return {allow("iot:Publish", "topic/*"), policy_statement("Deny", "iot:Publish", "*")};
    if (allows == "receive-only") return {allow("iot:Receive", "topic/*")};
    return {policy_statement("Allow", "iot:*", "*")};
}

bool is_near_miss(std::string_view allows) {
    return allows == "named-by-prefix" || allows == "denied-again" || allows == "receive-only";
}

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto& allows = outcome.parameters.text("allows");
    const auto name =
        add_policy(draft, outcome, policy_document(statements_of(draft.fleet.inventory, allows)));
    if (is_near_miss(allows)) return;
    speak(outcome, "IOT_POLICY_OVERLY_PERMISSIVE_CHECK", "policyName", name,
          "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS", draft.description.start);
}

}  // namespace

extern const Defect broad_policy{
    .card = {.name = "broad-policy",
             .story = "A policy in the account lets whoever has it act for every device.",
             .attack_id = {},
             .speaks = "IOT_POLICY_OVERLY_PERMISSIVE_CHECK",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
