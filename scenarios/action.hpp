// What a device does. One action may stand for many alike: the wire expands it, the broker in
// memory folds it.
#pragma once

#include <cstdint>

#include "fleet/base/random.hpp"
#include "fleet/base/time.hpp"
#include "fleet/dictionary.hpp"

namespace scenarios {

enum class ActionKind : std::uint8_t { connect, publish, subscribe, disconnect, report };

/// An action takes effect whole at `time`, also when it stands for many. Canonical order: (time,
/// actor, sequence), sequence being the order in which plans emitted it. An action other than
/// connect whose connection is down is void, and counted.
struct Action {
    fleet::Time time;
    std::uint32_t actor = 0;  // in Script::actors
    ActionKind kind{};
    std::uint8_t qos = 1;    // publish, subscribe: 0 or 1
    bool is_abrupt = false;  // disconnect: the connection is lost instead of closed by DISCONNECT
    bool is_elsewhere = false;     // what it causes is observed in another shard of the run
    std::uint32_t credential = 0;  // connect: in Fleet::credentials
    fleet::NameId address = fleet::no_name;  // connect: declared source address
    fleet::NameId topic = fleet::no_name;    // publish, report: topic; subscribe: filter
    std::uint32_t times = 1;                 // publish: stands for this many messages
    std::uint32_t bytes_min = 0;             // publish: payload sizes, see payload_bytes
    std::uint32_t bytes_max = 0;
    std::uint64_t size_seed = 0;             // publish: names the sizes
    fleet::NameId payload = fleet::no_name;  // report
};

/// Payload size of message `n` (0 … times-1) of a publish action, within [bytes_min, bytes_max].
inline std::uint32_t payload_bytes(const Action& action, std::uint32_t n) {
    // splitmix64 of (seed, n): cheap enough to call once per message of a million devices.
    std::uint64_t z = action.size_seed + 0x9e3779b97f4a7c15ULL * (std::uint64_t{n} + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    const std::uint64_t span = std::uint64_t{action.bytes_max} - action.bytes_min + 1;
    return action.bytes_min + static_cast<std::uint32_t>((z >> 32) * span >> 32);
}

}  // namespace scenarios
