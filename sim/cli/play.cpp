#include "sim/cli/play.hpp"

#include <fmt/format.h>

#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "scenarios/compose.hpp"
#include "scenarios/kinds.hpp"
#include "sim/memory/memory_transport.hpp"
#include "sim/simulation.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/stop.hpp"
#include "sim/wire/wire_transport.hpp"

namespace cli {
namespace {

/// Adds the seconds of its own life to a figure.
class Stopwatch {
  public:
    explicit Stopwatch(double& seconds) : seconds_(seconds) {}
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;
    ~Stopwatch() {
        seconds_ +=
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

  private:
    double& seconds_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

TransportKind fitting_transport(const PlayOptions& options, std::size_t clients) {
    const bool fits = options.transport == TransportKind::memory || !options.may_fall_back ||
                      clients <= sim::clients_max();
    if (fits) return options.transport;
    if (options.on_note)
        options.on_note(
            fmt::format("{} clients are more than a broker can carry here ({}): played in memory, "
                        "with the same results",
                        clients, sim::clients_max()));
    return TransportKind::memory;
}

std::unique_ptr<sim::Transport> make_transport(TransportKind kind, const sim::World& world) {
    if (kind == TransportKind::memory) return std::make_unique<sim::MemoryTransport>(world);
    return sim::make_wire_transport(world, {});
}

/// As many as were asked for; else as many as there are processors, where the work is worth it.
fleet::Workers workers_of(const PlayOptions& options) {
    if (options.threads != 0) return {.count = options.threads, .grain = 1};
    return {.count = std::max(1U, std::thread::hardware_concurrency())};
}

void simulate(const LoadedScenario& loaded, const PlayOptions& options, Played& played) {
    const auto& scenario = loaded.scenario;
    const sim::World world{.fleet = *played.fleet,
                           .actors = played.script.actors,
                           .cloud = played.script.cloud,
                           .dictionary = *played.dictionary,
                           .settings = {.enforce_crl = scenario.broker.enforce_crl,
                                        .close_on_deny = scenario.broker.close_on_deny}};
    played.transport = fitting_transport(options, played.script.actors.size());
    const auto transport = make_transport(played.transport, world);
    const auto workers = workers_of(options);
    sim::Simulation simulation(played.script, *transport, scenario.start, scenario.end(), workers);
    engine::Examination examination(played.fleet->inventory, loaded.rules, *played.dictionary,
                                    workers);
    fleet::Slice slice;
    const auto next = [&] {
        const Stopwatch watch(played.timing.simulation_seconds);
        return simulation.next(slice);
    };
    while (next()) {
        sim::raise_if_stopped();
        if (options.on_slice) options.on_slice(slice);
        const Stopwatch watch(played.timing.examination_seconds);
        examination.observe(slice);
        auto requests = examination.take_requests();
        simulation.apply(std::move(requests.changes), std::move(requests.outgoing));
        ++played.slices;
        played.observations += slice.observations.size();
        if (options.on_progress) {
            options.on_progress(fmt::format("{}  {} observations", fleet::format_time(slice.end),
                                            played.observations));
        }
    }
    const Stopwatch watch(played.timing.examination_seconds);
    examination.conclude(scenario.end());
    played.findings = examination.findings();
    played.counts = transport->counts();
    const auto& inventory = played.fleet->inventory;
    const auto things_of = [&](std::string_view id) {
        std::vector<std::string> names;
        const auto certificate = played.dictionary->certificates.find(id);
        if (certificate >= inventory.certificates.size()) return names;
        for (const auto thing : inventory.certificates[certificate].things)
            names.push_back(inventory.things[thing].name);
        return names;
    };
    const auto cohort_of = [&](std::string_view thing) {
        const auto device = played.dictionary->clients.find(thing);
        if (device >= played.fleet->devices.size()) return std::string{};
        return played.fleet->cohorts[played.fleet->devices[device].cohort].name;
    };
    const score::RunFacts facts{
        .start = scenario.start,
        .end = scenario.end(),
        .devices = played.fleet->devices.size(),
        .behaviors_for = [&](std::string_view thing) { return examination.behaviors_for(thing); },
        .cohort_of = cohort_of,
        .things_of_certificate = things_of};
    played.score = score::mark(played.findings, played.script.truth, facts, scenario.resolved);
}

}  // namespace

scenarios::KindTables kind_tables() {
    return {.traffic = scenarios::traffic_cards(),
            .timeline = scenarios::timeline_cards(),
            .defects = scenarios::defect_cards()};
}

LoadedScenario load_scenario(const std::string& path, const scenarios::LoadOptions& options) {
    auto scenario = scenarios::load(path, options, kind_tables());
    fleet::Problems of_resolved, problems;
    auto rules =
        engine::read_rules(scenario.resolved, scenario.start, scenario.end(),
                           scenario.fleet.account.id, scenario.fleet.account.region, of_resolved);
    score::validate_expectations(scenario.resolved, of_resolved);
    for (const auto& problem : of_resolved.all())
        problems.add(scenarios::in_its_file(scenario, problem));
    problems.raise_if_any();
    return {.scenario = std::move(scenario), .rules = std::move(rules)};
}

Played play(const LoadedScenario& loaded, const PlayOptions& options) {
    const auto& scenario = loaded.scenario;
    Played played;
    {
        const Stopwatch watch(played.timing.synthesis_seconds);
        if (options.on_progress) options.on_progress("making the fleet");
        played.fleet = std::make_unique<fleet::Fleet>(fleet::synthesise(
            scenario.fleet, scenario.seed, options.keeps_certificates, sim::raise_if_stopped));
        played.dictionary = std::make_unique<fleet::Dictionary>();
        played.script = scenarios::compose(scenario, *played.fleet, *played.dictionary);
    }
    if (options.on_fleet) options.on_fleet(*played.fleet, *played.dictionary, played.script);
    simulate(loaded, options, played);
    return played;
}

report::Story story_of(const LoadedScenario& loaded, const Played& played) {
    return {.title = loaded.scenario.title,
            .name = loaded.scenario.name,
            .seed = loaded.scenario.seed,
            .devices = played.fleet->devices.size(),
            .start = loaded.scenario.start,
            .end = loaded.scenario.end(),
            .findings = played.findings,
            .score = played.score};
}

}  // namespace cli
