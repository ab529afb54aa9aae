// Plans to slices: asks every plan for its slot, has the transport perform it, and hands on what
// the broker saw together with what altered the registry.
#pragma once

#include <vector>

#include "scenarios/script.hpp"
#include "sim/slice_source.hpp"
#include "sim/slicing.hpp"
#include "sim/transport.hpp"

namespace sim {

class Simulation final : public SliceSource {
  public:
    /// All references outlive the simulation; `dictionary` is the one that script and
    /// transport were made with. The number of workers cannot show in any result.
    Simulation(const scenarios::Script& script, fleet::Dictionary& dictionary, Transport& transport,
               fleet::Time start, fleet::Time end, fleet::Workers workers);

    bool next(fleet::SliceListener& listener) override;
    /// Makes `slice` the next one, using its memory again.
    bool next(fleet::Slice& slice);
    void apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) override;
    fleet::Time now() const override { return slicing_.now(); }

  private:
    fleet::Dictionary& dictionary_;
    Transport& transport_;
    Prompter prompter_;
    Slicing slicing_;
    std::vector<fleet::Outgoing> outgoing_;  // to be published when the next slice begins
    fleet::Slice told_;                      // to a listener
};

}  // namespace sim
