// Raw events of a slice to sorted observations: what may stand for many alike is folded, the rest
// stays apart.
#pragma once

#include <cstddef>
#include <vector>

#include "fleet/dictionary.hpp"
#include "fleet/observation.hpp"

namespace sim {

/// Does `a` stand before `b` in a slice? (client id, time, connection, certificate id); registered
/// things by index, other client ids after them by their text, absent ones last. What a client did
/// at one instant keeps its sequence – sort stably –, then comes what it was delivered, by topic:
/// so the order is the same whoever published first, in whichever shard.
bool comes_before(const fleet::Observation& a, const fleet::Observation& b,
                  const fleet::Dictionary& dictionary, std::size_t things);

/// Folds published, delivered and denied by (client id, certificate id, connection, kind, topic,
/// reason), time = the first, and sorts everything. `events` are in the order they happened within
/// each client; all belong to one slot.
void fold(std::vector<fleet::Observation>& events, const fleet::Dictionary& dictionary,
          std::size_t things);

/// The same for the events of one client from `begin` on; what stands before stays as it is.
void fold_client(std::vector<fleet::Observation>& events, std::size_t begin);

}  // namespace sim
