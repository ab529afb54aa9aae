// The floor under the wire transport: MQTT devices as bare sockets and OpenSSL on one epoll loop,
// with nothing forecast, compared or recorded.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fleet/pki/authority.hpp"

namespace bench {

struct RawDevice {
    std::string client_id;
    std::string topic;
    fleet::Bytes certificate_der;
    fleet::Bytes key_der;
};

class RawFleet {
  public:
    RawFleet(std::uint16_t port, const std::string& trusted_cas, std::vector<RawDevice> devices);
    ~RawFleet();

    /// A full TLS 1.3 handshake with the device's own certificate and an MQTT CONNECT for each,
    /// as many at once as the wire transport has. Returns when the last CONNACK has come.
    void connect_all();
    /// Every device publishes `messages` times with QoS 1, all in flight at once, each message in
    /// a TLS record of its own or a device's all in one write. Returns with the last PUBACK.
    void publish_all(std::uint32_t messages, std::uint32_t bytes, bool is_coalesced);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bench
