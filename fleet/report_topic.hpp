// The topics on which devices report to Device Defender. It answers below them, on …/accepted and
// …/rejected. (docs/detect-semantics §12.1)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fleet {

enum class ReportEncoding : std::uint8_t { json, cbor };

struct ReportTopic {
    std::string_view thing;
    ReportEncoding encoding{};
};

/// $aws/things/THING/defender/metrics/json, or …/cbor.
std::string report_topic(std::string_view thing, ReportEncoding encoding);
/// The other way round; nullopt: nobody reports on this topic.
std::optional<ReportTopic> parse_report_topic(std::string_view topic);

/// May reports name this thing? At most 128 bytes, and no control characters.
bool is_reporting_name(std::string_view thing);

}  // namespace fleet
