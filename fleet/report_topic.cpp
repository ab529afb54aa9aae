#include "fleet/report_topic.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fleet {

std::string report_topic(std::string_view thing, ReportEncoding encoding) {
    return fmt::format("$aws/things/{}/defender/metrics/{}", thing,
                       encoding == ReportEncoding::json ? "json" : "cbor");
}

std::optional<ReportTopic> parse_report_topic(std::string_view topic) {
    constexpr std::string_view head = "$aws/things/", tail = "/defender/metrics/";
    if (!topic.starts_with(head)) return std::nullopt;
    topic.remove_prefix(head.size());
    const auto slash = topic.find('/');
    if (slash == 0 || slash == std::string_view::npos) return std::nullopt;
    const auto thing = topic.substr(0, slash);
    topic.remove_prefix(slash);
    if (!topic.starts_with(tail)) return std::nullopt;
    topic.remove_prefix(tail.size());
    if (topic == "json") return ReportTopic{thing, ReportEncoding::json};
    if (topic == "cbor") return ReportTopic{thing, ReportEncoding::cbor};
    return std::nullopt;
}

bool is_reporting_name(std::string_view thing) {
    constexpr std::size_t bytes_max = 128;
    return thing.size() <= bytes_max && std::ranges::none_of(thing, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte < 0x20 || byte == 0x7F;
           });
}

}  // namespace fleet
