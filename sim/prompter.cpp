#include "sim/prompter.hpp"

#include <algorithm>

#include "fleet/base/error.hpp"
#include "sim/device_agent.hpp"

namespace sim {

using scenarios::Action;
using scenarios::ActorState;
using scenarios::Slot;

Prompter::Prompter(const scenarios::Script& script, fleet::Workers workers)
    : script_(script), workers_(workers), has_overlay_(script.actors.size()) {
    for (const auto& [actor, plan] : script.overlays) has_overlay_[actor] = true;
}

void Prompter::ask(std::uint32_t actor, const ActorState& state, const Slot& slot,
                   std::vector<Action>& out) const {
    const auto role = script_.role_of(actor);
    if (actor == script_.cloud || role == scenarios::ShardRole::absent) return;
    const auto asked = out.size();
    script_.plans[script_.actors[actor].plan]->actions(actor, state, slot, out);
    if (has_overlay_[actor]) ask_overlays(actor, state, slot, out);
    for (auto i = asked; i < out.size(); ++i)
        fleet::require(out[i].time >= slot.begin && out[i].time < slot.end,
                       "a plan emitted an action outside its slot");
    if (role != scenarios::ShardRole::listener) return;
    for (auto i = asked; i < out.size(); ++i) out[i].is_elsewhere = true;
}

void Prompter::ask_overlays(std::uint32_t actor, const ActorState& state, const Slot& slot,
                            std::vector<Action>& out) const {
    auto overlay =
        std::lower_bound(script_.overlays.begin(), script_.overlays.end(), std::pair{actor, 0U});
    for (; overlay != script_.overlays.end() && overlay->first == actor; ++overlay)
        script_.plans[overlay->second]->actions(actor, state, slot, out);
}

std::vector<Action> Prompter::ask_all(std::span<const ActorState> states, const Slot& slot) const {
    const auto actors = script_.actors.size();
    const auto shares = workers_.shares_of(actors);
    std::vector<std::vector<Action>> parts(shares);
    fleet::for_each_share(actors, shares, [&](unsigned share, std::size_t first, std::size_t last) {
        for (auto actor = first; actor < last; ++actor)
            ask(static_cast<std::uint32_t>(actor), states[actor], slot, parts[share]);
    });
    auto actions = std::move(parts.front());
    for (std::size_t part = 1; part < parts.size(); ++part)
        actions.insert(actions.end(), parts[part].begin(), parts[part].end());
    sort_canonically(actions);
    return actions;
}

void Prompter::write_reports(std::span<Action> actions, fleet::Payloads& payloads,
                             unsigned share) const {
    std::string payload;
    for (auto& action : actions) {
        if (action.kind != scenarios::ActionKind::report || action.payload != fleet::no_name)
            continue;
        encode(script_.plans[script_.actors[action.actor].plan]->report(action), payload);
        action.payload = payloads.keep(payload, share);
    }
}

/// Stable, so that what one plan says of one instant stays in its order.
void sort_canonically(std::vector<Action>& actions) {
    const auto comes_before = [](const Action& a, const Action& b) {
        return a.time != b.time ? a.time < b.time : a.actor < b.actor;
    };
    constexpr std::size_t few = 8;  // what one device does in a slot; no memory is asked for
    if (actions.size() > few) return std::stable_sort(actions.begin(), actions.end(), comes_before);
    for (auto action = actions.begin(); action != actions.end(); ++action)
        std::rotate(std::upper_bound(actions.begin(), action, *action, comes_before), action,
                    action + 1);
}

}  // namespace sim
