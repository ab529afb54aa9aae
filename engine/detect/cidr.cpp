#include "engine/detect/cidr.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "fleet/base/error.hpp"

namespace engine {
namespace {

using Bytes = std::array<std::uint8_t, 16>;
using Family = IpAddress::Family;
constexpr Bytes mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0};
constexpr unsigned mapped_bits = 96;

/// Four numbers to 255 with points between them and no zeros before them, as inet_pton has it; half
/// of what a device reports are such, hence by hand.
std::optional<std::uint32_t> dotted_quad(std::string_view text) {
    std::uint32_t address = 0, part = 0;
    unsigned digits = 0, points = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            if (digits > 0 && part == 0) return std::nullopt;
            part = part * 10 + static_cast<std::uint32_t>(c - '0');
            if (++digits > 3 || part > 255) return std::nullopt;
        } else {
            if (c != '.' || digits == 0 || ++points > 3) return std::nullopt;
            address = address << 8 | part;
            part = digits = 0;
        }
    }
    if (points != 3 || digits == 0) return std::nullopt;
    return address << 8 | part;
}

std::uint64_t big_endian(const std::uint8_t* bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | bytes[i];
    return value;
}

IpAddress address_of(const Bytes& bytes) {
    const bool is_mapped = std::equal(bytes.begin(), bytes.begin() + 12, mapped_prefix.begin());
    return {.family = is_mapped ? Family::v4 : Family::v6,
            .high = big_endian(bytes.data()),
            .low = big_endian(bytes.data() + 8)};
}

/// `address` with all bits after the first `prefix` of 128 cleared or set.
IpAddress with_tail(IpAddress address, unsigned prefix, bool set) {
    const auto tail = [](unsigned kept) {
        return kept == 0 ? ~0ULL : kept >= 64 ? 0 : ~0ULL >> kept;
    };
    const auto high = tail(std::min(prefix, 64U));
    const auto low = tail(prefix > 64 ? prefix - 64 : 0);
    address.high = set ? address.high | high : address.high & ~high;
    address.low = set ? address.low | low : address.low & ~low;
    return address;
}

std::optional<unsigned> number(std::string_view text, unsigned max) {
    unsigned value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value > max) return std::nullopt;
    return value;
}

}  // namespace

std::optional<IpAddress> parse_address(std::string_view text) {
    if (const auto quad = dotted_quad(text))
        return IpAddress{.family = Family::v4, .high = 0, .low = 0xFFFF00000000ULL | *quad};
    const auto has = [text](char c) { return text.find(c) != std::string_view::npos; };
    if (text.size() > INET6_ADDRSTRLEN || !has(':') || has('\0')) return std::nullopt;
    Bytes bytes{};
    if (inet_pton(AF_INET6, std::string(text).c_str(), bytes.data()) != 1) return std::nullopt;
    return address_of(bytes);
}

std::optional<std::pair<IpAddress, IpAddress>> parse_cidr(std::string_view text) {
    const auto slash = text.find('/');
    const auto host = text.substr(0, slash);
    auto address = parse_address(host);
    if (!address) return std::nullopt;
    const bool is_dotted = host.find(':') == std::string_view::npos;
    unsigned prefix = 128;
    if (slash != std::string_view::npos) {
        const auto given = number(text.substr(slash + 1), is_dotted ? 32 : 128);
        if (!given) return std::nullopt;
        prefix = is_dotted ? mapped_bits + *given : *given;
    }
    // A short prefix on a mapped address reaches beyond the mapped range: an IPv6 block.
    if (prefix < mapped_bits) address->family = Family::v6;
    return std::pair(with_tail(*address, prefix, false), with_tail(*address, prefix, true));
}

CidrSet::CidrSet(std::span<const std::string> cidrs) {
    std::vector<std::pair<IpAddress, IpAddress>> blocks;
    for (const auto& text : cidrs) {
        const auto block = parse_cidr(text);
        fleet::require(block.has_value(), "a CIDR set is built from valid blocks");
        blocks.push_back(*block);
    }
    std::sort(blocks.begin(), blocks.end());
    for (const auto& block : blocks) {
        if (!ranges_.empty() && block.first <= ranges_.back().second) {
            ranges_.back().second = std::max(ranges_.back().second, block.second);
        } else {
            ranges_.push_back(block);
        }
    }
}

bool CidrSet::contains(const IpAddress& address) const {
    const auto after = std::upper_bound(
        ranges_.begin(), ranges_.end(), address,
        [](const IpAddress& wanted, const auto& range) { return wanted < range.first; });
    return after != ranges_.begin() && address <= std::prev(after)->second;
}

void AddressBook::learn(fleet::NameId address, const fleet::Interner& texts) {
    while (parsed_.size() <= address) {
        const auto next = static_cast<fleet::NameId>(parsed_.size());
        parsed_.push_back(parse_address(texts.text(next)).value_or(IpAddress{}));
    }
}

}  // namespace engine
