// What the wire costs over the bare minimum: connects and QoS 1 messages per second, and processor
// time per message of client and broker, of the wire transport (which forecasts, records and
// compares every event) and of bare sockets against the same Mosquitto without a tap. Both in one
// process and one run, in turn; distinct certificates, TLS 1.3, both sides verified.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "bench/processor_time.hpp"
#include "bench/raw_broker.hpp"
#include "bench/raw_fleet.hpp"
#include "bench/table.hpp"
#include "fleet/base/error.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/wire_transport.hpp"
#include "tests/support/small_world.hpp"

namespace {

using namespace std::chrono_literals;
using bench::Seconds;

constexpr std::uint32_t devices = 500;
constexpr std::uint32_t messages_each = 20;
constexpr std::uint32_t payload_size_bytes = 200;
constexpr double messages = double{devices} * messages_each;

/// By counter name, one value for each repetition.
using Samples = std::map<std::string, std::vector<double>>;

/// Wall and processor time of one phase, client and broker apart.
class Phase {
  public:
    explicit Phase(pid_t broker) : broker_(broker) {}

    /// Adds the rate and the processor time of each of `count` since the beginning.
    void end(Samples& samples, const std::string& prefix, double count) const {
        const Seconds wall = std::chrono::steady_clock::now() - begin_;
        const auto client = bench::processor_time(getpid()) - client_;
        const auto broker = bench::processor_time(broker_) - broker_before_;
        samples[prefix + "_per_s"].push_back(count / wall.count());
        samples[prefix + "_client_us"].push_back(client.count() * 1e6 / count);
        samples[prefix + "_broker_us"].push_back(broker.count() * 1e6 / count);
    }

  private:
    pid_t broker_;
    Seconds client_ = bench::processor_time(getpid());
    Seconds broker_before_ = bench::processor_time(broker_);
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

void perform(sim::Transport& transport, std::span<const scenarios::Action> actions,
             fleet::Time begin) {
    transport.perform({begin, begin + fleet::slot_length, actions, {}});
}

void measure_transport(Samples& samples) {
    support::SmallWorld world({.pumps = devices});
    const auto transport = sim::make_wire_transport(world.world(), {});
    const auto broker = bench::only_child();
    std::vector<scenarios::Action> connects, publishes;
    for (std::uint32_t k = 0; k < devices; ++k) {
        connects.push_back(world.connect(k, 1s));
        connects.back().address = world.dictionary.addresses.intern(world.fleet.devices[k].address);
        publishes.push_back(
            world.publish(k, fleet::slot_length + 1s, world.telemetry(k), messages_each));
        publishes.back().bytes_min = publishes.back().bytes_max = payload_size_bytes;
    }
    const Phase connecting(broker);
    perform(*transport, connects, support::world_start);
    connecting.end(samples, "connects", devices);
    const Phase publishing(broker);
    perform(*transport, publishes, support::world_start + fleet::slot_length);
    publishing.end(samples, "messages", messages);
    const auto counts = transport->counts();
    fleet::require(counts.messages_published == std::uint64_t{devices} * messages_each &&
                       counts.actions_void == 0,
                   "the transport did not perform what was measured");
}

std::vector<bench::RawDevice> raw_devices(const fleet::Fleet& fleet) {
    std::vector<bench::RawDevice> raw;
    for (const auto& device : fleet.devices) {
        const auto& credential = fleet.credentials[device.credential];
        const auto& name = fleet.client_id(device);
        raw.push_back({.client_id = name,
                       .topic = fmt::format("dt/pumps/{}/telemetry", name),
                       .certificate_der = fleet.issue(credential).der,
                       .key_der = fleet.private_key(credential)});
    }
    return raw;
}

/// The same fleet, but of today: a broker without the tap judges certificates by the wall clock.
fleet::Fleet fleet_of_today(std::uint32_t count) {
    auto description = support::description_of({.pumps = count});
    description.start =
        fleet::slot_start(std::chrono::floor<fleet::Duration>(std::chrono::system_clock::now()));
    return fleet::synthesise(description, 7);
}

void measure_raw(Samples& samples) {
    const auto today = fleet_of_today(devices);
    const bench::RawBroker broker(today);
    bench::RawFleet fleet(broker.port(), fleet::broker_identity(today).trusted_cas,
                          raw_devices(today));
    const Phase connecting(broker.process());
    fleet.connect_all();
    connecting.end(samples, "raw_connects", devices);
    const Phase publishing(broker.process());
    fleet.publish_all(messages_each, payload_size_bytes, false);
    publishing.end(samples, "raw_messages", messages);
    const Phase coalescing(broker.process());
    fleet.publish_all(messages_each, payload_size_bytes, true);
    coalescing.end(samples, "raw_coalesced", messages);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void wire(benchmark::State& state) {
    sim::clients_max();  // raises the limit of descriptors
    Samples samples;
    for (auto _ : state) {
        measure_transport(samples);
        measure_raw(samples);
    }
    for (const auto& [name, values] : samples) {
        state.counters[name] = median(values);
        if (const auto raw = samples.find("raw_" + name); raw != samples.end())
            state.counters[name + "_ratio"] = median(values) / median(raw->second);
    }
}
BENCHMARK(wire)->Iterations(3)->UseRealTime()->Unit(benchmark::kMillisecond);

double rate(double count, std::chrono::steady_clock::time_point begin) {
    return count / Seconds(std::chrono::steady_clock::now() - begin).count();
}

/// So many that one process may not hold them: devices that meet nobody, shared out over several
/// processes of clients and brokers.
double connect_many(std::uint32_t count) {
    support::SmallWorld world({.pumps = count});
    std::vector<std::uint32_t> troupes(world.actors.size());
    std::iota(troupes.begin(), troupes.end(), 0U);
    auto shared_out = world.world();
    shared_out.troupes = troupes;
    std::vector<scenarios::Action> connects;  // they name addresses, which each process must know
    for (std::uint32_t k = 0; k < count; ++k) connects.push_back(world.connect(k, 1s));
    const auto transport = sim::make_wire_transport(shared_out, {});
    const auto begin = std::chrono::steady_clock::now();
    perform(*transport, connects, support::world_start);
    const auto connects_per_s = rate(count, begin);
    fleet::require(transport->counts().connects == count && transport->counts().actions_void == 0,
                   "every device connects");
    return connects_per_s;
}

double connect_many_raw(std::uint32_t count) {
    const auto today = fleet_of_today(count);
    const bench::RawBroker broker(today);
    bench::RawFleet fleet(broker.port(), fleet::broker_identity(today).trusted_cas,
                          raw_devices(today));
    const auto begin = std::chrono::steady_clock::now();
    fleet.connect_all();
    return rate(count, begin);
}

void wire_many(benchmark::State& state) {
    sim::clients_max();
    const auto count = static_cast<std::uint32_t>(state.range(0));
    std::vector<double> own, raw;
    for (auto _ : state) {
        own.push_back(connect_many(count));
        raw.push_back(connect_many_raw(count));
    }
    state.counters["connects_per_s"] = median(own);
    state.counters["raw_connects_per_s"] = median(raw);
    state.counters["connects_ratio"] = median(own) / median(raw);
}
BENCHMARK(wire_many)->Arg(10'000)->Iterations(3)->UseRealTime()->Unit(benchmark::kMillisecond);

constexpr std::array rows{
    bench::Row{"Connect 10,000 with mutual TLS, several brokers beside one raw loop",
               "/s",
               {"wire_many/10000", "connects_per_s"},
               {"wire_many/10000", "raw_connects_per_s"}},
    bench::Row{"Connect with mutual TLS",
               "/s",
               {"wire", "connects_per_s"},
               {"wire", "raw_connects_per_s"}},
    bench::Row{"… processor time of the clients",
               "µs/connect",
               {"wire", "connects_client_us"},
               {"wire", "raw_connects_client_us"}},
    bench::Row{"… processor time of the broker",
               "µs/connect",
               {"wire", "connects_broker_us"},
               {"wire", "raw_connects_broker_us"}},
    bench::Row{"Publish 200 B with QoS 1",
               "messages/s",
               {"wire", "messages_per_s"},
               {"wire", "raw_messages_per_s"}},
    bench::Row{"… beside one write for all of a device's messages",
               "messages/s",
               {"wire", "messages_per_s"},
               {"wire", "raw_coalesced_per_s"}},
    bench::Row{"… processor time of the clients",
               "µs/message",
               {"wire", "messages_client_us"},
               {"wire", "raw_messages_client_us"}},
    bench::Row{"… processor time of the broker",
               "µs/message",
               {"wire", "messages_broker_us"},
               {"wire", "raw_messages_broker_us"}},
};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
