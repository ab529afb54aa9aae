#include "fleet/base/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace fleet {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

int width_bits(const Address& address) { return address.is_v6 ? 128 : 32; }

void mask(Address& address, int bits) {
    for (int i = 0; i < 16; ++i) {
        const int kept = std::clamp(bits - i * 8, 0, 8);
        auto& byte = address.bytes[static_cast<std::size_t>(i)];
        byte = static_cast<std::uint8_t>(byte & (0xff00 >> kept));
    }
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    if (text.size() > 45 || text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string copy(text);
    Address address;
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) return address;
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) != 1) return std::nullopt;
    if (std::equal(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin())) {
        Address plain;
        std::copy_n(address.bytes.begin() + 12, 4, plain.bytes.begin());
        return plain;
    }
    address.is_v6 = true;
    return address;
}

std::string to_text(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    inet_ntop(address.is_v6 ? AF_INET6 : AF_INET, address.bytes.data(), buffer.data(),
              buffer.size());
    return buffer.data();
}

bool AddressBlock::contains(const Address& address) const {
    if (address.is_v6 != base.is_v6) return false;
    auto masked = address;
    mask(masked, prefix_bits);
    return masked == base;
}

Address AddressBlock::at(std::uint64_t n) const {
    auto address = base;
    const int host_bits = width_bits(base) - prefix_bits;
    if (host_bits < 64) n &= (std::uint64_t{1} << host_bits) - 1;
    for (auto i = static_cast<std::size_t>(width_bits(base) / 8); i-- > 0 && n != 0; n >>= 8) {
        address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] | (n & 0xff));
    }
    return address;
}

std::optional<AddressBlock> parse_address_block(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = parse_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    AddressBlock block{*address, width_bits(*address)};
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        const auto [end, failed] =
            std::from_chars(digits.data(), digits.data() + digits.size(), block.prefix_bits);
        if (failed != std::errc{} || end != digits.data() + digits.size() || digits.empty())
            return std::nullopt;
        if (block.prefix_bits < 0 || block.prefix_bits > width_bits(*address) || digits.size() > 3)
            return std::nullopt;
    }
    mask(block.base, block.prefix_bits);
    return block;
}

}  // namespace fleet
