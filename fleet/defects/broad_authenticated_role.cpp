// An identity pool whose users, having signed in, may do too much. Near misses: only what an app
// needs, or nobody of the pool was connected for a month.
#include <algorithm>
#include <array>

#include "fleet/account_draft.hpp"
#include "fleet/base/error.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 5> grants{"thing-writes", "thing-reads", "administration",
                                                 "data-plane", "one-thing"};
constexpr std::array parameters{
    ParameterCard{"allows", ParameterType::word, "thing-writes",
                  "thing-writes, thing-reads, administration (of IoT, besides things), data-plane; "
                  "one-thing: to look at one, a near miss",
                  grants},
    ParameterCard{"lastConnected", ParameterType::duration, "1d",
                  "from the last connection of a user to the start of the run; above 31d a near "
                  "miss"},
};

struct Grant {
    std::string_view allows;
    std::string_view action;
    std::string_view resource;  // tail of its ARN
    std::string_view reason_code;
};
constexpr std::array grants_table{
    Grant{"thing-writes", "iot:UpdateThing", "thing/lobby",
          "ALLOWS_ACCESS_TO_IOT_THING_ADMIN_WRITE_ACTIONS"},
    Grant{"thing-reads", "iot:DescribeThing", "thing/*",
          "ALLOWS_BROAD_ACCESS_TO_IOT_THING_ADMIN_READ_ACTIONS"},
    Grant{"administration", "iot:AttachPolicy", "cert/*",
          "ALLOWS_ACCESS_TO_IOT_NON_THING_ADMIN_ACTIONS"},
    Grant{"data-plane", "iot:Publish", "topic/$aws/things/*",
          "ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS"},
    Grant{"one-thing", "iot:DescribeThing", "thing/lobby", ""},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto* const grant = std::ranges::find(
        grants_table, std::string_view(outcome.parameters.text("allows")), &Grant::allows);
    require(grant != grants_table.end(), "the loader lets no unknown word through");
    const auto resource = draft.fleet.inventory.arn(grant->resource);
    add_identity_pool(draft, outcome, true,
                      policy_document({policy_statement("Allow", grant->action, resource)}),
                      grant->reason_code);
}

}  // namespace

extern const Defect broad_authenticated_role{
    .card = {.name = "broad-authenticated-role",
             .story = "Users of an identity pool may do more than use their own things.",
             .attack_id = {},
             .speaks = "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK, up to 31 days after "
                       "the last connection",
             .parameters = parameters},
    .apply = apply,
    .scope = DefectScope::account};

}  // namespace fleet::defects_table
