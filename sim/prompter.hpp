// Asks the plans what their actors do: the one place that knows in which order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fleet/base/parallel.hpp"
#include "scenarios/script.hpp"

namespace sim {

class Prompter {
  public:
    /// `script` outlives the object. The number of workers cannot show in any result.
    Prompter(const scenarios::Script& script, fleet::Workers workers);

    fleet::Workers workers() const { return workers_; }
    const scenarios::Script& script() const { return script_; }
    /// Appends what one actor does in the slot, in the order in which its plans say it.
    void ask(std::uint32_t actor, const scenarios::ActorState& state, const scenarios::Slot& slot,
             std::vector<scenarios::Action>& out) const;
    /// Has what stands in the reports among `actions` written down, in a share of the payloads.
    void write_reports(std::span<scenarios::Action> actions, fleet::Payloads& payloads,
                       unsigned share) const;
    /// What everybody does in the slot, in canonical order: (time, actor, sequence).
    std::vector<scenarios::Action> ask_all(std::span<const scenarios::ActorState> states,
                                           const scenarios::Slot& slot) const;

  private:
    void ask_overlays(std::uint32_t actor, const scenarios::ActorState& state,
                      const scenarios::Slot& slot, std::vector<scenarios::Action>& out) const;

    const scenarios::Script& script_;
    fleet::Workers workers_;
    std::vector<bool> has_overlay_;  // by actor: few have one, and everybody is asked in every slot
};

/// Puts actions into canonical order; those of one actor must stand in sequence.
void sort_canonically(std::vector<scenarios::Action>& actions);

}  // namespace sim
