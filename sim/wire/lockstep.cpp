#include "sim/wire/lockstep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/fold.hpp"
#include "sim/wire/stop.hpp"
#include "sim/wire/tap_record.hpp"

namespace sim {
namespace {

using Clock = std::chrono::steady_clock;  // limits how long we wait; never enters an observation
using fleet::Observation;
using scenarios::ActionKind;

constexpr auto nap = std::chrono::microseconds(50);

std::string_view text_or_none(const fleet::Interner& names, fleet::NameId id) {
    return id == fleet::no_name ? "-" : names.text(id);
}

}  // namespace

Lockstep::Lockstep(const World& world, TapMemory& memory, MosquittoBroker& broker,
                   DeviceFleet& devices, std::chrono::milliseconds patience)
    : world_(world),
      memory_(memory),
      broker_(broker),
      devices_(devices),
      patience_(patience),
      events_(memory.events()),
      control_(memory.control()),
      witness_(world),
      told_addresses_(world.actors.size(), fleet::no_name) {}

void Lockstep::begin() {
    const auto now = world_.fleet.inventory.at;
    memory_.set_now(now);
    devices_.set_now(now);
    devices_.connect_cloud();
    Barrier nothing(world_.dictionary);
    const Forecast forecast;
    witness_.begin(forecast, Round{});
    await(nothing);
}

std::vector<Observation> Lockstep::play(const SliceWork& work, const Forecast& forecast,
                                        const Round& round) {
    raise_if_stopped();
    const auto expected = forecast.seen_by(round);
    Barrier barrier(world_.dictionary);
    barrier.expect(expected);
    received_expected_ += barrier.deliveries_expected();
    memory_.set_now(forecast.steps[round.first].time);
    devices_.set_now(forecast.steps[round.first].time);
    witness_.begin(forecast, round);
    act(work, forecast, round);
    await(barrier);
    const auto seen = witness_.finish();
    std::vector<Observation> all, here;
    for (const auto& [step, observation] : seen) {
        all.push_back(observation);
        if (is_observed_here(work, forecast.steps[step], observation)) here.push_back(observation);
    }
    compare(expected, all);
    return here;
}

bool Lockstep::is_observed_here(const SliceWork& work, const Step& step,
                                const Observation& seen) const {
    if (step.is_change) return world_.is_observed_here(seen.client_id);
    return !work.actions[step.position].is_elsewhere;
}

void Lockstep::act(const SliceWork& work, const Forecast& forecast, const Round& round) {
    for (auto at = round.first; at < round.end; ++at) {
        const auto& step = forecast.steps[at];
        if (step.is_change) {
            tell_change(work.changes[step.position]);
        } else if (!step.is_void) {
            if (step.kind == ActionKind::connect) tell_address(step.actor, step.address);
            devices_.enqueue(work.actions[step.position], forecast.messages[at]);
        }
    }
}

void Lockstep::tell_change(const fleet::Change& change) {
    const auto line = fleet::to_line(fleet::to_json(change, world_.fleet.inventory));
    tell({.kind = ControlRecord::Kind::change, .text = line});
    devices_.wake_broker();
}

void Lockstep::tell_address(std::uint32_t actor, fleet::NameId address) {
    if (told_addresses_[actor] == address) return;
    told_addresses_[actor] = address;
    tell({.kind = ControlRecord::Kind::address,
          .wire = DeviceFleet::wire_address(actor),
          .text = text_or_none(world_.dictionary.addresses, address)});
}

void Lockstep::tell(const ControlRecord& record) {
    encode(record, bytes_);
    // The broker rests between rounds and reads this ring at every turn of its loop.
    const auto deadline = Clock::now() + patience_;
    while (!control_.try_write(bytes_)) {
        raise_if_stopped();
        broker_.require_alive();
        devices_.wake_broker();
        devices_.turn(nap);
        if (Clock::now() > deadline) throw fleet::Error("the broker's tap does not listen");
    }
}

bool Lockstep::drain(Barrier& barrier) {
    bool moved = false;
    while (events_.try_read(bytes_)) {
        const auto* seen = witness_.take(decode_record(bytes_));
        if (seen != nullptr) barrier.saw(*seen);
        moved = true;
    }
    return moved;
}

void Lockstep::await(Barrier& barrier) {
    auto last_progress = Clock::now();
    const auto is_done = [&] {
        return devices_.is_idle() && barrier.is_met() && control_.is_empty() &&
               devices_.received() >= received_expected_;
    };
    for (;;) {
        const bool moved = devices_.turn(nap);
        if (drain(barrier) || moved) {
            last_progress = Clock::now();
            if (!is_done()) continue;
        }
        if (is_done()) break;
        raise_if_stopped();
        broker_.require_alive();
        if (Clock::now() - last_progress < patience_) continue;
        throw fleet::Error(fmt::format(
            "the broker did not see what was sent, and nothing moved for {} s; {}",
            std::chrono::duration_cast<std::chrono::seconds>(patience_).count(),
            barrier.is_met() ? "clients are still waiting for acknowledgements or deliveries"
                             : barrier.difference()));
    }
    drain(barrier);
    if (const auto difference = barrier.difference(); !difference.empty()) {
        throw fleet::Error("the broker saw what was not sent; " + difference);
    }
}

void Lockstep::compare(std::span<const Observation> expected,
                       std::span<const Observation> seen) const {
    const auto things = world_.fleet.inventory.things.size();
    std::vector<Observation> forecast(expected.begin(), expected.end());
    std::vector<Observation> truth(seen.begin(), seen.end());
    fold(forecast, world_.dictionary, things);
    fold(truth, world_.dictionary, things);
    if (forecast == truth) return;
    const auto [a, b] = std::mismatch(forecast.begin(), forecast.end(), truth.begin(), truth.end());
    throw fleet::Error(fmt::format(
        "the broker saw something else than was forecast:\n  forecast: {}\n  seen:     {}",
        a == forecast.end() ? "nothing more" : describe(*a),
        b == truth.end() ? "nothing more" : describe(*b)));
}

std::string Lockstep::describe(const Observation& seen) const {
    const auto& names = world_.dictionary;
    return fmt::format(
        "{} {} {} client {} connection {} certificate {} address {} topic {} "
        "count {} bytes {}..{} sum {}",
        fleet::format_time(seen.time), name_of(seen.kind), name_of(seen.reason),
        text_or_none(names.clients, seen.client_id), seen.connection,
        text_or_none(names.certificates, seen.certificate_id).substr(0, 16),
        text_or_none(names.addresses, seen.source_address), text_or_none(names.topics, seen.topic),
        seen.count, seen.bytes_min, seen.bytes_max, seen.bytes_sum);
}

}  // namespace sim
