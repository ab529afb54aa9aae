#include "engine/detect/column.hpp"

#include <algorithm>
#include <utility>

namespace engine {

void Column::resize(std::size_t things) {
    if (things == things_) return;
    const auto stretch = [&](const Cells& cells, std::uint32_t empty) {
        Cells longer;
        if (cells.is_wide()) longer.widen();
        longer.resize(slots_ * things, empty);
        for (unsigned ring = 0; things_ != 0 && ring < slots_; ++ring)
            for (std::size_t thing = 0; thing < things_; ++thing)
                longer.set(ring * things + thing, cells.get(ring * things_ + thing));
        return longer;
    };
    low_ = stretch(low_, empty_low());
    if (!is_sum_) high_ = stretch(high_, 0);
    if (has_totals()) totals_.resize(things);
    things_ = things;
    open(open_);
}

void Column::lengthen(unsigned slots, Slot newest) {
    if (slots <= slots_) return;
    Column longer(*metric_, is_total_ ? Measured::total : Measured::each, scope_);
    longer.slots_ = slots;
    if (low_.is_wide()) longer.widen();
    longer.resize(things_);
    longer.open(newest);
    for (Slot back = 0; back < slots_ && back <= newest; ++back) {
        const auto from = ring(newest - back), to = longer.ring(newest - back);
        for (std::size_t thing = 0; thing < things_; ++thing) {
            longer.low_.set(to + thing, low_.get(from + thing));
            if (!is_sum_) longer.high_.set(to + thing, high_.get(from + thing));
            if (longer.has_totals()) longer.totals_[thing] += low_.get(from + thing);
        }
    }
    *this = std::move(longer);
}

void Column::widen() {
    low_.widen();
    high_.widen();
    totals_ = {};
}

void Column::begin(std::size_t first, std::size_t last) {
    const auto at = open_at_;
    if (!totals_.empty()) {
        for (auto thing = first; thing < last; ++thing) totals_[thing] -= low_.get(at + thing);
    }
    low_.fill(at + first, last - first, empty_low());
    if (!is_sum_) high_.fill(at + first, last - first, 0);
}

void Column::clear() {
    low_.fill(0, low_.size(), empty_low());
    if (!is_sum_) high_.fill(0, high_.size(), 0);
    std::ranges::fill(totals_, 0);
}

bool Column::read_cells(std::size_t thing, unsigned slots, unsigned active,
                        Datapoint& datapoint) const {
    active &= (1U << slots) - 1;
    if (active == 0) return false;
    if (is_total_) return read_total(thing, active, datapoint);
    datapoint.low = empty_low();
    datapoint.high = 0;
    for (unsigned back = 0; active != 0; ++back, active >>= 1) {
        if ((active & 1U) == 0) continue;
        const auto [low, high] = cell(ring(open_ - back) + thing);
        if (is_sum_) {
            datapoint.low += low;
        } else {
            datapoint.low = std::min<std::uint64_t>(datapoint.low, low);
            datapoint.high = std::max<std::uint64_t>(datapoint.high, high);
        }
    }
    if (is_sum_) datapoint.high = datapoint.low;
    // Without a message the smallest stays above the largest.
    return datapoint.low <= datapoint.high;
}

/// Empty cells hold Cells::max, so that a sum stays below it.
bool Column::add_total(std::size_t at, const Cell& cell) {
    constexpr auto most = Cells::max - 1;
    const auto before = low_.get(at) == Cells::max ? 0 : low_.get(at);
    const auto sum = cell.low > most - before ? most : before + cell.low;
    if (!low_.holds(sum)) return false;
    low_.set(at, sum);
    return true;
}

bool Column::read_total(std::size_t thing, unsigned active, Datapoint& datapoint) const {
    bool has_message = false;
    datapoint.low = 0;
    for (unsigned back = 0; active != 0; ++back, active >>= 1) {
        const auto [low, high] = cell(ring(open_ - back) + thing);
        if ((active & 1U) == 0 || low > high) continue;
        has_message = true;
        datapoint.low += low;
    }
    datapoint.high = datapoint.low;
    return has_message;
}

}  // namespace engine
