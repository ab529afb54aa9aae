#include "sim/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sim {

std::size_t Histogram::bucket_of(std::uint64_t value_us) {
    const auto width = static_cast<unsigned>(std::bit_width(value_us));
    if (width <= exact_bits) return value_us;
    const unsigned shift =
        width - exact_bits;  // the leading bits that remain lie in [half, 2 half)
    return 2 * half + (shift - 1) * half + ((value_us >> shift) - half);
}

std::uint64_t Histogram::highest_in(std::size_t bucket) {
    if (bucket < 2 * half) return bucket;
    const auto shift = (bucket - 2 * half) / half + 1;
    const auto leading = (bucket - 2 * half) % half + half;
    return ((leading + 1) << shift) - 1;
}

void Histogram::add(std::chrono::nanoseconds value) {
    constexpr std::int64_t highest = (std::int64_t{1} << value_bits) - 1;
    const auto us =
        static_cast<std::uint64_t>(std::clamp<std::int64_t>(value.count() / 1000, 0, highest));
    ++counts_[bucket_of(us)];
    ++count_;
    sum_us_ += us;
    min_us_ = std::min(min_us_, us);
    max_us_ = std::max(max_us_, us);
}

void Histogram::add(const Histogram& other) {
    for (std::size_t i = 0; i < buckets; ++i) counts_[i] += other.counts_[i];
    count_ += other.count_;
    sum_us_ += other.sum_us_;
    min_us_ = std::min(min_us_, other.min_us_);
    max_us_ = std::max(max_us_, other.max_us_);
}

std::uint64_t Histogram::quantile_us(double share) const {
    if (count_ == 0) return 0;
    const auto wanted = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
    std::uint64_t passed = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
        passed += counts_[i];
        if (passed >= wanted) return std::min(highest_in(i), max_us_);
    }
    return max_us_;
}

}  // namespace sim
