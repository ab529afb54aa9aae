#include "scenarios/device_plan.hpp"

#include <algorithm>

#include "fleet/base/error.hpp"

namespace scenarios {
namespace {

using namespace std::chrono_literals;

constexpr fleet::Duration connect_spread = 60s;  // devices do not all connect at the same instant
constexpr fleet::Duration subscribe_delay = 200ms;
constexpr fleet::Duration settle_delay = 1s;  // from connecting to the first message

}  // namespace

DevicePlan::DevicePlan(const fleet::Fleet& fleet, const fleet::Cohort& cohort, std::uint32_t cloud,
                       std::vector<fleet::NameId> addresses, std::vector<CohortTraffic> traffic,
                       std::optional<Agent> agent)
    : fleet_(fleet),
      cohort_(cohort),
      cloud_(cloud),
      random_(fleet.seed),
      group_(fleet::label(cohort.name)),
      addresses_(std::move(addresses)),
      traffic_(std::move(traffic)),
      agent_(std::move(agent)),
      is_special_(cohort.count, false) {
    for (std::size_t ordinal = 0; ordinal < traffic_.size(); ++ordinal) {
        auto& draws = traffic_[ordinal].draws;
        draws.reserve(cohort.count);
        for (std::uint32_t k = 0; k < cohort.count; ++k)
            draws.push_back(draws_of(random_, group_, k, ordinal));
    }
}

std::vector<Presence>& DevicePlan::presences_of(std::uint32_t device) {
    auto& presences = special_[device];
    if (!is_special_[device - cohort_.first])
        presences.push_back(
            {fleet::Time::min(), fleet::Time::max(), fleet_.devices[device].credential});
    is_special_[device - cohort_.first] = true;
    return presences;
}

/// Removes the presences that end after `when`, and returns them.
std::vector<Presence> DevicePlan::take_from(std::uint32_t device, fleet::Time when) {
    auto& presences = presences_of(device);
    const auto first = std::ranges::partition_point(
        presences, [&](const Presence& presence) { return presence.end <= when; });
    std::vector<Presence> taken(first, presences.end());
    presences.erase(first, presences.end());
    return taken;
}

void DevicePlan::leave(std::uint32_t device, fleet::Time begin, fleet::Time end,
                       const Presence& how) {
    for (const auto& presence : take_from(device, begin)) {
        auto& kept = special_[device];
        if (presence.begin < begin) {
            kept.push_back(presence);
            kept.back().end = begin;
            kept.back().leaves = how.leaves;
            kept.back().is_abrupt = how.is_abrupt;
        }
        if (std::max(end, presence.begin) < presence.end) {
            kept.push_back(presence);
            kept.back().begin = std::max(end, presence.begin);
        }
    }
}

void DevicePlan::keep_away(std::uint32_t device, fleet::Time begin, fleet::Time end, bool leaves) {
    leave(device, begin, end, {.begin = begin, .end = end, .leaves = leaves});
}

void DevicePlan::lose(std::uint32_t device, fleet::Time begin, fleet::Time end) {
    leave(device, begin, end, {.begin = begin, .end = end, .leaves = true, .is_abrupt = true});
}

template <class Alter>
void DevicePlan::begin_anew(std::uint32_t device, fleet::Time when, bool is_abrupt, Alter alter) {
    for (const auto& presence : take_from(device, when)) {
        auto& kept = special_[device];
        if (presence.begin < when) {
            kept.push_back(presence);
            kept.back().end = when;
            kept.back().leaves = true;
            kept.back().is_abrupt = is_abrupt;
        }
        kept.push_back(presence);
        kept.back().begin = std::max(when, presence.begin);
        alter(kept.back());
    }
}

void DevicePlan::rotate(std::uint32_t device, fleet::Time when, std::uint32_t credential) {
    begin_anew(device, when, false, [=](Presence& presence) { presence.credential = credential; });
}

void DevicePlan::move(std::uint32_t device, fleet::Time when, fleet::NameId address) {
    begin_anew(device, when, true, [=](Presence& presence) { presence.address = address; });
}

void DevicePlan::reach(std::uint32_t actor, Reach& reach) const {
    const auto k = actor - cohort_.first;
    for (const auto& entry : traffic_) {
        reach.publishes.push_back(entry.topics[k]);
        if (entry.is_received) reach.subscribes.push_back(entry.topics[k]);
    }
    if (agent_) reach_of_agent(k, reach);
    reach.credentials.push_back(fleet_.devices[actor].credential);
    if (!is_special_[k]) return;
    for (const auto& presence : special_.at(actor))
        reach.credentials.push_back(presence.credential);
}

/// Who reports for a thing meets whoever else does, for the service knows one thing: as if every
/// device listened where it reports.
void DevicePlan::reach_of_agent(std::uint32_t k, Reach& reach) const {
    const auto& topics = agent_->topics(k);
    reach.publishes.push_back(topics.report);
    reach.subscribes.push_back(topics.report);
    agent_->reach(k, reach.publishes);
    if (!agent_->description().hears_replies) return;
    for (const auto topic : {topics.accepted, topics.rejected}) {
        reach.publishes.push_back(topic);  // by the service
        reach.subscribes.push_back(topic);
    }
}

AgentReport DevicePlan::report(const Action& action) const {
    fleet::require(agent_.has_value(), "only devices with an agent report");
    return agent_->report(action.actor - cohort_.first, action);
}

void DevicePlan::alter_reports(std::uint32_t device, AgentChange change) {
    fleet::require(agent_.has_value(), "only devices with an agent report");
    agent_->alter(device - cohort_.first, std::move(change));
}

void DevicePlan::actions(std::uint32_t actor, const ActorState& state, const Slot& slot,
                         std::vector<Action>& out) const {
    if (!is_special_[actor - cohort_.first]) {
        // Its credential lies elsewhere in memory, and only who connects needs it.
        const auto credential = state.is_connected ? 0 : fleet_.devices[actor].credential;
        const Presence always{slot.begin, slot.end, credential};
        be_present(actor, state.is_connected, state, slot, always, out);
        return;
    }
    const auto& presences = special_.at(actor);
    const auto first = std::ranges::partition_point(
        presences, [&](const Presence& presence) { return presence.end <= slot.begin; });
    for (auto next = first; next != presences.end() && next->begin < slot.end; ++next) {
        auto presence = *next;
        const bool is_connected = presence.begin <= slot.begin && state.is_connected;
        presence.begin = std::max(presence.begin, slot.begin);
        if (presence.end >= slot.end) presence.leaves = presence.leaves && presence.end == slot.end;
        presence.end = std::min(presence.end, slot.end);
        be_present(actor, is_connected, state, slot, presence, out);
    }
}

fleet::Time DevicePlan::connect(std::uint32_t actor, const Presence& presence, fleet::Time earliest,
                                const Slot& slot, std::vector<Action>& out) const {
    const auto k = actor - cohort_.first;
    auto jitter = random_.stream(group_, k, fleet::Purpose::connect_jitter,
                                 static_cast<std::uint64_t>(slot.index));
    const auto time = earliest + fleet::Duration{jitter.between(1, connect_spread.count() - 1)};
    out.push_back(
        {.time = time,
         .actor = actor,
         .kind = ActionKind::connect,
         .credential = presence.credential,
         .address = presence.address == fleet::no_name ? addresses_[k] : presence.address});
    for (const auto& entry : traffic_) {
        if (!entry.is_received) continue;
        out.push_back({.time = time + subscribe_delay,
                       .actor = actor,
                       .kind = ActionKind::subscribe,
                       .topic = entry.topics[k]});
    }
    if (agent_ && agent_->description().hears_replies) {
        for (const auto topic : {agent_->topics(k).accepted, agent_->topics(k).rejected})
            out.push_back({.time = time + subscribe_delay,
                           .actor = actor,
                           .kind = ActionKind::subscribe,
                           .topic = topic});
    }
    return time + settle_delay;
}

TrafficContext DevicePlan::context_of(std::uint32_t actor, std::size_t ordinal) const {
    const auto k = actor - cohort_.first;
    return {.actor = actor,
            .cloud = cloud_,
            .group = group_,
            .k = k,
            .ordinal = ordinal,
            .topic = traffic_[ordinal].topics[k],
            .draws = traffic_[ordinal].draws[k]};
}

void DevicePlan::publish_usual(std::uint32_t actor, fleet::Time from, fleet::Time until,
                               std::vector<Action>& out) const {
    for (std::size_t ordinal = 0; ordinal < traffic_.size(); ++ordinal) {
        const auto& entry = traffic_[ordinal];
        if (!entry.is_received)
            entry.traffic->actions(context_of(actor, ordinal), from, until, out);
    }
}

void DevicePlan::be_present(std::uint32_t actor, bool is_connected, const ActorState& state,
                            const Slot& slot, const Presence& presence,
                            std::vector<Action>& out) const {
    const auto emitted = out.size();
    auto up_from = presence.begin;
    auto connected = state.last_connect;
    if (!is_connected) {
        const auto refusal_ends = state.last_refusal + backoff_after_refusal;
        const auto displacement_ends = state.last_displacement + backoff_after_displacement;
        auto earliest = presence.begin;
        if (state.last_refusal != fleet::Time{}) earliest = std::max(earliest, refusal_ends);
        if (state.last_displacement != fleet::Time{} && presence.begin == slot.begin)
            earliest = std::max(earliest, displacement_ends);
        if (earliest >= presence.end) return;
        connected = up_from = connect(actor, presence, earliest, slot, out);
        // Connecting is not torn apart: a subscription that came too late would be missing for as
        // long as the connection stands. What does not fit waits for the next slot.
        if (up_from >= presence.end) return out.resize(emitted);
    }
    for (std::size_t ordinal = 0; ordinal < traffic_.size(); ++ordinal)
        traffic_[ordinal].traffic->actions(context_of(actor, ordinal), up_from, presence.end, out);
    if (agent_)
        agent_->actions(actor, actor - cohort_.first, connected, up_from, presence.end, out);
    if (presence.leaves) {
        out.push_back({.time = presence.end - 1ms,
                       .actor = actor,
                       .kind = ActionKind::disconnect,
                       .is_abrupt = presence.is_abrupt});
    }
}

}  // namespace scenarios
