// What mosquitto.conf of the private broker says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sim {

struct BrokerConfig {
    std::filesystem::path folder;  // where ca.pem, broker.pem, broker.key (and crl.pem) lie
    std::filesystem::path tap;
    std::uint16_t port = 0;
    bool enforce_crl = false;
    bool is_root = false;
};

/// The whole file as text.
std::string to_text(const BrokerConfig& config);

}  // namespace sim
