#include "engine/detect/metrics.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace engine {
namespace metrics {

extern const Metric message_byte_size, num_messages_sent, num_messages_received,
    num_authorization_failures, num_connection_attempts, num_disconnects, disconnect_duration,
    source_ip_address, all_bytes_out, all_bytes_in, all_packets_out, all_packets_in,
    num_listening_tcp_ports, num_listening_udp_ports, listening_tcp_ports, listening_udp_ports,
    num_established_tcp_connections, destination_ip_addresses;

}  // namespace metrics

namespace {

constexpr std::array<const Metric*, 18> table{
    &metrics::message_byte_size,
    &metrics::num_messages_sent,
    &metrics::num_messages_received,
    &metrics::num_authorization_failures,
    &metrics::num_connection_attempts,
    &metrics::num_disconnects,
    &metrics::disconnect_duration,
    &metrics::source_ip_address,
    &metrics::all_bytes_out,
    &metrics::all_bytes_in,
    &metrics::all_packets_out,
    &metrics::all_packets_in,
    &metrics::num_listening_tcp_ports,
    &metrics::num_listening_udp_ports,
    &metrics::listening_tcp_ports,
    &metrics::listening_udp_ports,
    &metrics::num_established_tcp_connections,
    &metrics::destination_ip_addresses,
};

}  // namespace

std::span<const Metric* const> all_metrics() { return table; }

const Metric* metric_named(std::string_view name) {
    const auto* found = std::find_if(table.begin(), table.end(),
                                     [&](const Metric* metric) { return metric->name == name; });
    return found == table.end() ? nullptr : *found;
}

std::span<const std::string> metric_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> texts;
        for (const auto* metric : table) texts.emplace_back(metric->name);
        return texts;
    }();
    return names;
}

std::string_view key_of(MetricValue::Form form) {
    static constexpr std::array<std::string_view, 7> keys{"",      "count",   "number", "cidrs",
                                                          "ports", "strings", "numbers"};
    return keys[static_cast<std::size_t>(form)];
}

std::string_view group_of(Figure figure) {
    switch (figure) {
        case Figure::tcp_ports:
        case Figure::tcp_ports_total:
            return "listening_tcp_ports";
        case Figure::udp_ports:
        case Figure::udp_ports_total:
            return "listening_udp_ports";
        case Figure::destinations:
        case Figure::connections_total:
            return "tcp_connections";
        default:
            return "network_stats";
    }
}

}  // namespace engine
