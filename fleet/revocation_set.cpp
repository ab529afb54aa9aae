#include "fleet/revocation_set.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace fleet {
namespace {

/// Beyond this many steps from its place, an entry was put there by design, not by chance.
constexpr std::uint64_t probes_max = 64;

std::uint64_t hash_of(const Serial& serial) {
    static_assert(sizeof(serial.bytes) == 20);
    std::uint64_t first = 0, second = 0;
    std::uint32_t third = 0;
    std::memcpy(&first, serial.bytes.data(), 8);
    std::memcpy(&second, serial.bytes.data() + 8, 8);
    std::memcpy(&third, serial.bytes.data() + 16, 4);
    auto hash = first * 0x9E3779B97F4A7C15U;
    hash = (hash ^ (hash >> 29U) ^ second) * 0xBF58476D1CE4E5B9U;
    hash =
        (hash ^ (hash >> 32U) ^ third ^ (std::uint64_t{serial.size} << 32U)) * 0x94D049BB133111EBU;
    return hash ^ (hash >> 31U);
}

constexpr std::uint64_t tag_bits = 0xFFFFFFFF00000000U;

}  // namespace

RevocationSet::RevocationSet(std::span<const Serial> revoked)
    : revoked_(revoked), slots_(std::bit_ceil(std::max<std::size_t>(4, 2 * revoked.size()))) {
    mask_ = slots_.size() - 1;
    for (std::uint32_t i = 0; i < revoked.size() && !is_crowded_; ++i) add(i);
}

void RevocationSet::add(std::uint32_t index) {
    const auto hash = hash_of(revoked_[index]);
    for (std::uint64_t step = 0; step < probes_max; ++step) {
        auto& slot = slots_[(hash + step) & mask_];
        if (slot != 0) continue;
        slot = (hash & tag_bits) | (std::uint64_t{index} + 1);
        return;
    }
    is_crowded_ = true;
}

bool RevocationSet::contains(const Serial& serial) const {
    if (is_crowded_) return std::binary_search(revoked_.begin(), revoked_.end(), serial);
    const auto hash = hash_of(serial);
    for (auto at = hash;; ++at) {
        const auto slot = slots_[at & mask_];
        if (slot == 0) return false;
        if ((slot & tag_bits) != (hash & tag_bits)) continue;
        if (revoked_[static_cast<std::uint32_t>(slot) - 1] == serial) return true;
    }
}

}  // namespace fleet
