// How fast a scenario plays without a broker: bench/one-day, one day of one fleet under eight
// behaviours, through the broker in memory and the whole examination, from the first slot to the
// findings, as device-slots (one device, five minutes) a second. It must not depend on how many
// devices or slots there are. The baseline asks the same plans for the same actions and drops them.
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

struct Loaded {
    scenarios::Scenario scenario;
    engine::Rules rules;
};

Loaded load_day(std::int64_t devices, std::int64_t hours) {
    const scenarios::KindTables kinds{.traffic = scenarios::traffic_cards(),
                                      .timeline = scenarios::timeline_cards(),
                                      .defects = scenarios::defect_cards()};
    auto scenario = scenarios::load(FLEETDRILL_SOURCE_DIR "/bench/one-day",
                                    {.seed = {},
                                     .devices = static_cast<std::uint64_t>(devices),
                                     .sets = {"duration=" + std::to_string(hours) + "h"}},
                                    kinds);
    fleet::Problems problems;
    auto rules =
        engine::read_rules(scenario.resolved, scenario.start, scenario.end(),
                           scenario.fleet.account.id, scenario.fleet.account.region, problems);
    problems.raise_if_any();
    return {.scenario = std::move(scenario), .rules = std::move(rules)};
}

/// Hears every slice and forgets it.
class Deaf final : public fleet::SliceListener {
  public:
    void begin(const fleet::Slice&) override {}
    void expect(unsigned) override {}
    void take(unsigned, std::span<const fleet::Observation>) override {}
    void end() override {}
};

/// Takes every action and does nothing with it; every device seems connected.
class Nowhere final : public sim::Transport {
  public:
    explicit Nowhere(std::size_t actors) : states_(actors, {.is_connected = true}) {}
    std::vector<fleet::Observation> perform(const sim::SliceWork&) override { return {}; }
    void play(const sim::Scene& scene, fleet::SliceListener&) override {
        const auto& prompter = scene.prompter;
        fleet::for_each_share(states_.size(), prompter.workers().shares_of(states_.size()),
                              [&](unsigned, std::size_t first, std::size_t last) {
                                  std::vector<scenarios::Action> actions;
                                  for (auto actor = first; actor < last; ++actor) {
                                      actions.clear();
                                      prompter.ask(static_cast<std::uint32_t>(actor),
                                                   states_[actor], scene.slot, actions);
                                      benchmark::DoNotOptimize(actions.size());
                                  }
                              });
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
        const auto [scenario, rules] = load_day(state.range(0), state.range(1));
        auto fleet = fleet::synthesise(scenario.fleet, scenario.seed);
        fleet::Dictionary dictionary;
        const auto script = scenarios::compose(scenario, fleet, dictionary);
        auto transport = make_transport(fleet, dictionary, script);
        state.ResumeTiming();
        sim::Simulation simulation(script, dictionary, transport, scenario.start, scenario.end(),
                                   workers);
        engine::Examination examination(fleet.inventory, rules, dictionary, workers);
        Deaf deaf;
        fleet::SliceListener& listener =
            is_examined ? examination : static_cast<fleet::SliceListener&>(deaf);
        while (simulation.next(listener)) slots += fleet.devices.size();
        if (is_examined) examination.conclude(scenario.end());
        state.PauseTiming();  // what stands here goes untimed
        fleet::require(!is_examined || !examination.findings().violation_events.empty(),
                       "the day raises alarms");
        state.ResumeTiming();
    }
    state.counters["device_slots"] =
        benchmark::Counter(static_cast<double>(slots), benchmark::Counter::kIsRate);
    state.counters["seconds"] =
        benchmark::Counter(1, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

/// A thousand to a million devices for a day, and a hundred thousand for a sixth of it.
void sizes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"devices", "hours"})
        ->Args({1'000, 24})
        ->Args({10'000, 24})
        ->Args({100'000, 4})
        ->Args({100'000, 24})
        ->Args({1'000'000, 24})
        ->Iterations(1)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
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
BENCHMARK(memory)->Apply(sizes);

void plans_only(benchmark::State& state) {
    play(state, false,
         [](auto&, auto&, const auto& script) { return Nowhere(script.actors.size()); });
}
BENCHMARK(plans_only)->Apply(sizes);

constexpr std::array rows{
    bench::Row{"Play a day of 1,000 devices in memory",
               "device-slots/s",
               {"memory/devices:1000/hours:24", "device_slots"},
               {"plans_only/devices:1000/hours:24", "device_slots"}},
    bench::Row{"Play a day of 10,000 devices in memory",
               "device-slots/s",
               {"memory/devices:10000/hours:24", "device_slots"},
               {"plans_only/devices:10000/hours:24", "device_slots"}},
    bench::Row{"Play four hours of 100,000 devices in memory",
               "device-slots/s",
               {"memory/devices:100000/hours:4", "device_slots"},
               {"plans_only/devices:100000/hours:4", "device_slots"}},
    bench::Row{"Play a day of 100,000 devices in memory",
               "device-slots/s",
               {"memory/devices:100000/hours:24", "device_slots"},
               {"plans_only/devices:100000/hours:24", "device_slots"}},
    bench::Row{"Play a day of 1,000,000 devices in memory",
               "device-slots/s",
               {"memory/devices:1000000/hours:24", "device_slots"},
               {"plans_only/devices:1000000/hours:24", "device_slots"}},
    bench::Row{"… from the first slot to the findings",
               "s",
               {"memory/devices:1000000/hours:24", "seconds"},
               {"plans_only/devices:1000000/hours:24", "seconds"}},
};

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, rows); }
