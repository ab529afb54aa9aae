#include "engine/detect/scoped_addresses.hpp"

#include <algorithm>
#include <tuple>

namespace engine {

using fleet::NameId;

void ScopedAddresses::seal(const fleet::Interner& texts) {
    // By text: in which order shards saw them, nobody can tell afterwards.
    std::ranges::sort(seen_, [&](const Seen& a, const Seen& b) {
        return a.thing != b.thing ? a.thing < b.thing
                                  : texts.text(a.address) < texts.text(b.address);
    });
    const auto is_same = [](const Seen& a, const Seen& b) {
        return a.thing == b.thing && a.address == b.address;
    };
    seen_.erase(std::unique(seen_.begin(), seen_.end(), is_same), seen_.end());
    for (const auto& [thing, address] : seen_) {
        things_.push_back(thing);
        addresses_.push_back(address);
    }
}

std::span<const NameId> ScopedAddresses::of(NameId thing) const {
    const auto [first, last] = std::equal_range(things_.begin(), things_.end(), thing);
    return std::span(addresses_)
        .subspan(static_cast<std::size_t>(first - things_.begin()),
                 static_cast<std::size_t>(last - first));
}

void ScopedAddresses::next_slot() {
    seen_.clear();
    things_.clear();
    addresses_.clear();
}

}  // namespace engine
