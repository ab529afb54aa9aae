// One detection slot of virtual time: everything that was observed in it and everything that
// altered the registry, whoever caused it. The only thing that flows from the simulation to the
// engine.
#pragma once

#include <span>
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

/// Who is told a slice while it happens, so that nobody needs to keep it whole: `begin`, `expect`,
/// `take` for part after part, `end`.
class SliceListener {
  public:
    virtual ~SliceListener() = default;
    /// A slice begins: its times and its changes; what is observed comes in parts.
    virtual void begin(const Slice& slice) = 0;
    /// Parts come in so many shares, each told by one thread. Every name in them is known by now.
    virtual void expect(unsigned shares) = 0;
    /// The parts of one share in order, and the shares in order, make up the slice; no client is in
    /// two parts. `part` is gone afterwards.
    virtual void take(unsigned share, std::span<const Observation> part) = 0;
    /// All parts were told, and no other thread tells any more.
    virtual void end() = 0;
};

}  // namespace fleet
