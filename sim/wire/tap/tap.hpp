// The one witness and the one authority inside the broker: judges every CONNECT, PUBLISH, SUBSCRIBE
// and delivery by the fleet's policies and registry, and writes down what happened. Knows neither
// OpenSSL nor Mosquitto; shim.cpp and plugin.cpp feed it. Single-threaded, like the broker.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fleet/access.hpp"
#include "fleet/inventory.hpp"
#include "sim/wire/tap/connection.hpp"
#include "sim/wire/tap_record.hpp"
#include "sim/wire/tap_ring.hpp"

namespace sim::tap {

struct Settings {
    int descriptor = -1;            // of the shared memory
    std::string inventory;          // folder
    std::string cloud_certificate;  // 64 hex
    bool close_on_deny = false;
};

class Tap {
  public:
    explicit Tap(const Settings& settings);

    /// Virtual now, in seconds since the epoch.
    std::int64_t now_seconds() const;
    bool is_cloud(std::string_view certificate) const { return certificate == cloud_certificate_; }

    // Told by the shim. `tls` and `client` are opaque addresses of the broker's own objects.
    void accepted(const void* tls, const void* client, std::uint32_t wire);
    Connection* by_tls(const void* tls);
    void handshake_failed(const void* tls);

    // Told by the plugin. A verdict: may it?
    bool connect(const void* client, std::string_view client_id, std::string certificate);
    bool publish(const void* client, std::string_view topic, std::string_view payload);
    bool subscribe(const void* client, std::string_view filter);
    bool receive(const void* client, std::string_view topic, std::uint32_t bytes);
    void disconnected(const void* client);
    /// Client ids to be disconnected now; the broker forbids it while it asks for a verdict.
    std::vector<std::string> take_kicks();
    /// Reads the control ring: what was told before an event must be known when it is judged.
    void listen();

  private:
    Connection* by_client(const void* client);
    void forget(const void* client);
    /// Why a registered certificate is not valid now; none when it is.
    fleet::Reason lapse_of(std::uint32_t certificate) const;
    void follow(const fleet::Change& change);
    void kick(Connection& connection, fleet::Reason reason);
    void write_session_start(const Connection& connection, fleet::ObservationKind kind,
                             fleet::Reason reason);
    void write_event(const Connection& connection, fleet::ObservationKind kind,
                     fleet::Reason reason, std::string_view topic, std::uint32_t bytes,
                     std::string_view payload = {});

    TapMemory memory_;
    Ring events_;
    Ring control_;
    fleet::Inventory inventory_;
    fleet::Access access_;
    std::string cloud_certificate_;
    bool close_on_deny_;

    std::uint32_t connections_ = 0;
    std::unordered_map<const void*, std::unique_ptr<Connection>> by_client_;
    std::unordered_map<const void*, const void*> client_of_tls_;
    std::unordered_map<std::string, const void*> live_;        // by client id
    std::unordered_map<std::uint32_t, std::string> declared_;  // by wire address
    std::vector<std::string> kicks_;
    std::string scratch_;
};

/// The broker's tap; null until the plugin was initialised. The hooks of a preloaded library have
/// no other place to find it.
Tap* instance();
void start(const Settings& settings);
void stop();

}  // namespace sim::tap
