#include "sim/wire/witness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fleet/base/error.hpp"
#include "sim/wire/device_fleet.hpp"

namespace sim {
namespace {

using fleet::NameId;
using fleet::Observation;
using fleet::ObservationKind;
using fleet::Reason;
using scenarios::ActionKind;

}  // namespace

Witness::Witness(const World& world) : world_(world), turns_(world.actors.size()) {}

void Witness::begin(const Forecast& forecast, const Round& round) {
    forecast_ = &forecast;
    round_ = round;
    seen_.clear();
    last_connected_.clear();
    for (const auto actor : acting_) turns_[actor] = {};
    acting_.clear();
    for (auto at = static_cast<std::uint32_t>(round.first); at < round.end; ++at) {
        const auto& step = forecast.steps[at];
        if (step.is_change || step.is_void) continue;
        auto& turns = turns_[step.actor];
        acting_.push_back(step.actor);
        switch (step.kind) {
            case ActionKind::connect:
                turns.connects.push_back(at);
                break;
            case ActionKind::subscribe:
                turns.subscribes.push_back(at);
                break;
            case ActionKind::disconnect:
                turns.disconnects.push_back(at);
                break;
            case ActionKind::publish:
            case ActionKind::report:
                turns.publishes.push_back(at);
                break;
        }
    }
}

const Observation* Witness::take(const TapRecord& record) {
    const auto actor = record.wire - DeviceFleet::wire_address(0);
    if (actor >= world_.actors.size()) return nullptr;  // somebody else knocked on our port
    const bool is_start =
        record.kind == ObservationKind::connected || record.kind == ObservationKind::refused ||
        (record.kind == ObservationKind::denied && record.reason == Reason::connect);
    if (is_start) return start_session(record, actor);
    const auto session = sessions_.find(record.session);
    if (session == sessions_.end()) no_cause(record, world_.actors[actor].client_id);
    if (record.kind != ObservationKind::disconnected) {
        return follow_session(record, session->second);
    }
    const auto ended = session->second;
    sessions_.erase(session);
    return end_session(record, ended);
}

const Observation* Witness::keep(std::uint32_t step, Observation observation) {
    observation.time = forecast_->steps[step].time;
    seen_.push_back({step, observation});
    return &seen_.back().observation;
}

NameId Witness::declared_address(const TapRecord& record) const {
    return record.address.empty() ? fleet::no_name
                                  : world_.dictionary.addresses.intern(record.address);
}

const Observation* Witness::start_session(const TapRecord& record, std::uint32_t actor) {
    Session session{.actor = actor};
    if (record.is_cloud) {
        sessions_[record.session] = session;
        return nullptr;
    }
    auto& names = world_.dictionary;
    auto& turns = turns_[actor];
    const auto step = next(turns.connects, turns.connect, record, world_.actors[actor].client_id);
    session.address = declared_address(record);
    if (!record.certificate.empty()) {
        session.certificate_id = names.certificates.intern(record.certificate);
    }
    if (record.kind != ObservationKind::refused) {
        session.client_id = names.clients.intern(record.client_id);
    }
    if (record.kind == ObservationKind::connected) {
        session.connection = ++connections_[session.client_id];
        last_connected_[session.client_id] = step;
        sessions_[record.session] = session;
    }
    return keep(step, {.kind = record.kind,
                       .reason = record.reason,
                       .connection = session.connection,
                       .client_id = session.client_id,
                       .certificate_id = session.certificate_id,
                       .source_address = session.address});
}

const Observation* Witness::follow_session(const TapRecord& record, const Session& session) {
    Observation seen{.kind = record.kind,
                     .reason = record.reason,
                     .connection = session.connection,
                     .client_id = session.client_id,
                     .certificate_id = session.certificate_id,
                     .source_address = session.address,
                     .topic = world_.dictionary.topics.intern(record.topic)};
    const bool is_subscribe =
        record.kind == ObservationKind::subscribed || record.reason == Reason::subscribe;
    if (is_subscribe) {
        auto& turns = turns_[session.actor];
        return keep(next(turns.subscribes, turns.subscribe, record, session.client_id), seen);
    }
    seen.bytes_min = seen.bytes_max = record.bytes;
    seen.bytes_sum = record.bytes;
    if (record.kind == ObservationKind::delivered) return keep(message_step_, seen);
    message_step_ = publish_step(record, session);
    check_payload(record, forecast_->steps[message_step_]);
    if (session.actor == world_.cloud) return nullptr;
    return keep(message_step_, seen);
}

/// The broker reads a client's messages in the order in which they were sent.
std::uint32_t Witness::publish_step(const TapRecord& record, const Session& session) {
    auto& turns = turns_[session.actor];
    while (turns.publish < turns.publishes.size() &&
           turns.messages == forecast_->messages[turns.publishes[turns.publish]]) {
        ++turns.publish;
        turns.messages = 0;
    }
    if (turns.publish == turns.publishes.size()) no_cause(record, session.client_id);
    ++turns.messages;
    return turns.last_publish = turns.publishes[turns.publish];
}

/// What the service reads is what was sent to it.
void Witness::check_payload(const TapRecord& record, const Step& step) const {
    if (step.payload == fleet::no_name || !is_read_by_service(record.topic) ||
        record.kind != ObservationKind::published)
        return;
    if (record.payload == world_.dictionary.payloads.text(step.payload)) return;
    throw fleet::Error(fmt::format(
        "the broker saw another payload on topic {} than was sent: {} "
        "bytes instead of {}",
        record.topic, record.payload.size(), world_.dictionary.payloads.text(step.payload).size()));
}

const Observation* Witness::end_session(const TapRecord& record, const Session& session) {
    if (session.actor == world_.cloud) no_cause(record, session.client_id);
    return keep(ending_step(record, session), {.kind = record.kind,
                                               .reason = record.reason,
                                               .connection = session.connection,
                                               .client_id = session.client_id,
                                               .certificate_id = session.certificate_id,
                                               .source_address = session.address});
}

std::uint32_t Witness::ending_step(const TapRecord& record, const Session& session) {
    auto& turns = turns_[session.actor];
    switch (record.reason) {
        case Reason::duplicate_client_id: {
            const auto displacing = last_connected_.find(session.client_id);
            if (displacing == last_connected_.end()) no_cause(record, session.client_id);
            return displacing->second;
        }
        case Reason::policy_violation:
            return turns.last_publish;
        case Reason::certificate_deactivated:
            if (!forecast_->steps[round_.first].is_change) no_cause(record, session.client_id);
            return static_cast<std::uint32_t>(round_.first);
        default:
            return next(turns.disconnects, turns.disconnect, record, session.client_id);
    }
}

std::uint32_t Witness::next(const std::vector<std::uint32_t>& steps, std::size_t& turn,
                            const TapRecord& record, NameId client_id) const {
    if (turn == steps.size()) no_cause(record, client_id);
    return steps[turn++];
}

void Witness::no_cause(const TapRecord& record, NameId client_id) const {
    const auto client =
        client_id == fleet::no_name ? "the cloud" : world_.dictionary.clients.text(client_id);
    throw fleet::Error(
        fmt::format("the broker saw an event that no action caused: {} {} of client {}{}",
                    name_of(record.kind), name_of(record.reason), client,
                    record.topic.empty() ? "" : fmt::format(" on topic {}", record.topic)));
}

std::vector<Witness::Seen> Witness::finish() {
    std::stable_sort(seen_.begin(), seen_.end(),
                     [](const Seen& a, const Seen& b) { return a.step < b.step; });
    for (auto& seen : seen_) {
        // Only the action tells a metrics report from another publish.
        auto& observation = seen.observation;
        const auto& step = forecast_->steps[seen.step];
        const bool is_report = step.kind == ActionKind::report && !step.is_change;
        if (is_report && observation.kind == ObservationKind::published) {
            observation.kind = ObservationKind::report;
            observation.payload = step.payload;
        }
    }
    return std::exchange(seen_, {});
}

}  // namespace sim
