// The numbers and lists of a device report that a metric may be about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace engine {

enum class Figure : std::uint8_t {
    none,
    // numbers
    bytes_in,
    bytes_out,
    packets_in,
    packets_out,
    tcp_ports_total,
    udp_ports_total,
    connections_total,
    // lists
    tcp_ports,
    udp_ports,
    destinations,
};
inline constexpr std::size_t figure_numbers = 8;  // the numbers stand below it

/// The group of a report's metrics in which it stands, by its long name.
std::string_view group_of(Figure figure);

}  // namespace engine
