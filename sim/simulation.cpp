#include "sim/simulation.hpp"

#include <algorithm>
#include <utility>

#include "fleet/base/error.hpp"
#include "sim/gatherer.hpp"

namespace sim {
Simulation::Simulation(const scenarios::Script& script, Transport& transport, fleet::Time start,
                       fleet::Time end, fleet::Workers workers)
    : script_(script), transport_(transport), prompter_(script, workers), now_(start), end_(end) {}

/// The times and the changes of the next slice.
bool Simulation::begin(fleet::Slice& slice) {
    if (now_ >= end_) return false;
    slice.begin = now_;
    slice.end = std::min(end_, fleet::slot_start(now_) + fleet::slot_length);
    now_ = slice.end;
    // What the engine asked for takes effect at the beginning of the slice, before what the
    // timeline holds for it.
    slice.changes = std::exchange(requested_, {});
    has_unforeseen_changes_ = !slice.changes.empty();
    for (auto& change : slice.changes) change.time = slice.begin;
    for (; next_change_ < script_.changes.size() && script_.changes[next_change_].time < slice.end;
         ++next_change_) {
        slice.changes.push_back(script_.changes[next_change_]);
    }
    return true;
}

bool Simulation::next(fleet::Slice& slice) {
    Gatherer gatherer(slice);
    return next(gatherer);
}

bool Simulation::next(fleet::SliceListener& listener) {
    if (!begin(told_)) return false;
    listener.begin(told_);
    const auto slot = fleet::epoch_ms(told_.begin) / fleet::slot_length.count();
    transport_.play({.slot = {told_.begin, told_.end, slot},
                     .prompter = prompter_,
                     .changes = told_.changes,
                     .has_unforeseen_changes = has_unforeseen_changes_},
                    listener);
    listener.end();
    return true;
}

void Simulation::apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) {
    fleet::require(outgoing.empty(),
                   "the service publishes nothing yet: nobody produces outgoing messages");
    requested_.insert(requested_.end(), std::make_move_iterator(changes.begin()),
                      std::make_move_iterator(changes.end()));
}

}  // namespace sim
