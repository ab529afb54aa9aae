// One detection slot of virtual time: everything that was observed in it and everything that
// altered the registry, whoever caused it. The only thing that flows from the simulation to the
// engine.
#pragma once

#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/change.hpp"
#include "fleet/observation.hpp"

namespace fleet {

/// [begin, end), at most one slot long and within one slot. Observations are sorted by (client id,
/// time, connection, certificate id, sequence): registered things by index, then other client ids
/// by their text, then what came before any client id was known. So whoever reads a slice may split
/// it between clients. Changes are sorted by time.
struct Slice {
    Time begin;
    Time end;
    std::vector<Observation> observations;
    std::vector<Change> changes;
};

}  // namespace fleet
