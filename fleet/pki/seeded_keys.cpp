#include "fleet/pki/seeded_keys.hpp"

#include <algorithm>

namespace fleet {
namespace {

using Input = std::vector<std::uint8_t>;

void append_number(Input& input, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8)
        input.push_back(static_cast<std::uint8_t>(number >> shift));
}

void append_text(Input& input, std::string_view text) {
    append_number(input, text.size());
    input.insert(input.end(), text.begin(), text.end());
}

}  // namespace

Digest seeded_digest(std::uint64_t seed, std::string_view label, std::string_view purpose,
                     std::span<const std::uint8_t> more) {
    Input input;
    input.reserve(24 + label.size() + purpose.size() + more.size());
    append_number(input, seed);
    append_text(input, label);
    append_text(input, purpose);
    input.insert(input.end(), more.begin(), more.end());
    return sha256(input);
}

Serial seeded_serial(std::uint64_t seed, std::string_view label) {
    const auto digest = seeded_digest(seed, label, "serial");
    Serial serial;
    serial.size = 16;
    std::copy_n(digest.begin(), serial.size, serial.bytes.begin());
    // Top bit clear: positive. Next bit set: always sixteen bytes long.
    serial.bytes[0] = static_cast<std::uint8_t>((serial.bytes[0] & 0x7FU) | 0x40U);
    return serial;
}

SeededBytes::SeededBytes(std::uint64_t seed, std::string_view label, std::string_view purpose)
    : seed_(seed), label_(label), purpose_(purpose) {}

std::vector<std::uint8_t> SeededBytes::take(std::size_t size) {
    while (left_.size() < size) {
        Input counter;
        append_number(counter, block_++);
        const auto digest = seeded_digest(seed_, label_, purpose_, counter);
        left_.insert(left_.end(), digest.begin(), digest.end());
    }
    const auto end = left_.begin() + static_cast<std::ptrdiff_t>(size);
    std::vector<std::uint8_t> taken(left_.begin(), end);
    left_.erase(left_.begin(), end);
    return taken;
}

}  // namespace fleet
