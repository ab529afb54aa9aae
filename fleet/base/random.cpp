#include "fleet/base/random.hpp"

#include <Random123/philox.h>

#include "fleet/base/error.hpp"

namespace fleet {

__extension__ using Wide = unsigned __int128;

Stream::Stream(std::array<std::uint64_t, 2> key, std::array<std::uint64_t, 3> counter)
    : key_(key), counter_{counter[0], counter[1], counter[2], 0} {}

Stream::result_type Stream::operator()() {
    if (used_ == 4) {
        const r123::Philox4x64::key_type key{{key_[0], key_[1]}};
        const r123::Philox4x64::ctr_type counter{
            {counter_[0], counter_[1], counter_[2], counter_[3]}};
        const auto block = r123::Philox4x64{}(counter, key);
        block_ = {block[0], block[1], block[2], block[3]};
        ++counter_[3];
        used_ = 0;
    }
    return block_[used_++];
}

std::uint64_t Stream::below(std::uint64_t bound) {
    require(bound > 0, "Stream::below needs a positive bound");
    // Lemire's multiply-and-reject: unbiased, and one multiplication in the common case.
    Wide product = static_cast<Wide>((*this)()) * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
        const auto threshold = (0 - bound) % bound;
        while (static_cast<std::uint64_t>(product) < threshold)
            product = static_cast<Wide>((*this)()) * bound;
    }
    return static_cast<std::uint64_t>(product >> 64);
}

std::int64_t Stream::between(std::int64_t low, std::int64_t high) {
    require(low <= high, "Stream::between needs low <= high");
    const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const auto offset = span == 0 ? (*this)() : below(span);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

Stream Random::stream(std::uint64_t group, std::uint64_t k, Purpose purpose,
                      std::uint64_t index) const {
    return Stream({seed_, static_cast<std::uint64_t>(purpose)}, {group, k, index});
}

std::uint64_t scaled(std::uint64_t draw, std::uint64_t bound) {
    return static_cast<std::uint64_t>(static_cast<Wide>(draw) * bound >> 64);
}

std::uint64_t label(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdULL;
    return hash ^ (hash >> 33);
}

}  // namespace fleet
