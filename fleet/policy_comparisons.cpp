#include "fleet/policy_comparisons.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "fleet/base/time.hpp"

namespace fleet {
namespace {

template <class Number>
std::optional<Number> read_number(std::string_view text) {
    Number number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<double> read_finite(std::string_view text) {
    const auto number = read_number<double>(text);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

/// A date is an ISO-8601 time or a number of epoch seconds.
std::optional<double> read_date_seconds(std::string_view text) {
    if (const auto time = parse_time(text)) return static_cast<double>(epoch_ms(*time)) / 1000;
    return read_finite(text);
}

std::optional<bool> read_truth(std::string_view text) {
    if (equals_ignoring_case(text, "true")) return true;
    if (equals_ignoring_case(text, "false")) return false;
    return std::nullopt;
}

struct Address {
    std::array<std::uint8_t, 16> bytes{};
    unsigned bits = 0;  // 32 or 128
};

std::optional<Address> read_address(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (text.size() >= buffer.size() || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::copy(text.begin(), text.end(), buffer.begin());
    Address address;
    if (inet_pton(AF_INET, buffer.data(), address.bytes.data()) == 1)
        address.bits = 32;
    else if (inet_pton(AF_INET6, buffer.data(), address.bytes.data()) == 1)
        address.bits = 128;
    else
        return std::nullopt;
    return address;
}

struct Network {
    Address address;
    unsigned prefix_bits = 0;

    bool contains(const Address& other) const {
        if (other.bits != address.bits) return false;
        const auto whole = prefix_bits / 8, rest = prefix_bits % 8;
        if (!std::equal(other.bytes.begin(), other.bytes.begin() + whole, address.bytes.begin()))
            return false;
        return rest == 0 || (other.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
    }
};

/// "10.0.0.0/8", "2001:db8::/32", or one address.
std::optional<Network> read_network(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = read_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    if (slash == std::string_view::npos) return Network{*address, address->bits};
    const auto prefix_bits = read_number<unsigned>(text.substr(slash + 1));
    if (!prefix_bits || *prefix_bits > address->bits) return std::nullopt;
    return Network{*address, *prefix_bits};
}

bool stands_in(Order order, double value, double limit) {
    switch (order) {
        case Order::equal:
            return !(value < limit) && !(value > limit);
        case Order::less:
            return value < limit;
        case Order::less_or_equal:
            return value <= limit;
        case Order::greater:
            return value > limit;
        case Order::greater_or_equal:
            return value >= limit;
    }
    return false;
}

bool stands_in(Order order, std::optional<double> value, std::optional<double> limit) {
    return value && limit && stands_in(order, *value, *limit);
}

}  // namespace

bool is_address(std::string_view text) { return read_address(text).has_value(); }

bool is_readable(Comparison comparison, std::string_view text) {
    switch (comparison) {
        case Comparison::text:
        case Comparison::pattern:
            return true;
        case Comparison::boolean:
        case Comparison::presence:
            return read_truth(text).has_value();
        case Comparison::number:
            return read_finite(text).has_value();
        case Comparison::date:
            return read_date_seconds(text).has_value();
        case Comparison::address:
            return read_network(text).has_value();
    }
    return false;
}

bool compares(Comparison comparison, Order order, std::string_view value, std::string_view text) {
    if (comparison == Comparison::number)
        return stands_in(order, read_finite(value), read_finite(text));
    if (comparison == Comparison::date)
        return stands_in(order, read_date_seconds(value), read_date_seconds(text));
    if (comparison == Comparison::address) {
        const auto address = read_address(value);
        const auto network = read_network(text);
        return address && network && network->contains(*address);
    }
    const auto truth = read_truth(value);
    return truth && truth == read_truth(text);
}

}  // namespace fleet
