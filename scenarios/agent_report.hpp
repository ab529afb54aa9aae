// What stands in one metrics report of a device, before anybody encodes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fleet/report_topic.hpp"

namespace scenarios {

/// How an agent spells the keys; one that mixes uses both in one report.
enum class AgentNames : std::uint8_t { long_names, short_names, mixed };

/// The elements that are told, and how many there are; no total: the agent does not tell it.
template <class Element>
struct AgentList {
    std::vector<Element> elements;
    std::optional<std::uint64_t> total;
};

struct AgentCounters {
    std::uint64_t bytes_in = 0, bytes_out = 0, packets_in = 0, packets_out = 0;
};

struct AgentTexts {
    bool are_addresses = false;
    std::vector<std::string> texts;
};
struct AgentMetric {
    std::string name;
    std::variant<double, std::vector<double>, AgentTexts> value;
    bool is_wrapped = true;  // false: a single number stands bare, which is malformed
};

struct AgentReport {
    fleet::ReportEncoding encoding{};
    AgentNames names{};
    std::uint64_t report_id = 0;
    std::optional<AgentList<std::uint32_t>> tcp_ports, udp_ports;
    std::optional<AgentList<std::string>> connections;  // "address:port" of the peer
    std::optional<AgentCounters> network;
    std::vector<AgentMetric> custom;
    bool is_cut = false;  // sent with its end missing
};

}  // namespace scenarios
