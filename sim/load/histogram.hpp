// Latencies by the thousand in constant memory: counts in buckets whose width grows with the value,
// so that a percentile is never more than 1/64 above the true one. (The layout of HdrHistogram,
// whose library would be one dependency for eighty lines.)
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sim {

class Histogram {
  public:
    /// Kept in whole microseconds; negative counts as 0, beyond 19 hours as 19 hours.
    void add(std::chrono::nanoseconds value);
    void add(const Histogram& other);

    std::uint64_t count() const { return count_; }
    std::uint64_t sum_us() const { return sum_us_; }
    std::uint64_t min_us() const { return count_ == 0 ? 0 : min_us_; }
    std::uint64_t max_us() const { return max_us_; }
    /// The smallest value that at least `share` (0 … 1) of the values do not exceed: exact below
    /// 128 us, else up to 1/64 too high. 0 without values.
    std::uint64_t quantile_us(double share) const;

  private:
    static constexpr unsigned exact_bits = 7;  // values below 2^7 us have a bucket each
    static constexpr unsigned value_bits = 36;
    static constexpr std::size_t half = std::size_t{1} << (exact_bits - 1);
    static constexpr std::size_t buckets = 2 * half + (value_bits - exact_bits) * half;

    static std::size_t bucket_of(std::uint64_t value_us);
    static std::uint64_t highest_in(std::size_t bucket);

    std::array<std::uint64_t, buckets> counts_{};
    std::uint64_t count_ = 0, sum_us_ = 0, min_us_ = UINT64_MAX, max_us_ = 0;
};

}  // namespace sim
