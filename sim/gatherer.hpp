// A slice told in parts, put together again for whoever needs it whole.
#pragma once

#include <vector>

#include "fleet/slice.hpp"

namespace sim {

class Gatherer final : public fleet::SliceListener {
  public:
    /// Makes `slice` each slice that it is told, using its memory again.
    explicit Gatherer(fleet::Slice& slice) : slice_(slice) {}

    void begin(const fleet::Slice& slice) override {
        slice_.begin = slice.begin;
        slice_.end = slice.end;
        slice_.changes = slice.changes;
        slice_.observations.clear();
    }
    void expect(unsigned shares) override { further_.assign(shares - 1, {}); }
    void take(unsigned share, std::span<const fleet::Observation> part) override {
        auto& all = share == 0 ? slice_.observations : further_[share - 1];
        all.insert(all.end(), part.begin(), part.end());
    }
    void end() override {
        for (const auto& share : further_)
            slice_.observations.insert(slice_.observations.end(), share.begin(), share.end());
    }

  private:
    fleet::Slice& slice_;
    std::vector<std::vector<fleet::Observation>> further_;  // by share, from the second on
};

}  // namespace sim
