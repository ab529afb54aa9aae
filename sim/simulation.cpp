#include "sim/simulation.hpp"

#include <iterator>
#include <utility>

#include "fleet/base/error.hpp"
#include "sim/gatherer.hpp"

namespace sim {
Simulation::Simulation(const scenarios::Script& script, fleet::Dictionary& dictionary,
                       Transport& transport, fleet::Time start, fleet::Time end,
                       fleet::Workers workers)
    : dictionary_(dictionary),
      transport_(transport),
      prompter_(script, workers),
      slicing_(script, start, end) {}

bool Simulation::next(fleet::Slice& slice) {
    Gatherer gatherer(slice);
    return next(gatherer);
}

bool Simulation::next(fleet::SliceListener& listener) {
    if (!slicing_.next(told_)) return false;
    listener.begin(told_);
    const auto slot = fleet::epoch_ms(told_.begin) / fleet::slot_length.count();
    transport_.play({.slot = {told_.begin, told_.end, slot},
                     .prompter = prompter_,
                     .dictionary = dictionary_,
                     .changes = told_.changes,
                     .outgoing = outgoing_,
                     .has_unforeseen_changes = slicing_.has_unforeseen_changes()},
                    listener);
    outgoing_.clear();
    listener.end();
    return true;
}

void Simulation::apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) {
    outgoing_.insert(outgoing_.end(), std::make_move_iterator(outgoing.begin()),
                     std::make_move_iterator(outgoing.end()));
    slicing_.request(std::move(changes));
}

}  // namespace sim
