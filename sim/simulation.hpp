// Plans to slices: asks every plan for its slot, has the transport perform it, and hands on what
// the broker saw together with what altered the registry.
#pragma once

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
    /// Makes `slice` the next one in time, using its memory again; false when there is none any
    /// more.
    virtual bool next(fleet::Slice& slice) = 0;
    /// Tells `listener` the next one; false when there is none any more.
    virtual bool next(fleet::SliceListener& listener) = 0;
    /// What the engine asks of the world; takes effect from the next slice on.
    virtual void apply(std::vector<fleet::Change> changes,
                       std::vector<fleet::Outgoing> outgoing) = 0;
};

class Simulation final : public SliceSource {
  public:
    /// All references outlive the simulation. The number of workers cannot show in any result.
    Simulation(const scenarios::Script& script, Transport& transport, fleet::Time start,
               fleet::Time end, fleet::Workers workers);

    bool next(fleet::Slice& slice) override;
    bool next(fleet::SliceListener& listener) override;
    void apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) override;

    fleet::Time now() const { return now_; }

  private:
    bool begin(fleet::Slice& slice);

    const scenarios::Script& script_;
    Transport& transport_;
    Prompter prompter_;
    fleet::Time now_, end_;
    std::size_t next_change_ = 0;
    bool has_unforeseen_changes_ = false;  // in the slice that has begun
    std::vector<fleet::Change> requested_;
    fleet::Slice told_;  // to a listener
};

}  // namespace sim
