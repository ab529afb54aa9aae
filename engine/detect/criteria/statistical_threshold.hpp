// Normal is what a given share of the fleet does in the same window: the percentile and its rank.
// (docs/detect-semantics §6.4)
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

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

}  // namespace engine
