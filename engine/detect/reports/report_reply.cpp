#include "engine/detect/reports/report_reply.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"

namespace engine {
namespace {

bool is_accepted(ReportVerdict verdict) {
    return verdict == ReportVerdict::accepted || verdict == ReportVerdict::repeated;
}

std::string_view error_code(ReportVerdict verdict) {
    return verdict == ReportVerdict::throttled ? "Throttled" : "InvalidPayload";
}
std::string_view error_message(ReportVerdict verdict) {
    return verdict == ReportVerdict::throttled ? "Metrics report rate exceeded"
                                               : "Malformed metrics report";
}

std::string json_of(const ReportReply& reply) {
    std::string text = "{\"thingName\":";
    fleet::append_json_string(text, reply.thing);
    auto end = std::back_inserter(text);
    if (reply.report_id) fmt::format_to(end, ",\"reportId\":{}", *reply.report_id);
    if (is_accepted(reply.verdict))
        text += ",\"status\":\"ACCEPTED\"";
    else
        fmt::format_to(end,
                       ",\"status\":\"REJECTED\",\"statusDetails\":{{\"ErrorCode\":\"{}\","
                       "\"ErrorMessage\":\"{}\"}}",
                       error_code(reply.verdict), error_message(reply.verdict));
    fmt::format_to(end, ",\"timestamp\":{}}}", fleet::epoch_ms(reply.received));
    return text;
}

std::string cbor_of(const ReportReply& reply) {
    std::string bytes;
    // A name that is no UTF-8 came as an MQTT topic, which is none either.
    fleet::Json::to_cbor(fleet::Json::parse(json_of(reply)), bytes);
    return bytes;
}

}  // namespace

fleet::Outgoing message_of(const ReportReply& reply) {
    fleet::Outgoing message;
    message.topic =
        fmt::format("{}/{}", reply.topic, is_accepted(reply.verdict) ? "accepted" : "rejected");
    message.payload =
        reply.encoding == fleet::ReportEncoding::json ? json_of(reply) : cbor_of(reply);
    return message;
}

}  // namespace engine
