// Beside what one would otherwise take: the same broker (Mosquitto without a tap), the same
// certificates, the same machine. mosquitto_pub makes a connection a process; paho-mqtt is what
// people write their own load generators with; ours is fleetdrill load --broker.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "bench/raw_broker.hpp"
#include "bench/table.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/synthesise.hpp"
#include "sim/wire/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t devices = 200;
constexpr std::uint32_t messages_each = 50;
constexpr std::uint32_t messages = devices * messages_each;
constexpr std::uint32_t payload_bytes = 200;
constexpr std::uint64_t seed = 7;

/// Connects every device, then publishes from all in turn, as the manual of paho-mqtt shows: a
/// thread of the library for each client.
constexpr const char* paho_script = R"(
import sys, time, ssl, paho.mqtt.client as mqtt
port, folder, devices, each, size = int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:6])
begin = time.monotonic()
clients = []
for i in range(devices):
    client = mqtt.Client(client_id=f"meters-{i}")
    client.tls_set(f"{folder}/ca.pem", f"{folder}/{i}.pem", f"{folder}/{i}.key")
    client.max_inflight_messages_set(200)
    client.max_queued_messages_set(0)
    client.connect("localhost", port)
    client.loop_start()
    clients.append(client)
while not all(client.is_connected() for client in clients):
    time.sleep(0.001)
connected = time.monotonic()
sent = [client.publish(f"dt/meters/meters-{i}/telemetry", b"x" * size, 1)
        for _ in range(each) for i, client in enumerate(clients)]
for message in sent:
    message.wait_for_publish()
done = time.monotonic()
print(devices / (connected - begin), devices * each / (done - connected))
for client in clients:
    client.disconnect()
)";

/// A fleet of today, for the broker judges certificates by the clock, and what its peers need in
/// files.
class Bench {
  public:
    Bench() {
        const auto now = fleet::slot_start(
            std::chrono::floor<fleet::Duration>(std::chrono::system_clock::now()));
        fleet::FleetDescription description;
        description.start = now;
        description.duration = std::chrono::hours(1);
        description.cohorts.push_back({.name = "meters", .count = devices});
        fleet_ = fleet::synthesise(description, seed);
        broker_ = std::make_unique<bench::RawBroker>(fleet_);
        write("ca.pem", fleet::broker_identity(fleet_).trusted_cas);
        const auto files = fleet::authority_files(fleet_);
        for (std::uint32_t i = 0; i < devices; ++i) {
            const auto& credential = fleet_.credentials[fleet_.devices[i].credential];
            auto chain = fleet::to_pem(fleet_.issue(credential).der, "CERTIFICATE");
            for (const auto& [name, text] : files)
                if (name == "intermediate-ca.pem") chain += text;
            write(fmt::format("{}.pem", i), chain);
            write(fmt::format("{}.key", i),
                  fleet::to_pem(fleet_.private_key(credential), "PRIVATE KEY"));
        }
        write("with_paho.py", paho_script);
        std::string lines;
        for (std::uint32_t i = 0; i < messages; ++i)
            lines += std::string(payload_bytes, 'x') + '\n';
        write("lines", lines);
        fs::create_directory(folder_.path() / "scenario");
        write("scenario/scenario.json",
              fmt::format(R"({{"seed": {}, "start": "{}", "duration": "1h", "fleet": {{"cohorts": [
{{"name": "meters", "count": {}, "traffic": [
{{"kind": "telemetry", "every": "60s", "bytes": "{}..{}"}}]}}]}}}})",
                          seed, fleet::format_time(now), devices, payload_bytes, payload_bytes));
    }

    std::string folder() const { return folder_.path().string(); }
    std::uint16_t port() const { return broker_->port(); }
    /// What mosquitto_pub and mosquitto_sub need to be device `i`, which may stand for a variable.
    std::string as_device(const std::string& i) const {
        return fmt::format(
            "-h localhost -p {} -q 1 -t dt/meters/meters-{}/telemetry --cafile {}/ca.pem --cert "
            "{}/{}.pem --key {}/{}.key",
            port(), i, folder(), folder(), i, folder(), i);
    }

  private:
    void write(const std::string& name, const std::string& text) {
        fleet::write_file(folder_.path() / name, text);
    }

    sim::TemporaryFolder folder_{"fleetdrill-bench-"};
    fleet::Fleet fleet_;
    std::unique_ptr<bench::RawBroker> broker_;
};

/// What a shell line prints; raises Error when it fails.
std::string output_of(const std::string& line) {
    auto* const pipe = ::popen(line.c_str(), "r");
    fleet::require(pipe != nullptr, "a shell can be started");
    std::string text;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        text.append(buffer.data(), count);
    if (::pclose(pipe) != 0) throw fleet::Error("failed: " + line);
    return text;
}

double seconds_of(const std::string& line) {
    const auto begin = std::chrono::steady_clock::now();
    output_of(line);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void peers(benchmark::State& state) {
    for (auto _ : state) {
        const Bench bench;
        // A process for each device, two at a time.
        state.counters["mosquitto_pub_connects"] =
            devices / seconds_of(fmt::format("seq 0 {} | xargs -P 2 -I@ mosquitto_pub -m x {}",
                                             devices - 1, bench.as_device("@")));
        state.counters["mosquitto_pub_messages"] =
            messages / seconds_of(fmt::format("mosquitto_pub -l {} <{}/lines", bench.as_device("0"),
                                              bench.folder()));
        // The subscriber ends when it has heard all.
        state.counters["mosquitto_sub_messages"] =
            messages / seconds_of(fmt::format(
                           "mosquitto_sub -i listener -C {} {} >/dev/null & sleep 0.3; "
                           "mosquitto_pub -l {} <{}/lines; wait",
                           messages, bench.as_device("1"), bench.as_device("1"), bench.folder()));
        const auto paho = output_of(
            fmt::format("/usr/bin/python3 {0}/with_paho.py {1} {0} {2} {3} {4}", bench.folder(),
                        bench.port(), devices, messages_each, payload_bytes));
        state.counters["paho_connects"] = std::strtod(paho.c_str(), nullptr);
        state.counters["paho_messages"] = std::strtod(paho.c_str() + paho.find(' '), nullptr);
        const auto load = fleet::Json::parse(output_of(fmt::format(
            "{0}/fleetdrill load {1}/scenario --broker mqtts://localhost:{2} --ca {1}/ca.pem "
            "--ramp 100000/s --for 5s --rate 400/s --quiet --format json",
            FLEETDRILL_BINARY_DIR, bench.folder(), bench.port())));
        for (const auto& phase : load.at("phases")) {
            if (phase.at("phase") == "ramp")
                state.counters["load_connects"] = phase.at("connectsPerSecond").get<double>();
            if (phase.at("phase") == "steady")
                state.counters["load_messages"] = phase.at("messagesPerSecond").get<double>();
        }
    }
}
BENCHMARK(peers)->Iterations(1)->UseRealTime()->Unit(benchmark::kMillisecond);

constexpr std::array rows{
    bench::Row{"Connect 200 devices: load beside mosquitto_pub",
               "/s",
               {"peers", "load_connects"},
               {"peers", "mosquitto_pub_connects"}},
    bench::Row{"… beside paho-mqtt", "/s", {"peers", "load_connects"}, {"peers", "paho_connects"}},
    bench::Row{"Publish 200 B with QoS 1: load beside mosquitto_pub -l",
               "messages/s",
               {"peers", "load_messages"},
               {"peers", "mosquitto_pub_messages"}},
    bench::Row{"… beside mosquitto_pub -l to mosquitto_sub",
               "messages/s",
               {"peers", "load_messages"},
               {"peers", "mosquitto_sub_messages"}},
    bench::Row{"… beside paho-mqtt, 200 clients",
               "messages/s",
               {"peers", "load_messages"},
               {"peers", "paho_messages"}},
};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
