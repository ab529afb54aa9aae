// What travels in the rings between the broker's tap and us, as bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fleet/observation.hpp"

namespace sim {

/// One event as the broker saw it. `refused`, `connected` and `denied` at connect carry who
/// connected from where; later events of a session name it by its number only. Views point into
/// the decoded bytes.
struct TapRecord {
    fleet::ObservationKind kind{};
    fleet::Reason reason{};  // refused: none when TLS failed for another cause than a certificate
    bool is_cloud = false;   // of the run's own connection
    std::uint32_t session = 0;    // number of the TCP connection, from 1; never used again
    std::uint32_t wire = 0;       // 127.x.y.z the connection comes from, host byte order
    std::uint32_t bytes = 0;      // payload
    bool is_resumed = false;      // at the start of a session: TLS came back without a handshake
    std::int64_t written_ns = 0;  // steady clock of this machine; for load alone, never in a result
    std::string_view client_id;
    std::string_view certificate;  // 64 hex
    std::string_view address;      // declared
    std::string_view topic;
    std::string_view payload;  // of a message to the service, as it came; else empty
};

/// Does the tap tell what stands in a message to this topic? The service reads it.
inline bool is_read_by_service(std::string_view topic) { return topic.starts_with("$aws/things/"); }

/// Replaces `out` by the encoding. No text but the payload may exceed 65,535 bytes.
void encode(const TapRecord& record, std::string& out);
/// Raises Error for what encode() cannot have written.
TapRecord decode_record(std::string_view bytes);

/// What we tell the tap: that a wire address stands for a declared one, or a registry change.
struct ControlRecord {
    enum class Kind : std::uint8_t { address, change };
    Kind kind{};
    std::uint32_t wire = 0;
    std::string_view text;  // the declared address, or the change as one line of JSON
};

void encode(const ControlRecord& record, std::string& out);
ControlRecord decode_control(std::string_view bytes);

/// What the tap denies without a record: the run's own connection publishes it to wake the broker,
/// so that the tap looks at its control ring.
inline constexpr std::string_view wake_topic = "fleetdrill/wake";

/// Names of the environment variables that tell the tap about its run.
inline constexpr const char* tap_descriptor_variable = "FLEETDRILL_TAP_DESCRIPTOR";
inline constexpr const char* tap_inventory_variable = "FLEETDRILL_TAP_INVENTORY";
inline constexpr const char* tap_cloud_variable = "FLEETDRILL_TAP_CLOUD";
/// "1": the broker hands out TLS sessions to come back with.
inline constexpr const char* tap_resumption_variable = "FLEETDRILL_TAP_RESUMPTION";
inline constexpr const char* tap_close_on_deny_variable = "FLEETDRILL_TAP_CLOSE_ON_DENY";

}  // namespace sim
