// The datapoint column of one metric: a cell for every thing and each of the last slots its longest
// window needs, a thing's cells side by side so that a window is one cache line.
#pragma once

#include <optional>
#include <vector>

#include "engine/detect/criteria.hpp"
#include "engine/detect/metrics.hpp"
#include "engine/detect/slot.hpp"

namespace engine {

/// Sums (Reading::sum) or extremes (Reading::extremes). A cell means something only in a slot in
/// which its thing was active: `begin` makes it, so idle things cost nothing.
class Column {
  public:
    explicit Column(const Metric& metric) : metric_(&metric) {}

    const Metric& metric() const { return *metric_; }
    unsigned slots() const { return slots_; }
    void resize(std::size_t things);
    /// Keeps at least `slots` slots; what is there stays, `newest` being the open one.
    void widen(unsigned slots, Slot newest);

    void begin(std::size_t thing, Slot slot);
    void add(std::size_t thing, Slot slot, const Event& event);
    /// The window of `slots` ending with `slot`; bit i of `active` says that the thing was active
    /// in slot - i. nullopt when it was active in none, or the metric needs messages and had none.
    std::optional<Datapoint> read(std::size_t thing, Slot slot, unsigned slots,
                                  unsigned active) const;

  private:
    std::size_t cell(std::size_t thing, Slot slot) const {
        return slots_ == 1 ? thing : thing * slots_ + slot % slots_;
    }

    const Metric* metric_;
    unsigned slots_ = 1;
    std::size_t things_ = 0;
    std::vector<std::uint32_t> low_;   // sums, or the smallest message
    std::vector<std::uint32_t> high_;  // the largest message; extremes only
};

}  // namespace engine
