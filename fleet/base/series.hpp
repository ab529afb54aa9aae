// Values of a metric slot by slot, in the notation of Prometheus's rule tests: "1+0x10 0x5 _x3".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fleet {

/// nullopt: nothing happens in the slot.
using Series = std::vector<std::optional<std::uint64_t>>;

inline constexpr std::size_t series_length_max = 100'000;
inline constexpr std::uint64_t series_value_max = 1'000'000'000;

/// Elements between blanks: `5`; `5x3`, which is 5 and three more; `1+2x3`, which is 1 3 5 7, and
/// `7-2x3`, which is 7 5 3 1; `_` and `_x3`, one and three slots without anything. nullopt for
/// anything else, a value below 0 or above series_value_max, and more than series_length_max.
std::optional<Series> parse_series(std::string_view text);

}  // namespace fleet
