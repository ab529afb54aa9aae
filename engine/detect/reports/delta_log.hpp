// The deltas that things reported lately, for windows that hold several reports: each entry knows
// the thing's one before. (docs/detect-semantics §12.7)
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/detect/slot.hpp"
#include "fleet/dictionary.hpp"

namespace engine {

class DeltaLog {
  public:
    /// Where an entry stands. Slot 0 is none: nobody reports in 1970.
    struct Place {
        Slot slot = 0;
        std::uint32_t index = 0;
    };

    /// From here on entries belong to this slot; those of long ago are gone.
    void open(Slot slot);
    /// The thing reported `value` at `time`, later than before; where that stands.
    Place add(fleet::NameId thing, fleet::Time time, std::uint64_t value);
    /// The entry at `place` and the thing's before it, as far as they are later than `after`; at
    /// most 2^64 - 1.
    std::uint64_t sum(Place place, fleet::Time after) const;

  private:
    struct Entry {
        fleet::Time time;
        std::uint64_t value = 0;
        Place before;
    };
    struct Chunk {
        Slot slot = 0;
        std::vector<Entry> entries;
    };
    const Entry* entry(Place place) const;

    static constexpr std::size_t chunks = window_slots_max + 2;
    Slot open_ = 0;
    std::array<Chunk, chunks> ring_;
    std::vector<Place> last_;  // by thing
};

}  // namespace engine
