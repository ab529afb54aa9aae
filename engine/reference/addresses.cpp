// Static criteria: numbers compared, addresses looked for in blocks.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/reference/datapoint.hpp"

namespace reference {
namespace {

/// The bits of an address one by one, IPv4 or IPv6.
using Bits = std::vector<bool>;

Bits bits_of(std::span<const unsigned char> bytes) {
    Bits bits;
    for (const auto byte : bytes)
        for (int i = 7; i >= 0; --i) bits.push_back(((byte >> i) & 1) != 0);
    return bits;
}

std::optional<Bits> address_bits(const std::string& text) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
        return bits_of(std::span(bytes).first(4));
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    const bool is_mapped =
        std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
        bytes[10] == 0xFF && bytes[11] == 0xFF;
    return is_mapped ? bits_of(std::span(bytes).subspan(12)) : bits_of(bytes);
}

bool is_in_block(const std::string& address, const std::string& block) {
    const auto slash = block.find('/');
    const auto given = address_bits(address), base = address_bits(block.substr(0, slash));
    if (!given || !base || given->size() != base->size()) return false;
    auto prefix = base->size();
    if (slash != std::string::npos) {
        std::from_chars(block.data() + slash + 1, block.data() + block.size(), prefix);
        if (block.find(':') < slash && base->size() == 32) prefix -= 96;  // ::ffff:a.b.c.d/n
    }
    return std::equal(given->begin(), given->begin() + static_cast<std::ptrdiff_t>(prefix),
                      base->begin());
}

bool conforms_to_blocks(const Behavior& behavior, const std::vector<std::string>& addresses) {
    const auto is_in_any = [&](const std::string& address) {
        return std::ranges::any_of(behavior.value.texts, [&](const std::string& block) {
            return is_in_block(address, block);
        });
    };
    return behavior.comparison == ComparisonOperator::in_cidr_set
               ? std::ranges::all_of(addresses, is_in_any)
               : std::ranges::none_of(addresses, is_in_any);
}

}  // namespace

bool conforms(const Behavior& behavior, const MetricValue& datapoint) {
    const auto value = datapoint.count, limit = behavior.value.count;
    switch (behavior.comparison) {
        case ComparisonOperator::less_than:
            return value < limit;
        case ComparisonOperator::less_than_equals:
            return value <= limit;
        case ComparisonOperator::greater_than:
            return value > limit;
        case ComparisonOperator::greater_than_equals:
            return value >= limit;
        default:
            return conforms_to_blocks(behavior, datapoint.texts);
    }
}

}  // namespace reference
