// The simulated devices as MQTT clients: libmosquitto, all on one epoll loop in the caller's
// thread. Performs each actor's tasks in order and different actors' at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "fleet/base/time.hpp"
#include "fleet/dictionary.hpp"
#include "scenarios/action.hpp"
#include "sim/transport.hpp"
#include "sim/wire/client_tls.hpp"

namespace sim {

class DeviceFleet {
  public:
    /// `cloud` is who the cloud's actor is.
    DeviceFleet(const World& world, std::uint16_t port, const ClientIdentity& cloud);
    DeviceFleet(const DeviceFleet&) = delete;
    DeviceFleet& operator=(const DeviceFleet&) = delete;
    ~DeviceFleet();

    /// The source address of an actor's connections, 127.x.y.z in host byte order.
    static std::uint32_t wire_address(std::uint32_t actor);

    /// Virtual now, for judging the broker's certificate.
    void set_now(fleet::Time now);
    /// Queues an action; a publish or report sends `messages` of its messages. The action must
    /// outlive its performance.
    void enqueue(const scenarios::Action& action, std::uint32_t messages);
    /// Connects the cloud, before anything else.
    void connect_cloud();
    /// Makes the broker look at its control ring.
    void wake_broker();

    /// One turn of the loop; waits at most `patience` when there is nothing to do. True when
    /// anything moved.
    bool turn(std::chrono::microseconds patience);
    /// Nothing queued, connecting or unacknowledged.
    bool is_idle() const;
    /// Messages that clients received since the start.
    std::uint64_t received() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sim
