// What Device Defender answers to a report, in the encoding of the report.
// (docs/detect-semantics §12.5)
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/detect/reports/report_reader.hpp"
#include "fleet/base/time.hpp"
#include "fleet/outgoing.hpp"

namespace engine {

enum class ReportVerdict : std::uint8_t {
    accepted,
    repeated,   // the last one once more: accepted, and counted once
    malformed,  // InvalidPayload
    throttled,
};

struct ReportReply {
    std::string_view topic;  // on which it was reported
    std::string_view thing;
    fleet::ReportEncoding encoding{};
    ReportVerdict verdict{};
    std::optional<std::uint64_t> report_id;
    fleet::Time received;
};

fleet::Outgoing message_of(const ReportReply& reply);

}  // namespace engine
