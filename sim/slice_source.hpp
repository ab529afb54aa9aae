// Where slices come from: a simulation in lockstep, the shards of a run, later a recording or a
// live broker.
#pragma once

#include <vector>

#include "fleet/change.hpp"
#include "fleet/outgoing.hpp"
#include "fleet/slice.hpp"

namespace sim {

class SliceSource {
  public:
    virtual ~SliceSource() = default;
    /// Tells `listener` the next slice in time; false when there is none any more.
    virtual bool next(fleet::SliceListener& listener) = 0;
    /// What the engine asks of the world; takes effect from the next slice on.
    virtual void apply(std::vector<fleet::Change> changes,
                       std::vector<fleet::Outgoing> outgoing) = 0;
    /// The end of the slice that was told last.
    virtual fleet::Time now() const = 0;
};

}  // namespace sim
