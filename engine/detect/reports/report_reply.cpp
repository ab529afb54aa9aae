#include "engine/detect/reports/report_reply.hpp"

#include <fmt/format.h>

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

void append_number(std::string& text, std::string_view key, std::uint64_t number) {
    const fmt::format_int digits(number);
    text.append(key).append(digits.data(), digits.size());
}

std::string json_of(const ReportReply& reply) {
    std::string text;
    text.reserve(256 + reply.thing.size());
    text += "{\"thingName\":";
    fleet::append_json_string(text, reply.thing);
    if (reply.report_id) append_number(text, ",\"reportId\":", *reply.report_id);
    if (is_accepted(reply.verdict)) {
        text += ",\"status\":\"ACCEPTED\"";
    } else {
        text += ",\"status\":\"REJECTED\",\"statusDetails\":{\"ErrorCode\":\"";
        text.append(error_code(reply.verdict)).append("\",\"ErrorMessage\":\"");
        text.append(error_message(reply.verdict)).append("\"}");
    }
    append_number(text,
                  ",\"timestamp\":", static_cast<std::uint64_t>(fleet::epoch_ms(reply.received)));
    text += '}';
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
