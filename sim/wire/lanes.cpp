#include "sim/wire/lanes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

using Troupe = std::vector<std::uint32_t>;  // its actors, ascending

/// The largest first, of equals the one of the lowest actor.
std::vector<Troupe> gather(std::span<const std::uint32_t> troupes, std::uint32_t cloud) {
    std::vector<Troupe> found;
    std::vector<std::size_t> place(troupes.size(), troupes.size());  // by name: in `found`
    for (std::uint32_t actor = 0; actor < troupes.size(); ++actor) {
        const auto name = troupes[actor];
        if (actor == cloud || name == no_troupe) continue;
        if (place[name] == troupes.size()) {
            place[name] = found.size();
            found.emplace_back();
        }
        found[place[name]].push_back(actor);
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &Troupe::size);
    return found;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> share_out(std::span<const std::uint32_t> troupes,
                                                  std::uint32_t cloud, std::size_t lane_max) {
    const auto found = gather(troupes, cloud);
    if (!found.empty() && lane_max == 0)
        throw fleet::Error(
            "not one client may be held here: each needs 3 descriptors of a process beside its "
            "own; raise the limit (ulimit -Hn), or run without a broker (--transport memory)");
    if (!found.empty() && found.front().size() > lane_max)
        throw fleet::Error(fmt::format(
            "{} clients may meet one another – by topics, client ids or certificates – and need "
            "one broker; a process of clients holds {} here (3 descriptors each, ulimit -Hn); "
            "raise the limit, describe a smaller fleet (--devices), or run without a broker "
            "(--transport memory)",
            found.front().size(), lane_max));
    std::size_t clients = 0;
    for (const auto& troupe : found) clients += troupe.size();
    std::vector<std::vector<std::uint32_t>> lanes(
        std::max<std::size_t>(1, (clients + lane_max - 1) / std::max<std::size_t>(1, lane_max)));
    for (const auto& troupe : found) {
        auto lane = std::ranges::min_element(lanes, {}, &std::vector<std::uint32_t>::size);
        if (lane->size() + troupe.size() > lane_max) lane = lanes.emplace(lanes.end());
        lane->insert(lane->end(), troupe.begin(), troupe.end());
    }
    for (auto& lane : lanes) std::ranges::sort(lane);
    return lanes;
}

}  // namespace sim
