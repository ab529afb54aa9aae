// Normal is what a given share of the fleet does in the same window: the percentile and its rank.
// (docs/detect-semantics §6.4)
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace engine {

/// A share of a population, exactly: "p99.9" is 999 of 1000.
struct Percentile {
    std::uint64_t numerator = 0;
    std::uint64_t denominator = 1;
};

/// Of a statistic that AWS knows: "p" and a decimal from 0 to 100; nullopt for any other text.
std::optional<Percentile> percentile_named(std::string_view statistic);

/// Fewer things than this cannot be compared with one another.
inline constexpr std::size_t population_min = 2;

/// The smallest sample that at least the share of all samples does not exceed (nearest rank): one
/// that was observed. nullopt when there are fewer than population_min. Reorders the samples.
std::optional<std::uint64_t> threshold_of(Percentile percentile,
                                          std::vector<std::uint64_t>& samples);
std::optional<double> threshold_of(Percentile percentile, std::vector<double>& samples);

}  // namespace engine
