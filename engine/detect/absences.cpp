#include "engine/detect/absences.hpp"

#include <algorithm>

namespace engine {

using fleet::NameId;
using fleet::ObservationKind;

/// The end of a connection that another one has taken over from is no absence.
bool Absences::observe(NameId thing, const fleet::Observation& seen) {
    auto& standing = standings_[thing];
    if (seen.kind == ObservationKind::connected) {
        standing = {.since = connected, .connection = seen.connection};
        return true;
    }
    if (seen.kind != ObservationKind::disconnected || seen.connection < standing.connection)
        return false;
    standing = {.since = fleet::epoch_ms(seen.time), .connection = seen.connection};
    return true;
}

void Absences::absorb(NameId thing, std::optional<fleet::Time> since) {
    standings_[thing].since = since ? fleet::epoch_ms(*since) : connected;
    changed_.push_back(thing);  // `note_changed` puts it into its place
    is_anybody_known_ = true;
}

void Absences::note_changed(std::span<const NameId> things) {
    changed_.insert(changed_.end(), things.begin(), things.end());
    std::ranges::sort(changed_);
    changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
    is_anybody_known_ |= !things.empty();
}

std::optional<fleet::Time> Absences::since(NameId thing) const {
    const auto since = standings_[thing].since;
    if (since == connected) return std::nullopt;
    return fleet::from_epoch_ms(since);
}

}  // namespace engine
