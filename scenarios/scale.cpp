#include "scenarios/scale.hpp"

#include <algorithm>
#include <numeric>

#include "fleet/base/error.hpp"

namespace scenarios {

std::vector<std::uint64_t> scaled(std::span<const std::uint64_t> counts, std::uint64_t total) {
    const auto sum = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    fleet::require(sum > 0 && total <= std::uint64_t{1} << 32, "nothing to scale, or too far");
    std::vector<std::uint64_t> result, remainders;
    auto left = total;
    for (const auto count : counts) {
        result.push_back(count * total / sum);
        remainders.push_back(count * total % sum);
        left -= result.back();
    }
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    for (std::size_t i = 0; i < left; ++i) ++result[order[i]];
    return result;
}

}  // namespace scenarios
