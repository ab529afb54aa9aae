// The numbers and lists of a device report that a metric may be about.
#pragma once

#include <cstddef>
#include <cstdint>

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

}  // namespace engine
