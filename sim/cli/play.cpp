#include "sim/cli/play.hpp"

#include <fmt/format.h>

#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "scenarios/compose.hpp"
#include "scenarios/kinds.hpp"
#include "sim/gatherer.hpp"
#include "sim/memory/memory_transport.hpp"
#include "sim/simulation.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/machine_limits.hpp"
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

/// Hears every slice: passes it on to the engine, and whole to whoever records it.
class Audience final : public fleet::SliceListener {
  public:
    Audience(engine::Examination& examination, Played& played, const PlayOptions& options)
        : examination_(examination), played_(played), on_slice_(options.on_slice) {}

    void begin(const fleet::Slice& slice) override {
        examination_.begin(slice);
        if (on_slice_) gatherer_.begin(slice);
    }
    void expect(unsigned shares) override {
        counts_.assign(shares, {});
        examination_.expect(shares);
        if (on_slice_) gatherer_.expect(shares);
    }
    void take(unsigned share, std::span<const fleet::Observation> part) override {
        counts_[share].observations += part.size();
        examination_.take(share, part);
        if (on_slice_) gatherer_.take(share, part);
    }
    void end() override {
        ++played_.slices;
        for (const auto& count : counts_) played_.observations += count.observations;
        if (on_slice_) {
            gatherer_.end();
            on_slice_(slice_);
        }
        const Stopwatch watch(played_.timing.examination_seconds);
        examination_.end();
    }

  private:
    struct alignas(fleet::apart_bytes) Count {
        std::uint64_t observations = 0;
    };
    engine::Examination& examination_;
    Played& played_;
    const std::function<void(const fleet::Slice&)>& on_slice_;
    fleet::Slice slice_;
    sim::Gatherer gatherer_{slice_};
    std::vector<Count> counts_;  // by share
};

TransportKind fitting_transport(const PlayOptions& options, std::size_t clients) {
    const bool fits = options.transport == TransportKind::memory || !options.may_fall_back ||
                      clients <= sim::clients_max();
    if (fits) return options.transport;
    if (options.on_note)
        options.on_note(fmt::format(
            "{} clients are more than one process can hold here ({}): played in memory, "
            "with the same results; --transport broker takes several",
            clients, sim::clients_max()));
    return TransportKind::memory;
}

std::unique_ptr<sim::Transport> make_transport(TransportKind kind, const sim::World& world) {
    if (kind == TransportKind::memory) return std::make_unique<sim::MemoryTransport>(world);
    return sim::make_wire_transport(world, {});
}

void simulate(const LoadedScenario& loaded, const PlayOptions& options, Played& played) {
    const auto& scenario = loaded.scenario;
    const sim::World world{.fleet = *played.fleet,
                           .actors = played.script.actors,
                           .cloud = played.script.cloud,
                           .dictionary = *played.dictionary,
                           .settings = {.enforce_crl = scenario.broker.enforce_crl,
                                        .close_on_deny = scenario.broker.close_on_deny},
                           .troupes = played.script.troupes};
    played.transport = fitting_transport(options, played.script.actors.size());
    // Before anybody writes the fleet down beside us: a transport of many clients forks.
    const auto transport = make_transport(played.transport, world);
    if (options.on_fleet) options.on_fleet(*played.fleet, *played.dictionary, played.script);
    const auto workers = workers_of(options.threads);
    sim::Simulation simulation(played.script, *transport, scenario.start, scenario.end(), workers);
    engine::Examination examination(played.fleet->inventory, loaded.rules, *played.dictionary,
                                    workers);
    if (options.question) examination.ask(*options.question);
    Audience audience(examination, played, options);
    const auto next = [&] {
        const Stopwatch watch(played.timing.simulation_seconds);
        return simulation.next(audience);
    };
    while (next()) {
        sim::raise_if_stopped();
        auto requests = examination.take_requests();
        simulation.apply(std::move(requests.changes), std::move(requests.outgoing));
        if (options.on_progress) {
            options.on_progress(fmt::format(
                "{}  {} observations", fleet::format_time(simulation.now()), played.observations));
        }
    }
    // Of a slot the judging is examination; the engine takes what is observed while it happens.
    played.timing.simulation_seconds -= played.timing.examination_seconds;
    const Stopwatch watch(played.timing.examination_seconds);
    examination.conclude(scenario.end());
    played.findings = examination.findings();
    played.answers = examination.answers();
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

fleet::Workers workers_of(unsigned threads) {
    if (threads != 0) return {.count = threads, .grain = 1};
    return {.count = std::max(1U, std::thread::hardware_concurrency())};
}

void require_room_for(const fleet::FleetDescription& description) {
    std::uint64_t devices = 0;
    for (const auto& cohort : description.cohorts) devices += cohort.count;
    sim::require_memory_for_fleet(devices);
}

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
    require_room_for(scenario.fleet);
    {
        const Stopwatch watch(played.timing.synthesis_seconds);
        if (options.on_progress) options.on_progress("making the fleet");
        played.fleet = std::make_unique<fleet::Fleet>(fleet::synthesise(
            scenario.fleet, scenario.seed, options.keeps_certificates, sim::raise_if_stopped));
        played.dictionary = std::make_unique<fleet::Dictionary>();
        played.script = scenarios::compose(scenario, *played.fleet, *played.dictionary);
    }
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
