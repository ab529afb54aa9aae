// What a broker can know, and nothing else: the whole of what the engine may see of a fleet's
// behaviour. Who really acted is not in it. tests/house_test holds the list of fields.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "fleet/base/time.hpp"
#include "fleet/dictionary.hpp"

namespace fleet {

enum class ObservationKind : std::uint8_t {
    connected,     // a CONNECT that was accepted
    refused,       // a connection refused before MQTT: by TLS or by the registry status of its
                   // certificate
    disconnected,  // the end of an accepted connection
    subscribed,    // a SUBSCRIBE that was granted
    published,     // PUBLISH packets accepted from a client
    denied,        // a connect, publish or subscribe denied by policy
    delivered,     // PUBLISH packets routed to a client
    report,        // a device metrics report that was accepted as a publish
};

enum class Reason : std::uint8_t {
    none,
    // refused
    certificate_expired,
    certificate_not_yet_valid,
    unknown_ca,
    certificate_not_active,  // registry status other than ACTIVE, or not registered at all
    certificate_revoked,     // by a CRL, only under enforceCrl
    // disconnected
    client_initiated,
    connection_lost,
    duplicate_client_id,
    certificate_deactivated,
    policy_violation,  // closeOnDeny
    // denied: which request
    connect,
    publish,
    subscribe,
};

/// The words used in files: "connected", "duplicate-client-id", … ; Reason::none is the empty text.
std::string_view name_of(ObservationKind kind);
std::string_view name_of(Reason reason);
std::optional<ObservationKind> observation_kind(std::string_view name);
std::optional<Reason> reason_named(std::string_view name);

/// One observation may stand for `count` alike: published, delivered and denied fold by (slot,
/// client id, certificate id, connection, kind, topic, reason) with the time of the first; the
/// others never fold.
struct Observation {
    Time time;
    ObservationKind kind{};
    Reason reason{};
    std::uint32_t connection = 0;     // ordinal of the connection within its client id, from 1; 0:
                                      // refused, or denied at connect
    NameId client_id = no_name;       // no_name where a refusal came before any CONNECT
    NameId certificate_id = no_name;  // the certificate shown
    NameId source_address = no_name;  // declared address
    NameId topic = no_name;           // topic name, or filter of a subscription
    std::uint32_t count = 1;
    std::uint32_t bytes_min = 0;  // payload bytes of one message
    std::uint32_t bytes_max = 0;
    std::uint64_t bytes_sum = 0;
    NameId payload = no_name;  // of a report

    bool operator==(const Observation&) const = default;
};

}  // namespace fleet
