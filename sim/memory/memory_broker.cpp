#include "sim/memory/memory_broker.hpp"

#include <algorithm>

#include "fleet/access.hpp"
#include "fleet/base/error.hpp"
#include "sim/certificate_names.hpp"
#include "sim/memory/sessions.hpp"

namespace sim {

using fleet::NameId;
using fleet::Observation;
using fleet::ObservationKind;
using fleet::Reason;
using scenarios::Action;
using scenarios::ActionKind;

struct MemoryBroker::State {
    const World world;
    fleet::Access access;
    Subscriptions subscriptions;
    std::vector<Session> sessions;              // by client id
    std::vector<scenarios::ActorState> actors;  // by actor
    std::vector<NameId> certificate_names;      // by credential: its interned certificate id
    TransportCounts counts;
    TransportCounts counts_elsewhere;  // what other shards count

    /// Where one performance leaves what it leads to.
    struct Outcome {
        std::vector<Observation>& out;
        TransportCounts& counts;
        std::vector<NameId>* reached = nullptr;
    };

    explicit State(const World& given)
        : world(given),
          access(given.fleet.inventory),
          subscriptions(given.dictionary.topics),
          sessions(given.dictionary.clients.size()),
          actors(given.actors.size()) {
        actors[world.cloud].is_connected = true;
        certificate_names = name_certificates(world.fleet, world.dictionary);
    }

    Session& session_of(std::uint32_t actor) { return sessions[world.actors[actor].client_id]; }
    bool is_up(std::uint32_t actor) const { return actors[actor].is_connected; }
    std::uint32_t registered(const fleet::Credential& credential) const;
    fleet::Principal principal_of(NameId client, const Session& session) const;
    bool may(NameId client, Session& session, fleet::PolicyAction action, NameId topic);
    Reason refusal(const Action& action) const;
    Observation seen(const Action& action, ObservationKind kind, Reason reason = Reason::none);
    Observation seen_of_session(fleet::Time time, NameId client, const Session& session,
                                ObservationKind kind, Reason reason);
    void end_session(fleet::Time time, NameId client, Reason reason, std::vector<Observation>& out);

    Effect perform(const Action& action, const Outcome& outcome);
    Effect connect(const Action& action, const Outcome& outcome);
    Effect publish(const Action& action, const Outcome& outcome);
    Effect subscribe(const Action& action, const Outcome& outcome);
    Effect disconnect(const Action& action, const Outcome& outcome);
    void describe(const Action& action, Observation& message) const;
    void deliver(const Action& action, const Observation& message, const Outcome& outcome);
};

namespace {

/// Sizes of the messages that a publish action stands for, or of its first only. Whatever might
/// alter the action meanwhile makes it be read anew for each message: so what counts of it is put
/// aside, and what comes out is written down at the end.
void measure(const Action& given, std::uint32_t count, Observation& event) {
    const Action action{
        .bytes_min = given.bytes_min, .bytes_max = given.bytes_max, .size_seed = given.size_seed};
    event.count = count;
    if (action.bytes_min == action.bytes_max) {
        event.bytes_min = event.bytes_max = action.bytes_min;
        event.bytes_sum = std::uint64_t{action.bytes_min} * count;
        return;
    }
    auto least = scenarios::payload_bytes(action, 0), most = least;
    std::uint64_t sum = least;
    for (std::uint32_t n = 1; n < count; ++n) {
        const auto bytes = scenarios::payload_bytes(action, n);
        least = std::min(least, bytes);
        most = std::max(most, bytes);
        sum += bytes;
    }
    event.bytes_min = least;
    event.bytes_max = most;
    event.bytes_sum = sum;
}

}  // namespace

MemoryBroker::MemoryBroker(const World& world) : state_(std::make_unique<State>(world)) {}
MemoryBroker::~MemoryBroker() = default;
std::span<const scenarios::ActorState> MemoryBroker::states() const { return state_->actors; }
TransportCounts MemoryBroker::counts() const { return state_->counts; }

/// Index of the registered certificate, or no_index: it may have been registered since the start.
std::uint32_t MemoryBroker::State::registered(const fleet::Credential& credential) const {
    if (credential.certificate != fleet::no_index) return credential.certificate;
    return access.certificate(fleet::to_hex(credential.id));
}

fleet::Principal MemoryBroker::State::principal_of(NameId client, const Session& session) const {
    return access.principal(session.certificate, world.dictionary.clients.text(client),
                            world.dictionary.addresses.text(session.address));
}

bool MemoryBroker::State::may(NameId client, Session& session, fleet::PolicyAction action,
                              NameId topic) {
    if (const auto version = access.version(session.certificate);
        session.verdicts_version != version) {
        session.forget_verdicts();
        session.verdicts_version = version;
    }
    if (const auto* known = session.verdict_on(topic, action)) return known->is_allowed;
    const bool is_allowed =
        access.may(principal_of(client, session), action, world.dictionary.topics.text(topic));
    session.remember({topic, action, is_allowed});
    return is_allowed;
}

/// What the broker refuses before MQTT, in the order in which TLS and the registry find it
/// (docs/architecture §broker.3).
Reason MemoryBroker::State::refusal(const Action& action) const {
    const auto& credential = world.fleet.credentials[action.credential];
    if (credential.issuer == fleet::Credential::Issuer::foreign) return Reason::unknown_ca;
    const auto certificate = registered(credential);
    if (world.settings.enforce_crl && credential.certificate != fleet::no_index) {
        const auto& serial = world.fleet.inventory.certificates[credential.certificate].serial;
        for (const auto& list : world.fleet.inventory.revocation_lists) {
            if (list.contains(serial)) return Reason::certificate_revoked;
        }
    }
    if (action.time < credential.not_before) return Reason::certificate_not_yet_valid;
    if (action.time >= credential.not_after) return Reason::certificate_expired;
    if (certificate == fleet::no_index ||
        access.status(certificate) != fleet::CertificateStatus::active) {
        return Reason::certificate_not_active;
    }
    return Reason::none;
}

Observation MemoryBroker::State::seen(const Action& action, ObservationKind kind, Reason reason) {
    return {.time = action.time,
            .kind = kind,
            .reason = reason,
            .certificate_id = certificate_names[action.credential],
            .source_address = action.address};
}

Observation MemoryBroker::State::seen_of_session(fleet::Time time, NameId client,
                                                 const Session& session, ObservationKind kind,
                                                 Reason reason) {
    return {.time = time,
            .kind = kind,
            .reason = reason,
            .connection = session.connection,
            .client_id = client,
            .certificate_id = session.certificate_id,
            .source_address = session.address};
}

void MemoryBroker::State::end_session(fleet::Time time, NameId client, Reason reason,
                                      std::vector<Observation>& out) {
    auto& session = sessions[client];
    out.push_back(seen_of_session(time, client, session, ObservationKind::disconnected, reason));
    for (const auto filter : session.filters) subscriptions.remove(filter, client);
    session.filters.clear();
    actors[session.actor].is_connected = false;
    if (reason == Reason::duplicate_client_id) actors[session.actor].last_displacement = time;
    session.actor = nobody;
}

Effect MemoryBroker::State::connect(const Action& action, const Outcome& outcome) {
    auto& out = outcome.out;
    ++outcome.counts.connects;
    auto& actor = actors[action.actor];
    if (const auto reason = refusal(action); reason != Reason::none) {
        out.push_back(seen(action, ObservationKind::refused, reason));
        actor.last_refusal = action.time;
        return {};
    }
    const auto client = world.actors[action.actor].client_id;
    const auto certificate = registered(world.fleet.credentials[action.credential]);
    const auto principal = access.principal(certificate, world.dictionary.clients.text(client),
                                            world.dictionary.addresses.text(action.address));
    if (!access.may_connect(principal)) {
        out.push_back(seen(action, ObservationKind::denied, Reason::connect));
        out.back().client_id = client;
        actor.last_refusal = action.time;
        return {};
    }
    auto& session = sessions[client];
    if (session.is_live()) end_session(action.time, client, Reason::duplicate_client_id, out);
    session.actor = action.actor;
    ++session.connection;
    session.certificate = certificate;
    session.certificate_id = certificate_names[action.credential];
    session.address = action.address;
    session.forget_verdicts();
    session.verdicts_version = access.version(certificate);
    actor.is_connected = true;
    actor.last_connect = action.time;
    out.push_back(
        seen_of_session(action.time, client, session, ObservationKind::connected, Reason::none));
    return {.alters_sessions = true};
}

/// `message` may stand in `outcome.out`. Each observation is written where it stays: to copy what
/// was just written piece by piece stalls the processor, and this is called for every message.
void MemoryBroker::State::deliver(const Action& action, const Observation& message,
                                  const Outcome& outcome) {
    const auto count = message.count, bytes_min = message.bytes_min, bytes_max = message.bytes_max;
    const auto bytes_sum = message.bytes_sum;
    subscriptions.for_each_listener(action.topic, [&](NameId client) {
        auto& session = sessions[client];
        if (!may(client, session, fleet::PolicyAction::receive, action.topic)) return;
        auto& event = outcome.out.emplace_back();
        event.time = action.time;
        event.kind = ObservationKind::delivered;
        event.connection = session.connection;
        event.client_id = client;
        event.certificate_id = session.certificate_id;
        event.source_address = session.address;
        event.topic = action.topic;
        event.count = count;
        event.bytes_min = bytes_min;
        event.bytes_max = bytes_max;
        event.bytes_sum = bytes_sum;
        outcome.counts.messages_delivered += count;
        if (outcome.reached != nullptr) outcome.reached->push_back(client);
    });
}

/// What a publish, or a report, of whomever comes to.
void MemoryBroker::State::describe(const Action& action, Observation& message) const {
    message.time = action.time;
    message.topic = action.topic;
    if (action.kind != ActionKind::report) {
        message.kind = ObservationKind::published;
        return measure(action, action.times, message);
    }
    message.kind = ObservationKind::report;
    message.payload = action.payload;
    message.bytes_min = message.bytes_max =
        static_cast<std::uint32_t>(world.dictionary.payloads.text(action.payload).size());
    message.bytes_sum = message.bytes_min;
}

Effect MemoryBroker::State::publish(const Action& action, const Outcome& outcome) {
    if (action.actor == world.cloud) {
        Observation message;
        describe(action, message);
        deliver(action, message, outcome);
        return {};
    }
    const bool is_report = action.kind == ActionKind::report;
    const auto client = world.actors[action.actor].client_id;
    auto& session = session_of(action.actor);
    auto& message = outcome.out.emplace_back();
    describe(action, message);
    message.connection = session.connection;
    message.client_id = client;
    message.certificate_id = session.certificate_id;
    message.source_address = session.address;
    if (may(client, session, fleet::PolicyAction::publish, action.topic)) {
        outcome.counts.messages_published += message.count;
        deliver(action, message, outcome);
        return {};
    }
    if (world.settings.close_on_deny && !is_report) measure(action, 1, message);
    message.kind = ObservationKind::denied;
    message.reason = Reason::publish;
    message.payload = fleet::no_name;
    if (!world.settings.close_on_deny) return {};
    end_session(action.time, client, Reason::policy_violation, outcome.out);
    return {.alters_sessions = true};
}

Effect MemoryBroker::State::subscribe(const Action& action, const Outcome& outcome) {
    const auto client = world.actors[action.actor].client_id;
    auto& session = session_of(action.actor);
    const bool is_allowed = may(client, session, fleet::PolicyAction::subscribe, action.topic);
    auto event = seen_of_session(action.time, client, session,
                                 is_allowed ? ObservationKind::subscribed : ObservationKind::denied,
                                 is_allowed ? Reason::none : Reason::subscribe);
    event.topic = action.topic;
    outcome.out.push_back(event);
    if (!is_allowed) return {};
    if (std::find(session.filters.begin(), session.filters.end(), action.topic) ==
        session.filters.end()) {
        session.filters.push_back(action.topic);
        subscriptions.add(action.topic, client);
    }
    return {.alters_sessions = true};
}

Effect MemoryBroker::State::disconnect(const Action& action, const Outcome& outcome) {
    const auto reason = action.is_abrupt ? Reason::connection_lost : Reason::client_initiated;
    end_session(action.time, world.actors[action.actor].client_id, reason, outcome.out);
    return {.alters_sessions = true};
}

Effect MemoryBroker::State::perform(const Action& action, const Outcome& outcome) {
    const bool is_connect = action.kind == ActionKind::connect;
    if (is_connect == is_up(action.actor)) {
        ++outcome.counts.actions_void;
        return {.is_void = true};
    }
    switch (action.kind) {
        case ActionKind::connect:
            return connect(action, outcome);
        case ActionKind::publish:
        case ActionKind::report:
            return publish(action, outcome);
        case ActionKind::subscribe:
            return subscribe(action, outcome);
        case ActionKind::disconnect:
            return disconnect(action, outcome);
    }
    return {};
}

Effect MemoryBroker::perform(const Action& action, std::vector<Observation>& out,
                             std::vector<NameId>* reached) {
    auto& counts = action.is_elsewhere ? state_->counts_elsewhere : state_->counts;
    return state_->perform(action, {out, counts, reached});
}

Effect MemoryBroker::perform(const Action& action, std::vector<Observation>& out,
                             TransportCounts& counts) {
    return state_->perform(action, {out, counts});
}

void MemoryBroker::learn_topics() { state_->subscriptions.learn_topics(); }

void MemoryBroker::apply(const fleet::Change& change, std::vector<Observation>& out) {
    auto& state = *state_;
    state.access.apply(change);
    if (change.kind != fleet::ChangeKind::certificate_status) return;
    const auto certificate = state.access.certificate(change.subject);
    if (certificate == fleet::no_index ||
        state.access.status(certificate) == fleet::CertificateStatus::active)
        return;
    std::vector<NameId> ended;
    for (NameId client = 0; client < state.sessions.size(); ++client) {
        if (state.sessions[client].is_live() && state.sessions[client].certificate == certificate)
            ended.push_back(client);
    }
    for (const auto client : ended)
        state.end_session(change.time, client, Reason::certificate_deactivated, out);
}

}  // namespace sim
