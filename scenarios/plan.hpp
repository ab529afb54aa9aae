// What one actor does, asked slot by slot. No list of all actions ever exists: a million devices
// for half a day is 720 million.
#pragma once

#include <cstdint>
#include <vector>

#include "fleet/base/random.hpp"
#include "fleet/base/time.hpp"
#include "scenarios/action.hpp"
#include "scenarios/agent_report.hpp"

namespace scenarios {

/// Where an actor stands at the start of a slot; how a plan can back off, reconnect, or give up.
struct ActorState {
    bool is_connected = false;
    fleet::Time last_connect{};       // epoch: never
    fleet::Time last_refusal{};       // refused by TLS or registry, or denied at connect
    fleet::Time last_displacement{};  // its session was taken over
};

/// [begin, end), within one detection slot.
struct Slot {
    fleet::Time begin;
    fleet::Time end;
    std::int64_t index = 0;  // begin / 300 s
};

/// Everything through which an actor may ever meet another one.
struct Reach {
    std::vector<fleet::NameId> publishes;    // topics, also those the cloud publishes for it
    std::vector<fleet::NameId> subscribes;   // filters that its policies may grant
    std::vector<std::uint32_t> credentials;  // in Fleet::credentials
};

class Plan {
  public:
    virtual ~Plan() = default;
    /// Appends what `actor` may publish, subscribe to and show in the whole of the run.
    virtual void reach(std::uint32_t actor, Reach& reach) const = 0;
    /// Appends what `actor` does in `slot`, each action's time within it, in the order it does
    /// them. A pure function of its arguments and of what compose put into the plan; called from
    /// several threads.
    virtual void actions(std::uint32_t actor, const ActorState& state, const Slot& slot,
                         std::vector<Action>& out) const = 0;
    /// What stands in the report of an action that this plan emitted for its actor; likewise pure.
    /// Plans that emit none are never asked.
    virtual AgentReport report(const Action& action) const;
};

}  // namespace scenarios
