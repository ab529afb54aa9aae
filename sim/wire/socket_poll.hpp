// Which clients' sockets have something for us: epoll, kept true to what each client awaits.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/wire/mqtt_client.hpp"

namespace sim {

class SocketPoll {
  public:
    /// For clients numbered below `clients`. Raises Error when no descriptor is left.
    explicit SocketPoll(std::size_t clients);
    SocketPoll(const SocketPoll&) = delete;
    SocketPoll& operator=(const SocketPoll&) = delete;
    ~SocketPoll();

    /// Call after whatever may have changed the client's socket or what it awaits.
    void follow(std::uint32_t number, const MqttClient& client);

    struct Ready {
        std::uint32_t number = 0;
        std::uint32_t events = 0;
    };
    /// Waits at most `patience`. The answer lives until the next call.
    std::span<const Ready> wait(std::chrono::microseconds patience);

  private:
    struct Registration {
        std::uint32_t generation = 0;
        std::uint32_t events = 0;
    };
    int descriptor_;
    std::vector<Registration> registrations_;
    std::vector<Ready> ready_;
};

}  // namespace sim
