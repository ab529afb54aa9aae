// Since when things have been disconnected. Kept from the beginning, for a behaviour may ask for it
// at any time. (docs/detect-semantics §4.10)
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/detect/slot.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/observation.hpp"

namespace engine {

class Absences {
  public:
    void resize(std::size_t things) { standings_.resize(things); }
    std::size_t size() const { return standings_.size(); }

    /// What else is seen of a thing does not matter. Several threads may tell, of things of their
    /// own. True where something changed.
    bool observe(fleet::NameId thing, const fleet::Observation& seen);
    /// Instead of observing: it is connected (nullopt), or disconnected since then.
    void absorb(fleet::NameId thing, std::optional<fleet::Time> since);
    /// These changed in the open slot; told once it has been observed.
    void note_changed(std::span<const fleet::NameId> things);
    void open_slot() { changed_.clear(); }
    /// In ascending order.
    std::span<const fleet::NameId> changed() const { return changed_; }

    bool is_connected(fleet::NameId thing) const { return standings_[thing].since == connected; }
    /// nullopt while it is connected. Only of one that has ever been.
    std::optional<fleet::Time> since(fleet::NameId thing) const;
    /// Was anybody ever connected?
    bool is_anybody_known() const { return is_anybody_known_; }
    /// In whole units at that time, 0 while it is connected; nullopt if it never was.
    std::optional<std::uint64_t> length(fleet::NameId thing, fleet::Time now,
                                        fleet::Duration unit) const {
        const auto since = standings_[thing].since;
        if (since == never) return std::nullopt;
        if (since == connected) return 0;
        return static_cast<std::uint64_t>((fleet::epoch_ms(now) - since) / unit.count());
    }

  private:
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t connected = std::numeric_limits<std::int64_t>::max();
    struct Standing {
        std::int64_t since = never;  // milliseconds of the epoch
        std::uint32_t connection = 0;
    };

    std::vector<Standing> standings_;  // by thing
    std::vector<fleet::NameId> changed_;
    bool is_anybody_known_ = false;
};

}  // namespace engine
