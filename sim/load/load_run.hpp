// A load test from the first connection to the last figure: ramp, steady traffic with a restart of
// the broker in its middle, reconnect storm.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "fleet/dictionary.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/script.hpp"
#include "sim/load/load_result.hpp"
#include "sim/load/tap_reader.hpp"
#include "sim/transport.hpp"

namespace sim {

/// A broker that is not ours.
struct NamedBroker {
    std::string address;  // "mqtts://host:port", as the user wrote it
    std::string host;
    std::string numeric_host;  // what the name stood for when it was looked up
    std::uint16_t port = 8883;
    bool is_loopback = false;  // then each device may leave from an address of its own
    std::string trusted_cas;   // PEM
};
/// Reads "mqtts://host", "mqtts://host:port", "mqtts://[IPv6]:port" and looks the host up. Raises
/// Error for anything else and for a host that cannot be found.
NamedBroker named_broker(const std::string& address, std::string trusted_cas);

/// What is known in the middle, for a person who waits.
struct LoadProgress {
    const std::string& phase;
    double seconds = 0;  // since the start
    std::uint64_t devices = 0, up = 0, connecting = 0;
    std::uint64_t in_flight = 0;                    // messages without PUBACK
    double connects_per_s = 0, messages_per_s = 0;  // since the last time
    std::optional<double> broker_cpu;               // share of one core, since the last time
    LoadFigures total;
};

/// For a terminal: a few lines that are painted over and over.
std::vector<std::string> progress_lines(const LoadProgress& progress);
/// For everything else: one line now and then.
std::string progress_line(const LoadProgress& progress);

struct LoadSetup {
    const fleet::Fleet& fleet;
    const scenarios::Script& script;
    fleet::Dictionary& dictionary;
    LoadPlan plan;
    std::optional<NamedBroker> broker;  // none: a private one
    BrokerSettings behaviour;           // of the private one
    EngineSink engine;
    std::chrono::milliseconds progress_every{500};
    std::function<void(const LoadProgress&)> progress;
};

/// Runs it; ends early, with what was measured so far, when the user asks it to stop (stop.hpp).
/// Raises Error when no device could connect, the broker died unasked, or a message that the broker
/// acknowledged did not reach the engine. Leaves scenario, seed and version for the caller to fill
/// in.
LoadResult run_load(const LoadSetup& setup);

}  // namespace sim
