#include "engine/detect/reports/delta_log.hpp"

#include <limits>

namespace engine {

void DeltaLog::open(Slot slot) {
    open_ = slot;
    auto& chunk = ring_[slot % chunks];
    if (chunk.slot == slot) return;
    chunk.slot = slot;
    chunk.entries.clear();
}

DeltaLog::Place DeltaLog::add(fleet::NameId thing, fleet::Time time, std::uint64_t value) {
    if (thing >= last_.size()) last_.resize(std::size_t{thing} + 1 + thing / 4);
    auto& entries = ring_[open_ % chunks].entries;
    const Place place{.slot = open_, .index = static_cast<std::uint32_t>(entries.size())};
    entries.push_back({.time = time, .value = value, .before = last_[thing]});
    return last_[thing] = place;
}

const DeltaLog::Entry* DeltaLog::entry(Place place) const {
    const auto& chunk = ring_[place.slot % chunks];
    return place.slot != 0 && chunk.slot == place.slot ? &chunk.entries[place.index] : nullptr;
}

std::uint64_t DeltaLog::sum(Place place, fleet::Time after) const {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t sum = 0;
    for (const auto* at = entry(place); at != nullptr && at->time > after; at = entry(at->before))
        sum = at->value > most - sum ? most : sum + at->value;
    return sum;
}

}  // namespace engine
