#include "engine/detect/peer_addresses.hpp"

#include <algorithm>

namespace engine {

using fleet::NameId;
using fleet::no_name;

void PeerAddresses::resize(std::size_t things) {
    alive_.resize(things);
    first_.resize(things, no_name);
}

void PeerAddresses::begin(NameId thing) { first_[thing] = alive_[thing].address; }

void PeerAddresses::learn(const fleet::Interner& addresses) {
    if (addresses.size() != 0) book_.learn(static_cast<NameId>(addresses.size() - 1), addresses);
}

void PeerAddresses::observe(NameId thing, const fleet::Observation& seen,
                            std::vector<Further>& further) {
    auto& alive = alive_[thing];
    // A capture may begin while connections are up, so any sign of a later one is taken as its
    // begin; of an earlier one nothing new can be learnt.
    if (seen.connection > alive.connection) {
        alive = {.connection = seen.connection, .address = seen.source_address};
        if (alive.address != no_name) {
            auto& first = first_[thing];
            if (first == no_name) first = alive.address;
            if (first != alive.address)
                further.push_back({.thing = thing, .address = alive.address});
        }
    }
    if (seen.kind == fleet::ObservationKind::disconnected && seen.connection == alive.connection)
        alive.address = no_name;
}

void PeerAddresses::put(NameId thing, std::span<const NameId> addresses,
                        std::vector<Further>& further) {
    if (addresses.empty()) return;
    first_[thing] = addresses.front();
    for (const auto address : addresses.subspan(1))
        further.push_back({.thing = thing, .address = address});
}

void PeerAddresses::note(std::span<const Further> further) {
    further_.insert(further_.end(), further.begin(), further.end());
}

void PeerAddresses::seal() {
    std::stable_sort(further_.begin(), further_.end(),
                     [](const Further& a, const Further& b) { return a.thing < b.thing; });
    for (const auto& [thing, address] : further_) {
        if (lists_.empty() || lists_.back().thing != thing) {
            lists_.push_back({.thing = thing, .begin = listed_.size(), .end = listed_.size() + 1});
            listed_.push_back(first_[thing]);
        }
        const auto begin = listed_.begin() + static_cast<std::ptrdiff_t>(lists_.back().begin);
        if (std::find(begin, listed_.end(), address) == listed_.end()) listed_.push_back(address);
        lists_.back().end = listed_.size();
    }
}

std::span<const NameId> PeerAddresses::of(NameId thing) const {
    if (lists_.empty()) {
        if (first_[thing] == no_name) return {};
        return std::span(first_).subspan(thing, 1);
    }
    const auto list = std::lower_bound(
        lists_.begin(), lists_.end(), thing,
        [](const List& candidate, NameId wanted) { return candidate.thing < wanted; });
    if (list != lists_.end() && list->thing == thing)
        return std::span(listed_).subspan(list->begin, list->end - list->begin);
    if (first_[thing] == no_name) return {};
    return std::span(first_).subspan(thing, 1);
}

void PeerAddresses::next_slot() {
    further_.clear();
    lists_.clear();
    listed_.clear();
}

}  // namespace engine
