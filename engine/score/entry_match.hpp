// Whether an entry of the expectations means an item of the run, and in what they differ.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/score/expectations.hpp"

namespace score {

/// Has the item everything that the entry names, in time?
bool means(const Run& run, const Entry& entry, std::size_t item);
/// Everything that the entry names beside what the item has.
std::vector<ComparedField> compare(const Run& run, const Entry& entry, std::size_t item);
/// Would an alarm of this unit be meant?
bool means(const Run& run, const Entry& entry, const DetectUnit& unit);
/// The intervals of the incidents an entry may mean: those that affect its thing or its cohort.
std::vector<Interval> possible_intervals(const Run& run, const Entry& entry);

}  // namespace score
