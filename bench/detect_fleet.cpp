// What judging a fleet costs, as nanoseconds per device, window and metric: every thing active in
// every slot, eight behaviours on seven metrics. The baseline beside it only walks the
// observations.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "bench/table.hpp"
#include "engine/detect/detect.hpp"

namespace {

using fleet::ObservationKind;

fleet::Inventory fleet_of(std::size_t devices) {
    fleet::Inventory inventory;
    inventory.things.resize(devices);
    for (std::size_t i = 0; i < devices; ++i)
        inventory.things[i].name = "device-" + std::to_string(i);
    return inventory;
}

engine::SecurityProfile eight_behaviors(std::uint32_t duration_seconds) {
    engine::SecurityProfile profile;
    profile.name = "bench";
    for (const auto* metric :
         {"aws:num-messages-sent", "aws:num-messages-received", "aws:num-authorization-failures",
          "aws:num-connection-attempts", "aws:num-disconnects", "aws:message-byte-size",
          "aws:message-byte-size", "aws:source-ip-address"}) {
        engine::Behavior behavior;
        behavior.name = std::to_string(profile.behaviors.size());
        behavior.metric = metric;
        behavior.has_criteria = true;
        behavior.comparison = engine::ComparisonOperator::less_than;
        behavior.value = {.form = engine::MetricValue::Form::count,
                          .count = 1000,
                          .number = 0,
                          .texts = {},
                          .numbers = {}};
        behavior.duration_seconds = duration_seconds;
        if (behavior.metric == "aws:source-ip-address") {
            behavior.comparison = engine::ComparisonOperator::in_cidr_set;
            behavior.value = {.form = engine::MetricValue::Form::cidrs,
                              .count = 0,
                              .number = 0,
                              .texts = {"10.0.0.0/8"},
                              .numbers = {}};
            behavior.duration_seconds = 0;
        }
        profile.behaviors.push_back(behavior);
    }
    return profile;
}

/// Two and a half times eight, each with a limit of its own; the last four are held against the
/// fleet.
engine::SecurityProfile twenty_behaviors() {
    auto profile = eight_behaviors(300);
    const auto eight = profile.behaviors;
    while (profile.behaviors.size() < 20) {
        auto behavior = eight[profile.behaviors.size() % eight.size()];
        behavior.name = std::to_string(profile.behaviors.size());
        behavior.value.count += profile.behaviors.size();
        if (profile.behaviors.size() >= 16) {
            behavior.comparison = engine::ComparisonOperator::less_than_equals;
            behavior.statistic = "p99";
        }
        profile.behaviors.push_back(behavior);
    }
    return profile;
}

/// Every device publishes to its own topic and is delivered a command.
fleet::Slice busy_slot(std::size_t devices, fleet::Dictionary& names) {
    fleet::Slice slice;
    const auto address = names.addresses.intern("10.1.2.3");
    const auto command = names.topics.intern("cmd/all");
    for (std::size_t i = 0; i < devices; ++i) {
        fleet::Observation seen;
        seen.kind = ObservationKind::published;
        seen.client_id = static_cast<fleet::NameId>(i);
        seen.connection = 1;
        seen.source_address = address;
        seen.topic = names.topics.intern("dt/" + std::to_string(i));
        seen.count = 5;
        seen.bytes_min = seen.bytes_max = 100;
        slice.observations.push_back(seen);
        seen.kind = ObservationKind::delivered;
        seen.topic = command;
        slice.observations.push_back(seen);
    }
    return slice;
}

void detect_fleet(benchmark::State& state) {
    const auto devices = static_cast<std::size_t>(state.range(0));
    const auto inventory = fleet_of(devices);
    fleet::Dictionary names;
    names.preload_things(inventory);
    auto slice = busy_slot(devices, names);
    engine::Detect detect(inventory, names);
    const std::vector<std::string> targets{"all/registered-things"};
    detect.attach(eight_behaviors(static_cast<std::uint32_t>(state.range(1))), targets, {});
    std::vector<engine::ViolationEvent> events;
    for (auto _ : state) {
        slice.end = slice.begin + fleet::slot_length;
        detect.observe(slice, events);
        slice.begin = slice.end;
    }
    const auto windows = static_cast<double>(state.iterations()) * static_cast<double>(devices);
    state.counters["per_device_window_metric"] =
        benchmark::Counter(windows * 8, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(detect_fleet)
    ->ArgNames({"devices", "seconds"})
    ->ArgsProduct({{10'000, 1'000'000}, {300, 3600}})
    ->Unit(benchmark::kMillisecond);

/// A slot of a million active devices under twenty behaviours, on all processors, from the first
/// observation to the last verdict.
void twenty(benchmark::State& state) {
    const auto devices = static_cast<std::size_t>(state.range(0));
    const auto inventory = fleet_of(devices);
    fleet::Dictionary names;
    names.preload_things(inventory);
    auto slice = busy_slot(devices, names);
    engine::Detect detect(inventory, names, {.count = std::thread::hardware_concurrency()});
    detect.attach(twenty_behaviors(), std::vector<std::string>{"all/registered-things"}, {});
    std::vector<engine::ViolationEvent> events;
    for (auto _ : state) {
        slice.end = slice.begin + fleet::slot_length;
        detect.observe(slice, events);
        slice.begin = slice.end;
    }
    state.counters["seconds"] =
        benchmark::Counter(static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(twenty)->ArgName("devices")->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

/// What the engine holds of each device, by what the allocator gave it meanwhile.
void bytes(benchmark::State& state) {
    const auto devices = static_cast<std::size_t>(state.range(0));
    const auto inventory = fleet_of(devices);
    fleet::Dictionary names;
    names.preload_things(inventory);
    auto slice = busy_slot(devices, names);
    const auto held = [] {
        const auto heap = mallinfo2();
        return heap.uordblks + heap.hblkhd;
    };
    for (auto _ : state) {
        const auto before = held();
        engine::Detect detect(inventory, names);
        detect.attach(eight_behaviors(static_cast<std::uint32_t>(state.range(1))),
                      std::vector<std::string>{"all/registered-things"}, {});
        std::vector<engine::ViolationEvent> events;
        slice.end = slice.begin + fleet::slot_length;
        detect.observe(slice, events);
        state.counters["bytes_per_device"] =
            static_cast<double>(held() - before) / static_cast<double>(devices);
        slice.begin = slice.end;
    }
}
BENCHMARK(bytes)
    ->ArgNames({"devices", "seconds"})
    ->ArgsProduct({{1'000'000}, {300, 3600}})
    ->Iterations(1);

/// As little as eight sums can take.
void bytes_of_sums(benchmark::State& state) {
    for (auto _ : state) state.counters["bytes_per_device"] = 8 * sizeof(std::uint32_t);
}
BENCHMARK(bytes_of_sums)->Iterations(1);

void baseline_walk(benchmark::State& state) {
    fleet::Dictionary names;
    const auto slice = busy_slot(static_cast<std::size_t>(state.range(0)), names);
    for (auto _ : state) {
        std::uint64_t messages = 0;
        for (const auto& seen : slice.observations) messages += seen.count;
        benchmark::DoNotOptimize(messages);
    }
    const auto windows = static_cast<double>(state.iterations() * state.range(0));
    state.counters["per_device_window_metric"] =
        benchmark::Counter(windows * 8, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["seconds"] =
        benchmark::Counter(static_cast<double>(state.iterations()),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(baseline_walk)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

constexpr double nanoseconds = 1e9;
constexpr std::array rows{
    bench::Row{"Judge 10,000 devices, 5 min windows",
               "ns/device, window and metric",
               {"detect_fleet/devices:10000/seconds:300", "per_device_window_metric"},
               {"baseline_walk/10000", "per_device_window_metric"},
               nanoseconds},
    bench::Row{"Judge 1,000,000 devices, 5 min windows",
               "ns/device, window and metric",
               {"detect_fleet/devices:1000000/seconds:300", "per_device_window_metric"},
               {"baseline_walk/1000000", "per_device_window_metric"},
               nanoseconds},
    bench::Row{"Judge 1,000,000 devices, 1 h windows",
               "ns/device, window and metric",
               {"detect_fleet/devices:1000000/seconds:3600", "per_device_window_metric"},
               {"baseline_walk/1000000", "per_device_window_metric"},
               nanoseconds},
    bench::Row{"A slot of 1,000,000 devices under 20 behaviours, all processors",
               "s",
               {"twenty/devices:1000000/real_time", "seconds"},
               {"baseline_walk/1000000", "seconds"}},
    bench::Row{"Hold a device under eight behaviours, 5 min windows",
               "bytes",
               {"bytes/devices:1000000/seconds:300", "bytes_per_device"},
               {"bytes_of_sums", "bytes_per_device"}},
    bench::Row{"Hold a device under eight behaviours, 1 h windows",
               "bytes",
               {"bytes/devices:1000000/seconds:3600", "bytes_per_device"},
               {"bytes_of_sums", "bytes_per_device"}},
};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
