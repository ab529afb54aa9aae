#include "sim/wire/socket_poll.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>

#include "fleet/base/error.hpp"

namespace sim {

SocketPoll::SocketPoll(std::size_t clients)
    : descriptor_(epoll_create1(EPOLL_CLOEXEC)), registrations_(clients) {
    if (descriptor_ < 0) throw fleet::Error("cannot wait for sockets: no descriptor is left");
}

SocketPoll::~SocketPoll() { close(descriptor_); }

void SocketPoll::follow(std::uint32_t number, const MqttClient& client) {
    const int socket = client.socket();
    if (socket < 0) return;  // the kernel forgets a closed one by itself
    auto& registration = registrations_[number];
    const bool is_new = registration.generation != client.generation();
    const bool is_connecting = client.state() == MqttClient::State::connecting;
    // During the handshake room to write is awaited until the first event only: libmosquitto would
    // not use it, and we would spin.
    const bool awaits_room = is_connecting ? is_new : client.wants_write();
    const std::uint32_t events = EPOLLIN | (awaits_room ? std::uint32_t{EPOLLOUT} : 0U);
    if (!is_new && events == registration.events) return;
    epoll_event event{};
    event.events = events;
    event.data.u32 = number;
    if (epoll_ctl(descriptor_, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event) != 0) {
        throw fleet::Error("cannot wait for a client's socket");
    }
    registration = {client.generation(), events};
}

std::span<const SocketPoll::Ready> SocketPoll::wait(std::chrono::microseconds patience) {
    std::array<epoll_event, 256> events;
    const timespec wait{.tv_sec = 0, .tv_nsec = patience.count() * 1000};
    const int count =
        epoll_pwait2(descriptor_, events.data(), static_cast<int>(events.size()), &wait, nullptr);
    ready_.clear();
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        ready_.push_back({event.data.u32, event.events});
    }
    return ready_;
}

}  // namespace sim
