#include "sim/wire/tap_record.hpp"

#include <array>
#include <cstring>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

struct Fixed {
    std::int64_t written_ns;
    std::uint32_t session;
    std::uint32_t wire;
    std::uint32_t bytes;
    std::uint32_t payload_size;
    std::array<std::uint16_t, 4> sizes;
    std::uint8_t kind;
    std::uint8_t reason;
    std::uint8_t is_cloud;
    std::uint8_t is_resumed;
};

[[noreturn]] void damaged() {
    throw fleet::Error(
        "a record between the broker and fleetdrill is damaged: "
        "fleetdrill and fleetdrill_tap.so may be of different builds");
}

std::uint16_t size_of(std::string_view text) {
    fleet::require(text.size() <= 0xFFFF, "no MQTT text is longer than 65,535 bytes");
    return static_cast<std::uint16_t>(text.size());
}

}  // namespace

void encode(const TapRecord& record, std::string& out) {
    const std::array texts{record.client_id, record.certificate, record.address, record.topic};
    Fixed fixed{record.written_ns,
                record.session,
                record.wire,
                record.bytes,
                static_cast<std::uint32_t>(record.payload.size()),
                {},
                static_cast<std::uint8_t>(record.kind),
                static_cast<std::uint8_t>(record.reason),
                record.is_cloud,
                record.is_resumed};
    for (std::size_t i = 0; i < texts.size(); ++i) fixed.sizes[i] = size_of(texts[i]);
    out.resize(sizeof fixed);
    std::memcpy(out.data(), &fixed, sizeof fixed);
    for (const auto text : texts) out.append(text);
    out.append(record.payload);
}

TapRecord decode_record(std::string_view bytes) {
    Fixed fixed{};
    if (bytes.size() < sizeof fixed) damaged();
    std::memcpy(&fixed, bytes.data(), sizeof fixed);
    bytes.remove_prefix(sizeof fixed);
    std::array<std::string_view, 4> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (bytes.size() < fixed.sizes[i]) damaged();
        texts[i] = bytes.substr(0, fixed.sizes[i]);
        bytes.remove_prefix(fixed.sizes[i]);
    }
    if (bytes.size() != fixed.payload_size) damaged();
    return {.kind = static_cast<fleet::ObservationKind>(fixed.kind),
            .reason = static_cast<fleet::Reason>(fixed.reason),
            .is_cloud = fixed.is_cloud != 0,
            .session = fixed.session,
            .wire = fixed.wire,
            .bytes = fixed.bytes,
            .is_resumed = fixed.is_resumed != 0,
            .written_ns = fixed.written_ns,
            .client_id = texts[0],
            .certificate = texts[1],
            .address = texts[2],
            .topic = texts[3],
            .payload = bytes};
}

void encode(const ControlRecord& record, std::string& out) {
    out.resize(1 + sizeof record.wire);
    out[0] = static_cast<char>(record.kind);
    std::memcpy(out.data() + 1, &record.wire, sizeof record.wire);
    out.append(record.text);
}

ControlRecord decode_control(std::string_view bytes) {
    ControlRecord record;
    if (bytes.size() < 1 + sizeof record.wire) damaged();
    record.kind = static_cast<ControlRecord::Kind>(bytes[0]);
    std::memcpy(&record.wire, bytes.data() + 1, sizeof record.wire);
    record.text = bytes.substr(1 + sizeof record.wire);
    return record;
}

}  // namespace sim
