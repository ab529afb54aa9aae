#include "sim/load/load_run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "sim/load/load_clients.hpp"
#include "sim/load/processor_time.hpp"
#include "sim/wire/mosquitto_broker.hpp"
#include "sim/wire/stop.hpp"

namespace sim {
namespace {

using namespace std::chrono_literals;
using Moment = LoadClock::time_point;
using Seconds = std::chrono::duration<double>;

constexpr auto nap = 200us;
constexpr auto patience = 10s;  // without another device connected, before a phase goes on
constexpr auto drain_patience = 10s;
constexpr std::size_t events_bytes = 16U << 20;
constexpr std::size_t control_bytes = 4U << 20;

/// The broker of ours, and what reads its tap.
struct PrivateBroker {
    PrivateBroker(const LoadSetup& setup)
        : memory(TapMemory::create(events_bytes, control_bytes)),
          reader(memory, setup.fleet, setup.dictionary, setup.engine),
          broker(setup.fleet, memory,
                 {.tap = find_tap(),
                  .cloud_certificate = std::string(64, '0'),  // nobody's: the cloud stays away
                  .behaviour = setup.behaviour,
                  .allows_resumption = setup.plan.resumes}) {
        reader.tell_addresses();
    }

    TapMemory memory;
    TapReader reader;
    MosquittoBroker broker;
};

class LoadRun {
  public:
    explicit LoadRun(const LoadSetup& setup)
        : setup_(setup),
          private_(setup.broker ? nullptr : std::make_unique<PrivateBroker>(setup)),
          clients_(setup.fleet, endpoint(),
                   load_streams(setup.script, setup.fleet, setup.dictionary, setup.plan.rate_per_s),
                   private_ ? &private_->reader : nullptr),
          devices_(static_cast<std::uint32_t>(setup.fleet.devices.size())) {}

    LoadResult run();

  private:
    LoadEndpoint endpoint() const;
    void begin_phase(const char* name);
    void end_phase();
    void turn();
    void tell_progress();
    bool is_stopped() const { return stop_is_wanted(); }

    void ramp();
    void steady(std::chrono::nanoseconds length);
    void restart_broker();
    void storm();
    void await_all(std::size_t wanted);
    void come_to_rest();
    void require_somebody() const;
    void require_nothing_lost() const;

    double broker_seconds() const;

    const LoadSetup& setup_;
    std::unique_ptr<PrivateBroker> private_;
    LoadClients clients_;
    std::uint32_t devices_;
    LoadResult result_;
    LoadFigures figures_;  // of the phase that runs
    std::string phase_;
    Moment begin_ = LoadClock::now(), phase_begin_ = begin_, told_ = begin_;
    double broker_before_ = 0, client_before_ = 0;
    double ended_brokers_seconds_ = 0;  // of those that were ended by a restart
    std::uint64_t told_connects_ = 0, told_messages_ = 0;
    double told_broker_seconds_ = 0;
};

LoadEndpoint LoadRun::endpoint() const {
    if (!setup_.broker)
        return {.port = private_->broker.port(),
                .trusted_cas = fleet::broker_identity(setup_.fleet).trusted_cas,
                .server_name = {},
                .judged_at = setup_.fleet.inventory.at,
                .resumes = setup_.plan.resumes};
    const auto& broker = *setup_.broker;
    return {.host = broker.numeric_host,
            .port = broker.port,
            .has_own_addresses = broker.is_loopback,
            .trusted_cas = broker.trusted_cas,
            .server_name = broker.host,
            .judged_at = std::nullopt,
            .resumes = setup_.plan.resumes};
}

double LoadRun::broker_seconds() const {
    if (!private_) return 0;
    return ended_brokers_seconds_ + processor_seconds(private_->broker.process());
}

void LoadRun::begin_phase(const char* name) {
    phase_ = name;
    figures_ = {};
    clients_.count_in(figures_);
    phase_begin_ = LoadClock::now();
    broker_before_ = broker_seconds();
    client_before_ = processor_seconds(getpid());
}

void LoadRun::end_phase() {
    figures_.seconds = Seconds(LoadClock::now() - phase_begin_).count();
    figures_.broker_cpu_seconds = broker_seconds() - broker_before_;
    figures_.client_cpu_seconds = processor_seconds(getpid()) - client_before_;
    result_.phases.push_back({phase_, figures_});
    figures_ = {};
}

void LoadRun::turn() {
    const bool has_events = private_ && private_->reader.turn(figures_);
    clients_.turn(has_events ? 0us : nap);
    if (private_) private_->broker.require_alive();
    if (LoadClock::now() - told_ >= setup_.progress_every) tell_progress();
}

void LoadRun::tell_progress() {
    const auto now = LoadClock::now();
    const double seconds = Seconds(now - told_).count();
    LoadProgress progress{.phase = phase_,
                          .seconds = Seconds(now - begin_).count(),
                          .devices = devices_,
                          .up = clients_.up(),
                          .connecting = clients_.connecting(),
                          .in_flight = clients_.unacknowledged(),
                          .broker_cpu = std::nullopt,
                          .total = result_.figures()};
    progress.total.add(figures_);
    const auto since = [&](std::uint64_t total, std::uint64_t& before) {
        return static_cast<double>(total - std::exchange(before, total)) / seconds;
    };
    progress.connects_per_s = since(progress.total.connects, told_connects_);
    progress.messages_per_s = since(progress.total.acknowledged, told_messages_);
    if (private_) {
        const auto used = broker_seconds();
        progress.broker_cpu = (used - std::exchange(told_broker_seconds_, used)) / seconds;
    }
    told_ = now;
    if (setup_.progress) setup_.progress(progress);
}

void LoadRun::await_all(std::size_t wanted) {
    auto most = clients_.up();
    auto last_progress = LoadClock::now();
    while (clients_.up() < wanted && !is_stopped()) {
        turn();
        if (clients_.up() > most) {
            most = clients_.up();
            last_progress = LoadClock::now();
        }
        if (LoadClock::now() - last_progress > patience) return;  // the rest are the errors' story
    }
}

void LoadRun::ramp() {
    begin_phase("ramp");
    std::uint32_t begun = 0;
    while (begun < devices_ && !is_stopped()) {
        const Seconds elapsed = LoadClock::now() - phase_begin_;
        const auto due = static_cast<std::uint64_t>(elapsed.count() * setup_.plan.ramp_per_s) + 1;
        for (; begun < devices_ && begun < due; ++begun) clients_.connect(begun);
        turn();
    }
    await_all(devices_);
    end_phase();
}

void LoadRun::steady(std::chrono::nanoseconds length) {
    if (length.count() == 0) return;
    begin_phase("steady");
    while (LoadClock::now() - phase_begin_ < length && !is_stopped()) turn();
    end_phase();
}

void LoadRun::restart_broker() {
    begin_phase("restart");
    const auto wanted = clients_.up();
    private_->reader.turn(figures_);
    ended_brokers_seconds_ += processor_seconds(private_->broker.process());
    private_->broker.restart(private_->memory);
    private_->reader.turn(figures_);  // what the old one wrote while it ended
    private_->reader.forget_sessions();
    private_->reader.tell_addresses();
    for (std::uint32_t device = 0; device < devices_; ++device) clients_.cut(device);
    await_all(wanted);
    end_phase();
}

void LoadRun::storm() {
    begin_phase("storm");
    const auto wanted = clients_.up();
    // Every n-th, so that all cohorts are hit alike.
    for (std::uint64_t n = 0; n < setup_.plan.storm_devices; ++n)
        clients_.cut(static_cast<std::uint32_t>(n * devices_ / setup_.plan.storm_devices));
    await_all(wanted);
    end_phase();
}

/// What was sent is acknowledged, and what the broker saw is with the engine. Counted in the last
/// phase, whose time is over.
void LoadRun::come_to_rest() {
    clients_.set_sending(false);
    if (result_.phases.empty()) return;
    auto& last = result_.phases.back().figures;
    clients_.count_in(last);
    const auto deadline = LoadClock::now() + drain_patience;
    while (clients_.unacknowledged() != 0 && LoadClock::now() < deadline) {
        if (private_) private_->reader.turn(last);
        clients_.turn(nap);
    }
    while (private_ && private_->reader.turn(last)) continue;
}

void LoadRun::require_somebody() const {
    const auto all = result_.figures();
    if (all.connects != 0 || is_stopped()) return;
    std::vector<std::string> reasons;
    for (const auto& [reason, count] : all.errors)
        reasons.push_back(fmt::format("{} x {}", count, reason));
    throw fleet::Error(fmt::format("not one of {} devices could connect to {}: {}", devices_,
                                   setup_.broker ? setup_.broker->address : "the broker",
                                   reasons.empty() ? "no answer" : fleet::join(reasons, ", ")));
}

void LoadRun::require_nothing_lost() const {
    if (!private_) return;
    std::vector<std::string> names;
    for (std::uint32_t device = 0; device < devices_; ++device) {
        if (clients_.acknowledged(device) > private_->reader.seen(device))
            names.push_back(setup_.fleet.client_id(setup_.fleet.devices[device]));
    }
    if (names.empty()) return;
    const auto count = names.size();
    names.resize(std::min<std::size_t>(count, 8));
    throw fleet::Error(fmt::format(
        "messages that the broker acknowledged did not reach the engine, of {} devices: {}", count,
        fleet::join(names, ", ")));
}

LoadResult LoadRun::run() {
    const auto& plan = setup_.plan;
    result_.devices = devices_;
    result_.plan = plan;
    result_.has_tap = private_ != nullptr;
    result_.broker = setup_.broker ? setup_.broker->address : "private";
    ramp();
    require_somebody();
    if (private_ && !plan.restarts_broker) private_->broker.remove_files();
    clients_.set_sending(true);
    steady(plan.restarts_broker ? plan.steady / 2 : plan.steady);
    if (plan.restarts_broker && !is_stopped()) {
        restart_broker();
        private_->broker.remove_files();
        steady(plan.steady - plan.steady / 2);
    }
    if (plan.storm_devices != 0 && !is_stopped()) storm();
    come_to_rest();
    require_nothing_lost();
    result_.connected = clients_.up();
    result_.is_stopped = is_stopped();
    return std::move(result_);
}

}  // namespace

LoadResult run_load(const LoadSetup& setup) { return LoadRun(setup).run(); }

}  // namespace sim
