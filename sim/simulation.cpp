#include "sim/simulation.hpp"

#include <algorithm>

#include "fleet/base/error.hpp"

namespace sim {

Simulation::Simulation(const scenarios::Script& script, Transport& transport, fleet::Time start,
                       fleet::Time end, fleet::Workers workers)
    : script_(script), transport_(transport), prompter_(script, workers), now_(start), end_(end) {}

bool Simulation::next(fleet::Slice& slice) {
    if (now_ >= end_) return false;
    const auto slot_begin = fleet::slot_start(now_);
    slice.begin = now_;
    slice.end = std::min(end_, slot_begin + fleet::slot_length);
    // What the engine asked for takes effect at the beginning of the slice, before what the
    // timeline holds for it.
    slice.changes = std::move(requested_);
    requested_.clear();
    const bool has_unforeseen_changes = !slice.changes.empty();
    for (auto& change : slice.changes) change.time = slice.begin;
    for (; next_change_ < script_.changes.size() && script_.changes[next_change_].time < slice.end;
         ++next_change_) {
        slice.changes.push_back(script_.changes[next_change_]);
    }
    const scenarios::Slot slot{slice.begin, slice.end,
                               fleet::epoch_ms(slot_begin) / fleet::slot_length.count()};
    transport_.play({.slot = slot,
                     .prompter = prompter_,
                     .changes = slice.changes,
                     .has_unforeseen_changes = has_unforeseen_changes},
                    slice.observations);
    now_ = slice.end;
    return true;
}

void Simulation::apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) {
    fleet::require(outgoing.empty(),
                   "the service publishes nothing yet: nobody produces outgoing messages");
    requested_.insert(requested_.end(), std::make_move_iterator(changes.begin()),
                      std::make_move_iterator(changes.end()));
}

}  // namespace sim
