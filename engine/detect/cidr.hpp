// IP addresses and sets of address blocks, as the two CIDR operators compare them.
// (docs/detect-semantics §6.3)
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/dictionary.hpp"

namespace engine {

/// 128 bits, most significant first. IPv4, also in its IPv6-mapped form, is a family of its own, so
/// that no IPv6 block holds it.
struct IpAddress {
    enum class Family : std::uint8_t { none, v4, v6 };
    Family family = Family::none;  // none: the text was no address; it lies in no block
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const IpAddress&) const = default;
};

std::optional<IpAddress> parse_address(std::string_view text);

/// First and last address of "10.0.0.0/8", "fd00::/8" or a bare address. Host bits may be set; they
/// are masked. nullopt for anything else.
std::optional<std::pair<IpAddress, IpAddress>> parse_cidr(std::string_view text);

/// A union of blocks as sorted ranges apart from each other: membership is one binary search.
class CidrSet {
  public:
    CidrSet() = default;
    /// Every text is a valid CIDR.
    explicit CidrSet(std::span<const std::string> cidrs);
    bool contains(const IpAddress& address) const;

  private:
    std::vector<std::pair<IpAddress, IpAddress>> ranges_;
};

/// Interned addresses, each parsed once.
class AddressBook {
  public:
    void learn(fleet::NameId address, const fleet::Interner& texts);
    /// How many addresses it knows: those with numbers below.
    std::size_t size() const { return parsed_.size(); }
    /// Of an address learnt before.
    const IpAddress& at(fleet::NameId address) const { return parsed_[address]; }

  private:
    std::vector<IpAddress> parsed_;
};

}  // namespace engine
