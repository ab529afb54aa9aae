// The datapoint column of one metric: for each of the last slots its longest window needs, a cell
// for every thing, side by side, so that a pass over a fleet walks through memory in one direction.
#pragma once

#include <vector>

#include "engine/detect/criteria.hpp"
#include "engine/detect/metrics.hpp"
#include "engine/detect/slot.hpp"

namespace engine {

/// What one slot of one thing came to: a sum as both, or the smallest and the largest message.
struct Cell {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

/// Sums (Reading::sum) or extremes (Reading::extremes). Several threads may add and read, each for
/// things of its own.
class Column {
  public:
    explicit Column(const Metric& metric)
        : metric_(&metric), is_sum_(metric.reading == Reading::sum) {}

    const Metric& metric() const { return *metric_; }
    bool is_sum() const { return is_sum_; }
    unsigned slots() const { return slots_; }
    void resize(std::size_t things);
    /// Keeps at least `slots` slots; what is there stays, `newest` being the open one.
    void widen(unsigned slots, Slot newest);

    /// Goes on to a slot: the one after the one before, or any when the cells are empty.
    void open(Slot slot) {
        open_ = slot;
        open_at_ = slot % slots_ * things_;
    }
    /// Empties the cells of [first, last) for the slot that was opened.
    void begin(std::size_t first, std::size_t last);
    /// Empties all cells: nothing of the slots before counts any more.
    void clear();
    void add(std::size_t thing, Slot slot, const Event& event);
    /// Adds what another collector came to, in the open slot.
    void add(std::size_t thing, const Cell& cell);
    Cell open_cell(std::size_t thing) const {
        const auto low = low_[open_at_ + thing];
        return {.low = low, .high = is_sum_ ? low : high_[open_at_ + thing]};
    }
    /// Nothing was counted, or there was no message.
    bool is_empty(const Cell& cell) const { return is_sum_ ? cell.low == 0 : cell.low > cell.high; }
    /// The window of `slots` ending with `slot`; bit i of `active` says that the thing was active
    /// in slot - i. False when it was active in none, or the metric needs messages and had none.
    bool read(std::size_t thing, Slot slot, unsigned slots, unsigned active,
              Datapoint& datapoint) const {
        if (slots == 1) {
            const auto at = ring(slot) + thing;
            datapoint.low = low_[at];
            datapoint.high = is_sum_ ? low_[at] : high_[at];
            return (active & 1U) != 0 && datapoint.low <= datapoint.high;
        }
        if (slots != slots_ || !is_sum_) return read_window(thing, slot, slots, active, datapoint);
        datapoint.low = datapoint.high = totals_[thing];
        return (active & ((1U << slots) - 1)) != 0;
    }

  private:
    bool read_window(std::size_t thing, Slot slot, unsigned slots, unsigned active,
                     Datapoint& datapoint) const;
    /// Where the cells of `slot` begin. The open one is asked for all the time.
    std::size_t ring(Slot slot) const { return slot == open_ ? open_at_ : slot % slots_ * things_; }
    const Metric* metric_;
    bool is_sum_;
    unsigned slots_ = 1;
    Slot open_ = 0;
    std::size_t open_at_ = 0;
    std::size_t things_ = 0;
    std::vector<std::uint32_t> low_;     // sums, or the smallest message
    std::vector<std::uint32_t> high_;    // the largest message; extremes only
    std::vector<std::uint64_t> totals_;  // of all slots; sums over more than one slot only
};

}  // namespace engine
