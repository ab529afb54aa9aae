#include "sim/cli/stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "fleet/base/error.hpp"
#include "scenarios/compose.hpp"
#include "scenarios/refusal.hpp"
#include "scenarios/shards.hpp"
#include "sim/gatherer.hpp"
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

/// Hears every slice: passes it on to the engine and to whoever else listens.
class Audience final : public fleet::SliceListener {
  public:
    Audience(engine::Examination& examination, std::vector<fleet::SliceListener*> others,
             Played& played)
        : examination_(examination), others_(std::move(others)), played_(played) {}

    void begin(const fleet::Slice& slice) override {
        examination_.begin(slice);
        for (auto* other : others_) other->begin(slice);
    }
    void expect(unsigned shares) override {
        counts_.assign(shares, {});
        examination_.expect(shares);
        for (auto* other : others_) other->expect(shares);
    }
    void take(unsigned share, std::span<const fleet::Observation> part) override {
        counts_[share].observations += part.size();
        examination_.take(share, part);
        for (auto* other : others_) other->take(share, part);
    }
    void end() override {
        ++played_.slices;
        for (const auto& count : counts_) played_.observations += count.observations;
        for (auto* other : others_) other->end();
        const Stopwatch watch(played_.timing.examination_seconds);
        examination_.end();
    }

  private:
    struct alignas(fleet::apart_bytes) Count {
        std::uint64_t observations = 0;
    };
    engine::Examination& examination_;
    std::vector<fleet::SliceListener*> others_;
    Played& played_;
    std::vector<Count> counts_;  // by share
};

/// Puts slices together for somebody who wants them whole.
class Recorder final : public fleet::SliceListener {
  public:
    explicit Recorder(const std::function<void(const fleet::Slice&)>& on_slice)
        : on_slice_(on_slice) {}

    void begin(const fleet::Slice& slice) override { gatherer_.begin(slice); }
    void expect(unsigned shares) override { gatherer_.expect(shares); }
    void take(unsigned share, std::span<const fleet::Observation> part) override {
        gatherer_.take(share, part);
    }
    void end() override {
        gatherer_.end();
        on_slice_(slice_);
    }

  private:
    const std::function<void(const fleet::Slice&)>& on_slice_;
    fleet::Slice slice_;
    sim::Gatherer gatherer_{slice_};
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

}  // namespace

Played prepare(const LoadedScenario& loaded, const PlayOptions& options) {
    const auto& scenario = loaded.scenario;
    Played played;
    for (const auto& note : loaded.rules.notes) {
        if (options.on_note) options.on_note(note);
    }
    require_room_for(scenario.fleet);
    const Stopwatch watch(played.timing.synthesis_seconds);
    if (options.on_progress) options.on_progress("making the fleet");
    played.dictionary = std::make_unique<fleet::Dictionary>();
    try {
        played.fleet = std::make_unique<fleet::Fleet>(fleet::synthesise(
            scenario.fleet, scenario.seed, options.keeps_certificates, sim::raise_if_stopped));
        played.script = scenarios::compose(scenario, *played.fleet, *played.dictionary);
    } catch (const fleet::Error& error) {
        scenarios::raise_in_its_files(scenario, error);
    }
    // No name is new once the fleet moves: others read them meanwhile.
    for (const auto& topic : engine::export_topics(loaded.rules))
        played.dictionary->topics.intern(topic);
    return played;
}

void tell_all(sim::SliceSource& source, engine::Examination& examination,
              std::vector<fleet::SliceListener*> others, const PlayOptions& options,
              Played& played) {
    Recorder recorder(options.on_slice);
    if (options.on_slice) others.push_back(&recorder);
    Audience audience(examination, std::move(others), played);
    const auto next = [&] {
        const Stopwatch watch(played.timing.simulation_seconds);
        return source.next(audience);
    };
    while (next()) {
        sim::raise_if_stopped();
        auto requests = examination.take_requests();
        if (options.on_requests) options.on_requests(requests);
        if (options.on_exports && !requests.exports.empty())
            options.on_exports(source.now(), requests.exports);
        std::ranges::move(requests.exports, std::back_inserter(requests.outgoing));
        source.apply(std::move(requests.changes), std::move(requests.outgoing));
        if (options.on_progress) {
            options.on_progress(fmt::format("{}  {} observations", fleet::format_time(source.now()),
                                            played.observations));
        }
    }
    // Of a slot the judging is examination; the engine takes what is observed while it happens.
    played.timing.simulation_seconds -= played.timing.examination_seconds;
}

void simulate(const LoadedScenario& loaded, const PlayOptions& options,
              engine::Examination& examination, std::vector<fleet::SliceListener*> others,
              Played& played) {
    const auto& scenario = loaded.scenario;
    const auto& script = played.script;
    scenarios::ShardClients clients;
    if (!script.shard_roles.empty())
        clients = scenarios::clients_of_shard(script, played.dictionary->clients.size());
    const sim::World world{.fleet = *played.fleet,
                           .actors = script.actors,
                           .cloud = script.cloud,
                           .dictionary = *played.dictionary,
                           .settings = {.enforce_crl = scenario.broker.enforce_crl,
                                        .close_on_deny = scenario.broker.close_on_deny},
                           .troupes = script.troupes,
                           .shard_roles = script.shard_roles,
                           .is_member = clients.is_member};
    played.transport = fitting_transport(options, sim::clients_of(world));
    // Before anybody writes the fleet down beside us: a transport of many clients forks.
    const auto transport = make_transport(played.transport, world);
    if (options.on_fleet && options.transport != TransportKind::memory)
        played.reader = options.on_fleet(*played.fleet, *played.dictionary, script);
    sim::Simulation simulation(script, *played.dictionary, *transport, scenario.start,
                               scenario.end(), workers_of(options.threads));
    tell_all(simulation, examination, std::move(others), options, played);
    played.counts = transport->counts();
}

std::string cohort_of(const Played& played, std::string_view thing) {
    const auto device = played.dictionary->clients.find(thing);
    if (device >= played.fleet->devices.size()) return {};
    return played.fleet->cohorts[played.fleet->devices[device].cohort].name;
}

score::RunFacts facts_of(const LoadedScenario& loaded, const engine::Examination& examination,
                         const Played& played) {
    const auto& scenario = loaded.scenario;
    const auto things_of = [&played](std::string_view id) {
        const auto& inventory = played.fleet->inventory;
        std::vector<std::string> names;
        const auto certificate = played.dictionary->certificates.find(id);
        if (certificate >= inventory.certificates.size()) return names;
        for (const auto thing : inventory.certificates[certificate].things)
            names.push_back(inventory.things[thing].name);
        return names;
    };
    return {.start = scenario.start,
            .end = scenario.end(),
            .devices = played.fleet->devices.size(),
            .behaviors_for =
                [&examination](std::string_view thing) { return examination.behaviors_for(thing); },
            .cohort_of = [&played](std::string_view thing) { return cohort_of(played, thing); },
            .things_of_certificate = things_of};
}

void judge(const LoadedScenario& loaded, engine::Examination& examination, Played& played) {
    const auto& scenario = loaded.scenario;
    const Stopwatch watch(played.timing.examination_seconds);
    examination.conclude(scenario.end());
    played.findings = examination.findings();
    played.answers = examination.answers();
    played.trace = examination.trace();
    played.score = score::mark(played.findings, played.script.truth,
                               facts_of(loaded, examination, played), scenario.resolved);
}

}  // namespace cli
