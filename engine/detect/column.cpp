#include "engine/detect/column.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace engine {
namespace {

constexpr auto cell_max = std::numeric_limits<std::uint32_t>::max();

std::uint32_t saturating_sum(std::uint32_t a, std::uint32_t b) {
    return b > cell_max - a ? cell_max : a + b;
}

/// The rings of `cells`, each of them `from` long, as rings `to` long.
std::vector<std::uint32_t> stretched(const std::vector<std::uint32_t>& cells, unsigned rings,
                                     std::size_t from, std::size_t to, std::uint32_t empty) {
    std::vector<std::uint32_t> longer(rings * to, empty);
    for (unsigned ring = 0; ring < rings; ++ring)
        std::copy_n(cells.begin() + static_cast<std::ptrdiff_t>(ring * from), from,
                    longer.begin() + static_cast<std::ptrdiff_t>(ring * to));
    return longer;
}

}  // namespace

void Column::resize(std::size_t things) {
    if (things == things_) return;
    low_ = stretched(low_, things_ == 0 ? 0 : slots_, things_, things, is_sum_ ? 0 : cell_max);
    low_.resize(slots_ * things, is_sum_ ? 0 : cell_max);
    if (!is_sum_) {
        high_ = stretched(high_, things_ == 0 ? 0 : slots_, things_, things, 0);
        high_.resize(slots_ * things);
    }
    if (is_sum_ && slots_ > 1) totals_.resize(things);
    things_ = things;
    open(open_);
}

void Column::widen(unsigned slots, Slot newest) {
    if (slots <= slots_) return;
    Column wider(*metric_);
    wider.slots_ = slots;
    wider.resize(things_);
    wider.open(newest);
    for (Slot back = 0; back < slots_ && back <= newest; ++back) {
        const auto from = static_cast<std::ptrdiff_t>(ring(newest - back));
        const auto to = static_cast<std::ptrdiff_t>(wider.ring(newest - back));
        std::copy_n(low_.begin() + from, things_, wider.low_.begin() + to);
        if (!high_.empty()) std::copy_n(high_.begin() + from, things_, wider.high_.begin() + to);
        for (std::size_t thing = 0; is_sum_ && thing < things_; ++thing)
            wider.totals_[thing] += low_[ring(newest - back) + thing];
    }
    *this = std::move(wider);
}

void Column::begin(std::size_t first, std::size_t last) {
    const auto at = open_at_;
    if (!totals_.empty()) {
        for (auto thing = first; thing < last; ++thing) totals_[thing] -= low_[at + thing];
    }
    const auto offset = static_cast<std::ptrdiff_t>(at + first);
    const auto count = static_cast<std::ptrdiff_t>(last - first);
    std::fill_n(low_.begin() + offset, count, is_sum_ ? 0 : cell_max);
    if (!is_sum_) std::fill_n(high_.begin() + offset, count, 0);
}

void Column::clear() {
    std::ranges::fill(low_, is_sum_ ? 0 : cell_max);
    std::ranges::fill(high_, 0);
    std::ranges::fill(totals_, 0);
}

void Column::add(std::size_t thing, Slot slot, const Event& event) {
    const auto count = metric_->counted(event);
    if (count == 0) return;
    const auto at = ring(slot) + thing;
    if (is_sum_) {
        const auto sum = saturating_sum(low_[at], count);
        if (!totals_.empty()) totals_[thing] += sum - low_[at];
        low_[at] = sum;
        return;
    }
    low_[at] = std::min(low_[at], event.seen.bytes_min);
    high_[at] = std::max(high_[at], event.seen.bytes_max);
}

void Column::add(std::size_t thing, const Cell& cell) {
    const auto at = open_at_ + thing;
    if (is_sum_) {
        const auto sum = saturating_sum(low_[at], cell.low);
        if (!totals_.empty()) totals_[thing] += sum - low_[at];
        low_[at] = sum;
        return;
    }
    low_[at] = std::min(low_[at], cell.low);
    high_[at] = std::max(high_[at], cell.high);
}

bool Column::read_window(std::size_t thing, Slot slot, unsigned slots, unsigned active,
                         Datapoint& datapoint) const {
    active &= (1U << slots) - 1;
    if (active == 0) return false;
    datapoint.low = is_sum_ ? 0U : cell_max;
    datapoint.high = 0;
    for (unsigned back = 0; active != 0; ++back, active >>= 1) {
        if ((active & 1U) == 0) continue;
        const auto at = ring(slot - back) + thing;
        if (is_sum_) {
            datapoint.low += low_[at];
        } else {
            datapoint.low = std::min<std::uint64_t>(datapoint.low, low_[at]);
            datapoint.high = std::max<std::uint64_t>(datapoint.high, high_[at]);
        }
    }
    if (is_sum_) datapoint.high = datapoint.low;
    // Without a message the smallest stays above the largest.
    return datapoint.low <= datapoint.high;
}

}  // namespace engine
