// The slices of a run put together from what its shards observed: what only one of them saw stands
// beside the others', what several heard of one client is folded.
#pragma once

#include <cstdint>
#include <vector>

#include "fleet/dictionary.hpp"
#include "sim/observation_part.hpp"
#include "sim/slice_source.hpp"
#include "sim/slicing.hpp"

namespace sim {

class ShardsSource final : public SliceSource {
  public:
    /// `script` and `dictionary` outlive the object; `things` is the number of registered ones.
    ShardsSource(const scenarios::Script& script, fleet::Dictionary& dictionary, std::size_t things,
                 fleet::Time start, fleet::Time end, std::vector<ObservationPartReader> parts);

    bool next(fleet::SliceListener& listener) override;
    void apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) override;
    fleet::Time now() const override { return slicing_.now(); }
    /// How many observations of the shards were parts of another shard's.
    std::uint64_t folded() const { return folded_; }

  private:
    Slicing slicing_;
    fleet::Dictionary& dictionary_;
    std::size_t things_;
    std::vector<ObservationPartReader> parts_;
    std::uint64_t folded_ = 0;
    fleet::Slice told_;
};

}  // namespace sim
