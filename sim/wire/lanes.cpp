#include "sim/wire/lanes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

struct Troupe {
    std::uint32_t first = 0;  // its lowest actor
    std::vector<std::uint32_t> actors;
};

/// The largest first, of equals the one of the lowest actor.
std::vector<Troupe> gather(std::span<const std::uint32_t> troupes, std::uint32_t cloud) {
    std::vector<Troupe> found;
    std::vector<std::uint32_t> place(troupes.size());  // by lowest actor: in `found`
    for (std::uint32_t actor = 0; actor < troupes.size(); ++actor) {
        if (actor == cloud) continue;
        const auto first = troupes[actor];
        if (first == actor) {
            place[actor] = static_cast<std::uint32_t>(found.size());
            found.push_back({.first = first, .actors = {}});
        }
        found[place[first]].actors.push_back(actor);
    }
    std::ranges::stable_sort(found, std::ranges::greater{},
                             [](const Troupe& troupe) { return troupe.actors.size(); });
    return found;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> share_out(std::span<const std::uint32_t> troupes,
                                                  std::uint32_t cloud, std::size_t lane_max) {
    const auto found = gather(troupes, cloud);
    if (!found.empty() && found.front().actors.size() > lane_max)
        throw fleet::Error(fmt::format(
            "{} clients may meet one another – by topics, client ids or certificates – and need "
            "one broker; a process of clients holds {} here (3 descriptors each, ulimit -Hn); "
            "raise the limit, describe a smaller fleet (--devices), or run without a broker "
            "(--transport memory)",
            found.front().actors.size(), lane_max));
    const auto clients = troupes.empty() ? 0 : troupes.size() - 1;
    std::vector<std::vector<std::uint32_t>> lanes(
        std::max<std::size_t>(1, (clients + lane_max - 1) / std::max<std::size_t>(1, lane_max)));
    for (const auto& troupe : found) {
        auto lane = std::ranges::min_element(lanes, {}, &std::vector<std::uint32_t>::size);
        if (lane->size() + troupe.actors.size() > lane_max) lane = lanes.emplace(lanes.end());
        lane->insert(lane->end(), troupe.actors.begin(), troupe.actors.end());
    }
    for (auto& lane : lanes) std::ranges::sort(lane);
    return lanes;
}

}  // namespace sim
