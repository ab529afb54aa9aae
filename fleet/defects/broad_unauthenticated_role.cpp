// An identity pool whose guests may do too much. Near misses: only what an app needs, or nobody of
// the pool was connected for a month.
#include <array>

#include "fleet/account_draft.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 3> grants{"administration", "data-plane", "one-thing"};
constexpr std::array parameters{
    ParameterCard{"allows", ParameterType::word, "administration",
                  "administration: to look at a thing; data-plane: everybody's shadow; one-thing: "
                  "the shadow of one, a near miss",
                  grants},
    ParameterCard{"lastConnected", ParameterType::duration, "1d",
                  "from the last connection of a guest to the start of the run; above 31d a near "
                  "miss"},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto& allows = outcome.parameters.text("allows");
    const bool is_administration = allows == "administration";
    const bool is_data_plane = allows == "data-plane";
    const auto document = policy_document(
        {policy_statement("Allow", is_administration ? "iot:DescribeThing" : "iot:GetThingShadow",
                          draft.fleet.inventory.arn(is_data_plane ? "thing/*" : "thing/lobby"))});
    add_identity_pool(draft, outcome, false, document,
                      is_administration ? "ALLOWS_ACCESS_TO_IOT_ADMIN_ACTIONS"
                      : is_data_plane   ? "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS"
                                        : "");
}

}  // namespace

extern const Defect broad_unauthenticated_role{
    .card = {.name = "broad-unauthenticated-role",
             .story = "Guests of an identity pool, which is to say everybody, may do too much.",
             .attack_id = {},
             .speaks = "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK, up to 31 days after "
                       "the last connection",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
