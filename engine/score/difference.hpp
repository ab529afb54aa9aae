// What an expectation wanted beside what came nearest to it.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/score/expectations.hpp"

namespace score {

/// Of `items` those that have most of what the entry wants, the best first, of equals the first, at
/// most three: the rule goes before the thing that was meant or missed, and that before anything
/// else. None that shares neither, which would lead astray, unless the entry is of an audit task or
/// names no rule. Items that the entry means are not among them.
std::vector<std::size_t> nearest_items(const Run& run, const Entry& entry,
                                       std::span<const std::size_t> items,
                                       std::span<const DetectUnit* const> missed);

/// Of an entry that is not met: how many there are, and what came near.
std::vector<Difference> differences_of(const Run& run, const Entry& entry,
                                       std::span<const std::size_t> found,
                                       std::span<const std::size_t> nearest);

/// Of an item that nothing expects: the entry that names the same rule and most of the rest, and
/// the reason why the truth does not account for it.
Difference difference_of_unexpected(const Run& run, const Expectations& expectations,
                                    const Section& section, std::size_t item);

/// A figure that is not what it should be.
Difference difference_of_figure(const ScoreBound& bound, const std::optional<double>& value);

}  // namespace score
