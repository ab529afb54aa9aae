#include "sim/wire/broker_config.hpp"

#include <fmt/format.h>

namespace sim {

std::string to_text(const BrokerConfig& config) {
    const auto in_folder = [&](const char* file) { return (config.folder / file).string(); };
    std::string text = fmt::format(
        "per_listener_settings false\n"
        "listener {} 127.0.0.1\n"
        "max_connections -1\n"
        "cafile {}\n"
        "certfile {}\n"
        "keyfile {}\n"
        "require_certificate true\n"
        // Either of the identity options would keep the broker from asking the tap at CONNECT.
        "use_identity_as_username false\n"
        // The tap is the only authority.
        "allow_anonymous true\n"
        "plugin {}\n"
        "persistence false\n"
        "sys_interval 0\n"
        "set_tcp_nodelay true\n"
        // 0 makes Debian's broker cut a client after every denied publish.
        "max_queued_messages 100000\n"
        "max_inflight_messages 0\n"
        // Each matching subscription delivers, as in the broker in memory. Deprecated and said to
        // become the default, but not yet that in 2.0.11.
        "allow_duplicate_messages true\n"
        "log_dest stderr\n"
        "log_type error\n"
        "log_type warning\n",
        config.port, in_folder("ca.pem"), in_folder("broker.pem"), in_folder("broker.key"),
        config.tap.string());
    if (config.enforce_crl) text += fmt::format("crlfile {}\n", in_folder("crl.pem"));
    // Started as root the broker would become user mosquitto, who cannot read our files.
    if (config.is_root) text += "user root\n";
    return text;
}

}  // namespace sim
