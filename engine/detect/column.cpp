#include "engine/detect/column.hpp"

#include <algorithm>
#include <limits>

namespace engine {
namespace {

constexpr auto cell_max = std::numeric_limits<std::uint32_t>::max();

std::uint32_t saturating_sum(std::uint32_t a, std::uint32_t b) {
    return b > cell_max - a ? cell_max : a + b;
}

}  // namespace

void Column::resize(std::size_t things) {
    things_ = things;
    low_.resize(things * slots_);
    if (metric_->reading == Reading::extremes) high_.resize(things * slots_);
}

void Column::widen(unsigned slots, Slot newest) {
    if (slots <= slots_) return;
    Column wider(*metric_);
    wider.slots_ = slots;
    wider.resize(things_);
    for (std::size_t thing = 0; thing < things_; ++thing) {
        for (Slot back = 0; back < slots_ && back <= newest; ++back) {
            const auto from = cell(thing, newest - back);
            const auto to = wider.cell(thing, newest - back);
            wider.low_[to] = low_[from];
            if (!high_.empty()) wider.high_[to] = high_[from];
        }
    }
    *this = std::move(wider);
}

void Column::begin(std::size_t thing, Slot slot) {
    const auto at = cell(thing, slot);
    const bool is_sum = metric_->reading == Reading::sum;
    low_[at] = is_sum ? 0 : cell_max;
    if (!is_sum) high_[at] = 0;
}

void Column::add(std::size_t thing, Slot slot, const Event& event) {
    const auto count = metric_->counted(event);
    if (count == 0) return;
    const auto at = cell(thing, slot);
    if (metric_->reading == Reading::sum) {
        low_[at] = saturating_sum(low_[at], count);
        return;
    }
    low_[at] = std::min(low_[at], event.seen.bytes_min);
    high_[at] = std::max(high_[at], event.seen.bytes_max);
}

std::optional<Datapoint> Column::read(std::size_t thing, Slot slot, unsigned slots,
                                      unsigned active) const {
    const bool is_sum = metric_->reading == Reading::sum;
    Datapoint datapoint{.low = is_sum ? 0U : cell_max, .high = 0, .addresses = {}};
    bool has_any = false;
    for (unsigned back = 0; back < slots; ++back) {
        if ((active >> back & 1U) == 0) continue;
        has_any = true;
        const auto at = cell(thing, slot - back);
        if (is_sum) {
            datapoint.low += low_[at];
        } else {
            datapoint.low = std::min<std::uint64_t>(datapoint.low, low_[at]);
            datapoint.high = std::max<std::uint64_t>(datapoint.high, high_[at]);
        }
    }
    if (is_sum) datapoint.high = datapoint.low;
    // Without a message the smallest stays above the largest.
    if (!has_any || datapoint.low > datapoint.high) return std::nullopt;
    return datapoint;
}

}  // namespace engine
