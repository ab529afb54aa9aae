#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>

#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include "fleet/base/error.hpp"
#include "sim/load/load_run.hpp"

namespace sim {
namespace {

constexpr std::string_view scheme = "mqtts://";

[[noreturn]] void refuse(const std::string& address, const std::string& what) {
    throw fleet::Error(
        fmt::format("--broker {}: {}; expected mqtts://HOST or mqtts://HOST:PORT", address, what));
}

std::uint16_t port_of(const std::string& address, std::string_view text) {
    std::uint16_t port = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, failure] = std::from_chars(text.data(), last, port);
    if (failure != std::errc{} || end != last || port == 0)
        refuse(address, fmt::format("\"{}\" is no port", text));
    return port;
}

/// Looks the name up once, so that no connection waits for it later.
void look_up(NamedBroker& broker) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failure = getaddrinfo(broker.host.c_str(), nullptr, &hints, &found);
    if (failure != 0) refuse(broker.address, gai_strerror(failure));
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> held(found, freeaddrinfo);
    const auto* chosen = found;
    // Where a name stands for both, IPv4: devices have loopback addresses of their own there.
    for (const auto* one = found; one != nullptr; one = one->ai_next) {
        if (one->ai_family != AF_INET) continue;
        chosen = one;
        break;
    }
    std::array<char, NI_MAXHOST> text{};
    getnameinfo(chosen->ai_addr, chosen->ai_addrlen, text.data(), text.size(), nullptr, 0,
                NI_NUMERICHOST);
    broker.numeric_host = text.data();
    broker.is_loopback = chosen->ai_family == AF_INET && broker.numeric_host.starts_with("127.");
}

}  // namespace

NamedBroker named_broker(const std::string& address, std::string trusted_cas) {
    NamedBroker broker{.address = address, .host = {}, .numeric_host = {}};
    broker.trusted_cas = std::move(trusted_cas);
    std::string_view rest = address;
    if (!rest.starts_with(scheme)) refuse(address, "only MQTT over TLS is spoken");
    rest.remove_prefix(scheme.size());
    const bool is_bracketed = rest.starts_with('[');
    const auto host_end = is_bracketed ? rest.find(']') : rest.find(':');
    if (is_bracketed && host_end == std::string_view::npos) refuse(address, "\"]\" is missing");
    broker.host = rest.substr(is_bracketed ? 1 : 0, host_end - (is_bracketed ? 1 : 0));
    if (broker.host.empty()) refuse(address, "the host is missing");
    rest.remove_prefix(std::min(rest.size(), is_bracketed ? host_end + 1 : host_end));
    if (!rest.empty() && rest.front() != ':')
        refuse(address, fmt::format("\"{}\" does not belong there", rest));
    if (!rest.empty()) broker.port = port_of(address, rest.substr(1));
    look_up(broker);
    return broker;
}

}  // namespace sim
