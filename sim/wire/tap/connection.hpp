// One TCP connection to the broker from its TLS handshake to its end, as the tap follows it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "fleet/access.hpp"
#include "fleet/observation.hpp"

namespace sim::tap {

/// Verdicts of one session by (action, topic), forgotten when the registry changes.
class Verdicts {
  public:
    bool may(const fleet::Access& access, const fleet::Principal& principal,
             fleet::PolicyAction action, std::string_view topic);

  private:
    std::uint64_t version_ = 0;
    std::unordered_map<std::string, bool> known_;
    std::string key_;
};

struct Connection {
    std::uint32_t number = 0;
    std::uint32_t wire = 0;
    const void* tls = nullptr;
    std::string address;             // declared
    std::string certificate;         // 64 hex, once TLS or CONNECT showed it
    fleet::Reason verify_failure{};  // why its certificate was refused in the handshake
    bool handshake_is_done = false;
    bool is_resumed = false;  // TLS came back with a session of before and verified nothing
    bool is_cloud = false;
    bool is_session = false;  // its CONNECT was accepted
    bool is_lost = false;     // the socket ended without a DISCONNECT packet
    fleet::Reason ending{};   // why the broker itself ends it
    std::string client_id;
    fleet::Principal principal;
    Verdicts verdicts;
};

}  // namespace sim::tap
