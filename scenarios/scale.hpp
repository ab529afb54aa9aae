// `--devices N`: the same fleet, larger or smaller.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace scenarios {

/// Shares `total` among `counts` in proportion, whole devices only: what rounding down leaves goes
/// to the largest remainders, to the first of equal ones. The sum of `counts` must be positive, and
/// `total` at most 2^32.
std::vector<std::uint64_t> scaled(std::span<const std::uint64_t> counts, std::uint64_t total);

}  // namespace scenarios
