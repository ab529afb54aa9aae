// Who shares a broker when one process cannot hold the descriptors of all clients: a lane is one
// broker and one process of clients, and actors that may meet are in one lane.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sim {

/// The troupe of an actor that does not take part.
inline constexpr std::uint32_t no_troupe = 0xFFFFFFFFU;

/// Shares actors out over as few lanes as hold them, `lane_max` in each, evenly. `troupes` names by
/// actor the troupe it belongs to (Script::troupes); the cloud, which is in every lane, is in none
/// of those returned. Actors of a lane ascend. Raises Error, with the figures, when one troupe is
/// larger than a lane.
std::vector<std::vector<std::uint32_t>> share_out(std::span<const std::uint32_t> troupes,
                                                  std::uint32_t cloud, std::size_t lane_max);

}  // namespace sim
