// How fast a scenario plays without a broker: the quickstart with 20,000 devices through the broker
// in memory and the whole examination, as device-slots (one device, five minutes) a second. The
// baseline asks the same plans for the same actions and drops them.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#include "bench/table.hpp"
#include "engine/examination.hpp"
#include "fleet/base/error.hpp"
#include "scenarios/compose.hpp"
#include "scenarios/kinds.hpp"
#include "scenarios/load.hpp"
#include "sim/memory/memory_transport.hpp"
#include "sim/simulation.hpp"

namespace {

constexpr std::uint64_t devices = 20'000;

struct Loaded {
    scenarios::Scenario scenario;
    engine::Rules rules;
};

Loaded load_quickstart() {
    const scenarios::KindTables kinds{.traffic = scenarios::traffic_cards(),
                                      .timeline = scenarios::timeline_cards(),
                                      .defects = scenarios::defect_cards()};
    auto scenario = scenarios::load(FLEETDRILL_SOURCE_DIR "/scenarios/library/quickstart",
                                    {.seed = {}, .devices = devices, .sets = {}}, kinds);
    fleet::Problems problems;
    auto rules =
        engine::read_rules(scenario.resolved, scenario.start, scenario.end(),
                           scenario.fleet.account.id, scenario.fleet.account.region, problems);
    problems.raise_if_any();
    return {.scenario = std::move(scenario), .rules = std::move(rules)};
}

/// Takes every action and does nothing with it; every device seems connected.
class Nowhere final : public sim::Transport {
  public:
    explicit Nowhere(std::size_t actors) : states_(actors, {.is_connected = true}) {}
    std::vector<fleet::Observation> perform(const sim::SliceWork& work) override {
        benchmark::DoNotOptimize(work.actions.size());
        return {};
    }
    std::span<const scenarios::ActorState> states() const override { return states_; }
    sim::TransportCounts counts() const override { return {}; }

  private:
    std::vector<scenarios::ActorState> states_;
};

/// Makes the fleet untimed and plays it to its end; each slice goes to the examination, if any.
template <class MakeTransport>
void play(benchmark::State& state, bool is_examined, MakeTransport make_transport) {
    const fleet::Workers workers{std::max(1U, std::thread::hardware_concurrency())};
    std::uint64_t slots = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto [scenario, rules] = load_quickstart();
        auto fleet = fleet::synthesise(scenario.fleet, scenario.seed);
        fleet::Dictionary dictionary;
        const auto script = scenarios::compose(scenario, fleet, dictionary);
        auto transport = make_transport(fleet, dictionary, script);
        state.ResumeTiming();
        sim::Simulation simulation(script, transport, scenario.start, scenario.end(), workers);
        engine::Examination examination(fleet.inventory, rules, dictionary, workers);
        fleet::Slice slice;
        while (simulation.next(slice)) {
            slots += fleet.devices.size();
            if (!is_examined) continue;
            examination.observe(slice);
            simulation.apply(examination.take_requests().changes, {});
        }
        if (is_examined) examination.conclude(scenario.end());
        state.PauseTiming();  // what stands here goes untimed
        fleet::require(!is_examined || !examination.findings().violation_events.empty(),
                       "the quickstart raises alarms");
        state.ResumeTiming();
    }
    state.counters["device_slots"] =
        benchmark::Counter(static_cast<double>(slots), benchmark::Counter::kIsRate);
}

void memory(benchmark::State& state) {
    play(state, true, [](auto& fleet, auto& dictionary, const auto& script) {
        return sim::MemoryTransport({.fleet = fleet,
                                     .actors = script.actors,
                                     .cloud = script.cloud,
                                     .dictionary = dictionary,
                                     .settings = {}});
    });
}
BENCHMARK(memory)->Iterations(1)->UseRealTime()->Unit(benchmark::kMillisecond);

void plans_only(benchmark::State& state) {
    play(state, false,
         [](auto&, auto&, const auto& script) { return Nowhere(script.actors.size()); });
}
BENCHMARK(plans_only)->Iterations(1)->UseRealTime()->Unit(benchmark::kMillisecond);

constexpr std::array rows{bench::Row{"Play the quickstart with 20,000 devices in memory",
                                     "device-slots/s",
                                     {"memory", "device_slots"},
                                     {"plans_only", "device_slots"}}};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
