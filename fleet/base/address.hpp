// IP addresses and CIDR blocks as values: parse, print, contain, pick. IPv4 and IPv6; an
// IPv4-mapped IPv6 address is that IPv4 address.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fleet {

struct Address {
    std::array<std::uint8_t, 16> bytes{};  // IPv4 in the first four
    bool is_v6 = false;

    auto operator<=>(const Address&) const = default;
};

std::optional<Address> parse_address(std::string_view text);
std::string to_text(const Address& address);

/// A block of addresses; host bits of the text it came from are masked away.
struct AddressBlock {
    Address base;
    int prefix_bits = 0;

    bool contains(const Address& address) const;
    /// Address number `n` of the block, counted from its base, wrapping within the block.
    Address at(std::uint64_t n) const;
    bool operator==(const AddressBlock&) const = default;
};

/// "10.0.0.0/8", "2001:db8::/32"; a bare address is a block of one.
std::optional<AddressBlock> parse_address_block(std::string_view text);

}  // namespace fleet
