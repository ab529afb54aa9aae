// A load test that was measured once and for all: what the outputs and objectives are tested with.
#pragma once

#include "sim/load/load_result.hpp"

namespace support {

/// `count` values from `first` on, `step` apart.
inline sim::Histogram latencies(int count, std::chrono::microseconds first,
                                std::chrono::microseconds step) {
    sim::Histogram histogram;
    for (int n = 0; n < count; ++n) histogram.add(first + n * step);
    return histogram;
}

/// 100 devices: ramp, steady traffic, restart, steady traffic again, storm with resumption.
inline sim::LoadResult a_told_load() {
    using namespace std::chrono_literals;
    sim::LoadResult result{.scenario = "pumps \"A\"",
                           .seed = 7,
                           .version = "0.1.0",
                           .broker = "private",
                           .has_tap = true,
                           .devices = 100,
                           .connected = 99,
                           .plan = {.ramp_per_s = 200,
                                    .steady = 4s,
                                    .rate_per_s = 2.5,
                                    .storm_devices = 50,
                                    .resumes = true,
                                    .restarts_broker = true},
                           .phases = {}};
    sim::LoadFigures ramp{.connects = 100, .events = 103, .connect = latencies(100, 3ms, 100us)};
    ramp.errors["refused: certificate-expired"] = 3;
    ramp.seconds = 0.5;
    ramp.broker_cpu_seconds = 0.25;
    ramp.client_cpu_seconds = 0.2;
    sim::LoadFigures steady{.sent = 500,
                            .acknowledged = 499,
                            .unsent = 2,
                            .seen = 500,
                            .denied = 4,
                            .events = 500,
                            .acknowledge = latencies(499, 100us, 1us),
                            .engine = latencies(500, 200us, 2us),
                            .lag = latencies(500, 20us, 0us)};
    steady.seconds = 2;
    steady.broker_cpu_seconds = 0.125;
    sim::LoadFigures restart{.connects = 100, .cut_off = 100, .connect = latencies(100, 9ms, 0us)};
    restart.interrupted = 1;
    restart.seconds = 1.5;
    sim::LoadFigures storm{
        .connects = 50, .resumed = 48, .cut_off = 50, .connect = latencies(50, 40ms, 1ms)};
    storm.errors["connection failed"] = 1;
    storm.seconds = 0.25;
    result.phases = {{"ramp", ramp},
                     {"steady", steady},
                     {"restart", restart},
                     {"steady", steady},
                     {"storm", storm}};
    return result;
}

/// The same over a broker without a tap.
inline sim::LoadResult a_client_side_load() {
    auto result = a_told_load();
    result.broker = "mqtts://broker.example:8883";
    result.has_tap = false;
    return result;
}

}  // namespace support
