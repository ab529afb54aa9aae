// What a load test is asked to do, what it measured phase by phase, and how that is told: values
// without behaviour, so that text, JSON and Prometheus tell the same.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/json.hpp"
#include "sim/load/histogram.hpp"

namespace sim {

struct LoadPlan {
    double ramp_per_s = 200;  // connects begun
    std::chrono::nanoseconds steady = std::chrono::seconds(10);
    std::optional<double> rate_per_s;  // messages of each device; none: as the scenario's traffic
    std::uint32_t storm_devices = 0;   // how many lose their connection at once; 0: no storm
    bool resumes = false;              // they come back with their TLS sessions
    bool restarts_broker = false;      // in the middle of the steady traffic
};

/// What was counted in one phase, or in several together.
struct LoadFigures {
    std::uint64_t connects = 0;      // that the broker accepted
    std::uint64_t resumed = 0;       // of those, with a TLS session of before
    std::uint64_t cut_off = 0;       // connections that the phase ended on purpose
    std::uint64_t sent = 0;          // messages handed to the client library
    std::uint64_t acknowledged = 0;  // by PUBACK
    std::uint64_t interrupted = 0;   // unacknowledged when their connection ended: unknown
    std::uint64_t unsent = 0;  // due while the device was away, or had too much unacknowledged
    std::uint64_t seen = 0;    // messages that the engine was given
    std::uint64_t denied = 0;  // of those, refused by policy
    std::uint64_t events = 0;  // all observations that the engine was given
    Histogram connect;         // begin of the connection to CONNACK
    Histogram acknowledge;     // publish to PUBACK
    Histogram engine;          // publish to the engine's having taken it
    Histogram lag;             // the broker's decision to the engine's having taken it
    std::map<std::string, std::uint64_t> errors;  // by reason
    double seconds = 0;
    double broker_cpu_seconds = 0;
    double client_cpu_seconds = 0;

    void add(const LoadFigures& other);
    std::uint64_t error_count() const;
    /// `count` of this phase per second; 0 when it took no time.
    double per_second(std::uint64_t count) const;
};

/// "ramp", "steady", "restart", "storm".
struct LoadPhase {
    std::string name;
    LoadFigures figures;
};

struct LoadResult {
    std::string scenario;
    std::uint64_t seed = 0;
    std::string version;
    std::string broker;   // "private", or the address the user named
    bool has_tap = true;  // false: only what clients see
    std::uint64_t devices = 0;
    std::uint64_t connected = 0;  // at the end
    LoadPlan plan;
    std::vector<LoadPhase> phases;
    bool is_stopped = false;  // by the user, before its end

    /// All phases of this name together; of every name when it is empty.
    LoadFigures figures(std::string_view phase = {}) const;
    bool has_phase(std::string_view name) const;
};

/// One objective, judged. Units as its text writes them.
struct ObjectiveResult {
    std::string objective;
    bool is_met = false;
    std::string measured;  // "412 ms"; "nothing" when there was nothing to measure
    bool operator==(const ObjectiveResult&) const = default;
};

/// "412 ms", "3.1 s", "87 us"
std::string duration_text(std::uint64_t us);

std::string load_text(const LoadResult& result, std::span<const ObjectiveResult> objectives);
/// docs/schemas/load.schema.json
fleet::Json load_json(const LoadResult& result, std::span<const ObjectiveResult> objectives);
/// The text format that Prometheus reads from a file or an endpoint.
std::string load_prometheus(const LoadResult& result, std::span<const ObjectiveResult> objectives);

}  // namespace sim
