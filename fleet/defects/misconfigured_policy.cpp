// A policy that means to keep a topic from devices and does not, attached to nothing. Near miss:
// receiving is denied as well.
#include <array>

#include "fleet/account_draft.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 3> ways{"wildcard-in-deny", "filter-around-deny",
                                               "receive-denied-too"};
constexpr std::array parameters{
    ParameterCard{"how", ParameterType::word, "wildcard-in-deny",
                  "wildcard-in-deny: # where * is meant; filter-around-deny: a wider filter hears "
                  "it; receive-denied-too: a near miss",
                  ways},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto& account = draft.fleet.inventory;
    const auto& how = outcome.parameters.text("how");
    const bool is_wildcard = how == "wildcard-in-deny";
    std::vector<std::string> statements{
        policy_statement("Allow", "iot:Subscribe", account.arn("topicfilter/plant/*")),
        policy_statement("Allow", "iot:Receive", account.arn("topic/plant/*")),
        policy_statement(
            "Deny", "iot:Subscribe",
            account.arn(is_wildcard ? "topicfilter/plant/vault/#" : "topicfilter/plant/vault/*"))};
    if (how == "receive-denied-too")
        statements.push_back(
            policy_statement("Deny", "iot:Receive", account.arn("topic/plant/vault/*")));
    const auto name = add_policy(draft, outcome, policy_document(statements));
    if (how == "receive-denied-too") return;
    speak(outcome, "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK", "policyName", name,
          is_wildcard ? "POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT"
                      : "TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS",
          draft.description.start);
}

}  // namespace

extern const Defect misconfigured_policy{
    .card = {.name = "misconfigured-policy",
             .story =
                 "A policy denies a topic in a way that does not keep devices from hearing it.",
             .attack_id = {},
             .speaks = "IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
