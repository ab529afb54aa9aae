#include "fleet/report_topic.hpp"

#include <fmt/format.h>

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
    if (thing.size() > bytes_max) return false;
    unsigned char last = 0;
    for (const char c : thing) {
        const auto byte = static_cast<unsigned char>(c);
        // U+0080 to U+009F are C2 80 to C2 9F in UTF-8.
        const bool is_upper_control = last == 0xC2 && byte <= 0x9F;
        if (byte < 0x20 || byte == 0x7F || is_upper_control) return false;
        last = byte;
    }
    return true;
}

}  // namespace fleet
