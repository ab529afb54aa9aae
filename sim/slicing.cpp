#include "sim/slicing.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sim {

bool Slicing::next(fleet::Slice& slice) {
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

void Slicing::request(std::vector<fleet::Change> changes) {
    requested_.insert(requested_.end(), std::make_move_iterator(changes.begin()),
                      std::make_move_iterator(changes.end()));
}

}  // namespace sim
