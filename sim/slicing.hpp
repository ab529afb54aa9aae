// Virtual time in slices: where one begins and ends, and what alters the registry in it. The same
// for whoever plays a run and for whoever puts it together from shards.
#pragma once

#include <vector>

#include "fleet/slice.hpp"
#include "scenarios/script.hpp"

namespace sim {

class Slicing {
  public:
    /// `script` outlives the object.
    Slicing(const scenarios::Script& script, fleet::Time start, fleet::Time end)
        : script_(script), now_(start), end_(end) {}

    /// Gives `slice` the times and the changes of the next one; false when there is none any more.
    bool next(fleet::Slice& slice);
    /// Takes effect from the next slice on.
    void request(std::vector<fleet::Change> changes);
    /// Of the slice that was given: some changes are not the script's own.
    bool has_unforeseen_changes() const { return has_unforeseen_changes_; }
    /// The end of the slice that was given.
    fleet::Time now() const { return now_; }

  private:
    const scenarios::Script& script_;
    fleet::Time now_, end_;
    std::size_t next_change_ = 0;
    bool has_unforeseen_changes_ = false;
    std::vector<fleet::Change> requested_;
};

}  // namespace sim
