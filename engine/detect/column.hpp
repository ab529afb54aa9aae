// The datapoint column of one metric: for each of the last slots its longest window needs, a cell
// for every thing, side by side, so that a pass over a fleet walks through memory in one direction.
#pragma once

#include <span>
#include <vector>

#include "engine/detect/cells.hpp"
#include "engine/detect/criteria.hpp"
#include "engine/detect/metrics.hpp"
#include "engine/detect/slot.hpp"

namespace engine {

/// What one slot of one thing came to: a sum as both, or the smallest and the largest message.
struct Cell {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

/// What of a window's messages is kept where a metric is about their sizes.
enum class Measured : std::uint8_t {
    each,   // the smallest and the largest
    total,  // their sum
};

/// Sums (Reading::sum) or extremes (Reading::extremes). Several threads may add and read, each for
/// things of its own.
class Column {
  public:
    static constexpr std::size_t no_scope = ~std::size_t{0};

    /// `scope` is the collector's number of the dimension.
    Column(const Metric& metric, Measured measured, std::size_t scope = no_scope)
        : metric_(&metric),
          scope_(scope),
          is_total_(metric.reading == Reading::extremes && measured == Measured::total),
          is_sum_(metric.reading == Reading::sum || is_total_) {}

    const Metric& metric() const { return *metric_; }
    std::size_t scope() const { return scope_; }
    bool is_sum() const { return is_sum_; }
    /// Of the sizes of messages.
    bool is_total() const { return is_total_; }
    unsigned slots() const { return slots_; }
    void resize(std::size_t things);
    /// Keeps at least `slots` slots; what is there stays, `newest` being the open one.
    void lengthen(unsigned slots, Slot newest);

    /// Goes on to a slot: the one after the one before, or any when the cells are empty.
    void open(Slot slot) {
        open_ = slot;
        open_at_ = slot % slots_ * things_;
    }
    /// Empties the cells of [first, last) for the slot that was opened.
    void begin(std::size_t first, std::size_t last);
    /// Empties all cells: nothing of the slots before counts any more.
    void clear();
    /// What an observation comes to that the metric counts.
    Cell cell_of(const fleet::Observation& seen) const {
        if (is_sum_ && !is_total_) return {.low = seen.count, .high = seen.count};
        if (is_total_) {
            const auto bytes =
                static_cast<std::uint32_t>(std::min<std::uint64_t>(seen.bytes_sum, Cells::max));
            return {.low = bytes, .high = bytes};
        }
        return {.low = seen.bytes_min, .high = seen.bytes_max};
    }
    /// Adds to the open slot. False, and nothing is added, when it comes to more than the cells
    /// hold: `widen` them when no other thread is at them, and add it then.
    bool add(std::size_t thing, const Cell& cell) {
        const auto at = open_at_ + thing;
        if (is_total_) [[unlikely]]
            return add_total(at, cell);
        const auto low = low_.get(at);
        if (is_sum_) {
            const auto sum = cell.low > Cells::max - low ? Cells::max : low + cell.low;
            if (!low_.holds(sum)) return false;
            low_.set(at, sum);
            if (!totals_.empty()) totals_[thing] += sum - low;
            return true;
        }
        if (!low_.holds(cell.low) || !high_.holds(cell.high)) return false;
        low_.set(at, std::min(low, cell.low));
        high_.set(at, std::max(high_.get(at), cell.high));
        return true;
    }
    void widen();
    /// By thing, for reading many: the sums of the open slot, or those over a window of `slots`
    /// that ends with it. Empty where they are not kept so; `read_open` and `read` have them all.
    std::span<const std::uint16_t> open_sums() const {
        if (!counts_events()) return {};
        return low_.narrow(open_at_, things_);
    }
    std::span<const std::uint32_t> sums_over(unsigned slots) const {
        if (slots != slots_) return {};
        return totals_;
    }
    Cell open_cell(std::size_t thing) const { return cell(open_at_ + thing); }
    /// Nothing was counted, or there was no message.
    bool is_empty(const Cell& cell) const {
        return counts_events() ? cell.low == 0 : cell.low > cell.high;
    }
    /// The open slot, of a thing that was active in it. False when the metric needs messages and
    /// had none.
    bool read_open(std::size_t thing, Datapoint& datapoint) const {
        const auto [low, high] = open_cell(thing);
        datapoint.low = low;
        datapoint.high = high;
        return low <= high;
    }
    /// The window of `slots` ending with the open slot; bit i of `active` says that the thing was
    /// active i slots before. False when it was active in none, or the metric needs messages and
    /// had none.
    bool read(std::size_t thing, unsigned slots, unsigned active, Datapoint& datapoint) const {
        if (slots == 1) return (active & 1U) != 0 && read_open(thing, datapoint);
        if (slots != slots_ || totals_.empty()) return read_cells(thing, slots, active, datapoint);
        datapoint.low = datapoint.high = totals_[thing];
        return (active & ((1U << slots) - 1)) != 0;
    }

  private:
    bool read_cells(std::size_t thing, unsigned slots, unsigned active, Datapoint& datapoint) const;
    bool read_total(std::size_t thing, unsigned active, Datapoint& datapoint) const;
    bool add_total(std::size_t at, const Cell& cell);
    Cell cell(std::size_t at) const {
        const auto low = low_.get(at);
        if (is_total_) return {.low = low, .high = low == Cells::max ? 0 : low};
        return {.low = low, .high = is_sum_ ? low : high_.get(at)};
    }
    /// 0 says something; of sizes only a message does.
    bool counts_events() const { return is_sum_ && !is_total_; }
    std::uint32_t empty_low() const { return counts_events() ? 0 : Cells::max; }
    bool has_totals() const { return counts_events() && slots_ > 1 && !low_.is_wide(); }
    /// Where the cells of `slot` begin.
    std::size_t ring(Slot slot) const { return slot % slots_ * things_; }

    const Metric* metric_;
    std::size_t scope_;
    bool is_total_;
    bool is_sum_;
    unsigned slots_ = 1;
    Slot open_ = 0;
    std::size_t open_at_ = 0;
    std::size_t things_ = 0;
    Cells low_;                          // sums, or the smallest message
    Cells high_;                         // the largest message; extremes only
    std::vector<std::uint32_t> totals_;  // of all slots; narrow sums over more than one slot only
};

}  // namespace engine
