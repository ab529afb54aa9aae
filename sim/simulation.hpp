// Plans to slices: asks every plan for its slot, has the transport perform it, and hands on what
// the broker saw together with what altered the registry.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "fleet/outgoing.hpp"
#include "fleet/slice.hpp"
#include "scenarios/script.hpp"
#include "sim/transport.hpp"

namespace sim {

/// Where slices come from: a simulation in lockstep, a recording, later a live broker.
class SliceSource {
  public:
    virtual ~SliceSource() = default;
    /// The next slice in time, or nothing when there is none any more.
    virtual std::optional<fleet::Slice> next() = 0;
    /// What the engine asks of the world; takes effect from the next slice on.
    virtual void apply(std::vector<fleet::Change> changes,
                       std::vector<fleet::Outgoing> outgoing) = 0;
};

class Simulation final : public SliceSource {
  public:
    /// All references outlive the simulation. `threads` ask the plans; their number cannot show in
    /// any result.
    Simulation(const scenarios::Script& script, Transport& transport, fleet::Time start,
               fleet::Time end, unsigned threads);

    std::optional<fleet::Slice> next() override;
    void apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) override;

    fleet::Time now() const { return now_; }

  private:
    void ask_plans(const scenarios::Slot& slot);
    void ask_actors(const scenarios::Slot& slot, std::uint32_t first, std::uint32_t last,
                    std::vector<scenarios::Action>& out) const;

    const scenarios::Script& script_;
    Transport& transport_;
    fleet::Time now_, end_;
    unsigned threads_;
    std::size_t next_change_ = 0;
    std::vector<fleet::Change> requested_;
    std::vector<scenarios::Action> actions_;  // of the slot; its memory is used again
    std::vector<std::vector<scenarios::Action>> by_thread_;
};

}  // namespace sim
