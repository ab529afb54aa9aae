// Counter-based randomness: every draw is a pure function of (seed, who, what for, which, n), so
// that threads, shards and things added elsewhere disturb nothing. Philox of Random123 underneath;
// no generator state is ever shared.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fleet {

/// What a draw is for. Each purpose is a stream of its own; append only, the numbers are part of
/// the format of a seed.
enum class Purpose : std::uint32_t {
    address = 1,
    phase = 2,
    connect_jitter = 3,
    payload_size = 4,
    pick_devices = 5,
    attack = 6,
    certificate_dates = 7,
    night = 8,
    command = 9,
    shuffle = 10,
    shard = 11,
    report = 12,
    report_value = 13,
    test = 99,
};

/// A stream of 64-bit draws; a UniformRandomBitGenerator, so Boost.Random's distributions take it.
class Stream {
  public:
    using result_type = std::uint64_t;
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }

    Stream(std::array<std::uint64_t, 2> key, std::array<std::uint64_t, 3> counter);

    result_type operator()();
    /// Uniform in [0, bound); bound must be positive. Exact: rejection, not a modulo.
    std::uint64_t below(std::uint64_t bound);
    /// Uniform in [low, high], both included.
    std::int64_t between(std::int64_t low, std::int64_t high);

  private:
    std::array<std::uint64_t, 2> key_;
    std::array<std::uint64_t, 4> counter_;
    std::array<std::uint64_t, 4> block_{};
    unsigned used_ = 4;
};

class Random {
  public:
    explicit Random(std::uint64_t seed) : seed_(seed) {}

    std::uint64_t seed() const { return seed_; }
    /// `group` is label() of a cohort's or an incident's name, `k` the device within it, `index` a
    /// slot or ordinal.
    Stream stream(std::uint64_t group, std::uint64_t k, Purpose purpose,
                  std::uint64_t index = 0) const;

  private:
    std::uint64_t seed_;
};

/// `draw`, uniform in 64 bits, as a number in [0, bound): uniform but for what a bound that is no
/// power of two leaves over, less than bound / 2^64.
std::uint64_t scaled(std::uint64_t draw, std::uint64_t bound);

/// A fixed 64-bit hash of a text (FNV-1a, then mixed). For names outside hot loops; equal on every
/// platform.
std::uint64_t label(std::string_view text);

}  // namespace fleet
