#include "sim/wire/message_socket.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

[[noreturn]] void refuse() {
    throw fleet::Error(
        "a process of clients has ended unexpectedly: it was killed, or memory ran out");
}

}  // namespace

void send_all(int socket, const void* bytes, std::size_t count) {
    const auto* at = static_cast<const char*>(bytes);
    while (count > 0) {
        const auto sent = ::send(socket, at, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) refuse();
        at += sent;
        count -= static_cast<std::size_t>(sent);
    }
}

void receive_all(int socket, void* bytes, std::size_t count) {
    auto* at = static_cast<char*>(bytes);
    while (count > 0) {
        const auto received = ::recv(socket, at, count, 0);
        if (received < 0 && errno == EINTR) continue;
        if (received <= 0) refuse();
        at += received;
        count -= static_cast<std::size_t>(received);
    }
}

std::vector<std::string> receive_texts(int socket) {
    std::vector<std::string> texts(receive_value<std::uint64_t>(socket));
    for (auto& text : texts) text = receive_sequence<std::string>(socket);
    return texts;
}

}  // namespace sim
