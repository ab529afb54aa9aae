// What taking the reports of devices costs: from the payload as it came to datapoints that are
// kept, and an answer. The baseline beside it parses the same payloads into values, and does no
// more.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/table.hpp"
#include "engine/detect/reported.hpp"
#include "fleet/base/json.hpp"
#include "fleet/report_topic.hpp"

namespace {

constexpr std::size_t devices = 10'000;
constexpr std::size_t report_bytes = 1024;

/// A report of about a kilobyte: ten ports, eight connections, the counters.
std::string report(std::uint64_t id) {
    std::string ports, peers;
    for (int i = 0; i < 10; ++i)
        ports += fmt::format(R"({}{{"interface":"eth0","port":{}}})", i == 0 ? "" : ",", 8000 + i);
    for (int i = 0; i < 6; ++i)
        peers += fmt::format(
            R"({}{{"local_interface":"eth0","local_port":{},"remote_addr":"198.51.100.{}:8883"}})",
            i == 0 ? "" : ",", 40000 + i, i);
    auto text = fmt::format(
        R"({{"header":{{"report_id":{},"version":"1.0"}},"metrics":{{)"
        R"("listening_tcp_ports":{{"ports":[{}],"total":10}},)"
        R"("listening_udp_ports":{{"ports":[],"total":0}},)"
        R"("network_stats":{{"bytes_in":2000,"bytes_out":15000,"packets_in":40,"packets_out":60}},)"
        R"("tcp_connections":{{"established_connections":{{"connections":[{}],"total":6}}}}}}}})",
        id, ports, peers);
    text.resize(std::max(text.size(), report_bytes), ' ');
    return text;
}

/// Every device reports once in a slot.
struct Slot {
    Slot() {
        for (std::size_t i = 0; i < devices; ++i) {
            const auto thing = "device-" + std::to_string(i);
            const auto client = names.clients.intern(thing);
            seen.push_back({.kind = fleet::ObservationKind::report,
                            .client_id = client,
                            .topic = names.topics.intern(
                                fleet::report_topic(thing, fleet::ReportEncoding::json))});
        }
    }
    /// The next one, five minutes later.
    void advance() {
        ++number;
        names.payloads.begin();
        const auto text = report(static_cast<std::uint64_t>(number));
        for (auto& one : seen) {
            one.time = engine::end_of(number) - fleet::slot_length;
            one.payload = names.payloads.keep(text);
        }
    }

    fleet::Dictionary names;
    std::vector<fleet::Observation> seen;
    engine::Slot number = 5'000'000;
};

void report_ingest(benchmark::State& state) {
    Slot slot;
    engine::Reported reported(slot.names);
    for (const auto* metric : engine::all_metrics())
        if (engine::is_reported(metric->reading)) reported.need(engine::column_of(*metric));
    std::size_t answers = 0;
    for (auto _ : state) {
        state.PauseTiming();
        slot.advance();
        state.ResumeTiming();
        reported.open(slot.number);
        reported.expect(1);
        for (const auto& seen : slot.seen) reported.take(0, seen);
        reported.finish();
        answers += reported.take_replies().size();
    }
    fleet::require(reported.counts().accepted == answers && reported.rows().size() == devices,
                   "every report is accepted and answered");
    state.counters["reports"] = benchmark::Counter(
        static_cast<double>(state.iterations() * devices), benchmark::Counter::kIsRate);
}
BENCHMARK(report_ingest)->Unit(benchmark::kMillisecond);

void baseline_nlohmann(benchmark::State& state) {
    Slot slot;
    for (auto _ : state) {
        state.PauseTiming();
        slot.advance();
        state.ResumeTiming();
        for (const auto& seen : slot.seen)
            benchmark::DoNotOptimize(fleet::Json::parse(slot.names.payloads.text(seen.payload)));
    }
    state.counters["reports"] = benchmark::Counter(
        static_cast<double>(state.iterations() * devices), benchmark::Counter::kIsRate);
}
BENCHMARK(baseline_nlohmann)->Unit(benchmark::kMillisecond);

constexpr std::array rows{
    bench::Row{"Take device reports of 1 KB, one thread",
               "reports/s",
               {"report_ingest", "reports"},
               {"baseline_nlohmann", "reports"}},
};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
