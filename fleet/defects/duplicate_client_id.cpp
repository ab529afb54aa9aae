// Devices provisioned under the name of another: they connect with its client id and take its
// session from it, back and forth. Near miss: the same client id used by one device after the
// other.
#include <array>

#include "fleet/defects.hpp"

namespace fleet::defects_table {
namespace {

constexpr std::array<std::string_view, 2> uses{"contest", "in-turn"};
constexpr std::array parameters{
    ParameterCard{
        "use", ParameterType::word, "contest",
        "contest: the devices displace each other; in-turn: one after the other, a near miss",
        uses},
};

void apply(Draft& draft, DefectOutcome& outcome) {
    const auto owner = outcome.devices.front();
    for (const auto device : outcome.devices) {
        if (device == owner) continue;
        draft.fleet.devices[device].client_thing = owner;
        draft.attachments.emplace_back(device, owner);
    }
    const bool is_contest = outcome.parameters.text("use") == "contest";
    outcome.connection =
        is_contest ? DefectOutcome::Connection::contest : DefectOutcome::Connection::in_turn;
    if (!is_contest || outcome.devices.size() < 2) return;
    outcome.checks.push_back(
        {.check_name = "CONFLICTING_CLIENT_IDS_CHECK",
         .resource_key = "clientId",
         .resource_value = draft.fleet.inventory.things[owner].name,
         .reason_code = "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS",
         .device = owner,
         .begin = draft.description.start + 2min,  // both have connected within their first minute
         .end = Time::max()});
}

}  // namespace

extern const Defect duplicate_client_id{
    .card =
        {.name = "duplicate-client-id",
         .story =
             "Two devices were provisioned with one client id and displace each other's session.",
         .attack_id = {},
         .speaks = "CONFLICTING_CLIENT_IDS_CHECK",
         .parameters = parameters},
    .apply = apply};

}  // namespace fleet::defects_table
