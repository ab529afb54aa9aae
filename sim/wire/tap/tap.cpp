#include "sim/wire/tap/tap.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "fleet/change.hpp"

namespace sim::tap {
namespace {

using fleet::ObservationKind;
using fleet::PolicyAction;
using fleet::Reason;

constexpr std::size_t verdicts_max = 256;

/// Topics of the broker itself: no simulated device may touch them.
bool is_of_the_broker(std::string_view topic) {
    return topic.starts_with("$SYS") || topic.starts_with("$CONTROL");
}

std::int64_t steady_ns() {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::unique_ptr<Tap>& holder() {
    static std::unique_ptr<Tap> tap;
    return tap;
}

}  // namespace

Tap* instance() { return holder().get(); }
void start(const Settings& settings) { holder() = std::make_unique<Tap>(settings); }
void stop() { holder().reset(); }

bool Verdicts::may(const fleet::Access& access, const fleet::Principal& principal,
                   PolicyAction action, std::string_view topic) {
    const auto version = access.version(principal.certificate);
    if (version_ != version || known_.size() > verdicts_max) known_.clear();
    version_ = version;
    key_.assign(1, static_cast<char>('0' + static_cast<int>(action))).append(topic);
    const auto found = known_.find(key_);
    if (found != known_.end()) return found->second;
    return known_[key_] = access.may(principal, action, topic);
}

Tap::Tap(const Settings& settings)
    : memory_(TapMemory::attach(settings.descriptor)),
      events_(memory_.events()),
      control_(memory_.control()),
      inventory_(fleet::load_inventory(settings.inventory)),
      access_(inventory_),
      cloud_certificate_(settings.cloud_certificate),
      close_on_deny_(settings.close_on_deny) {}

std::int64_t Tap::now_seconds() const {
    return std::chrono::floor<std::chrono::seconds>(memory_.now()).time_since_epoch().count();
}

void Tap::accepted(const void* tls, const void* client, std::uint32_t wire) {
    listen();
    forget(client);  // the broker reuses addresses at once
    auto connection = std::make_unique<Connection>();
    connection->number = ++connections_;
    connection->wire = wire;
    connection->tls = tls;
    const auto declared = declared_.find(wire);
    if (declared != declared_.end()) connection->address = declared->second;
    by_client_[client] = std::move(connection);
    client_of_tls_[tls] = client;
}

Connection* Tap::by_client(const void* client) {
    const auto found = by_client_.find(client);
    return found == by_client_.end() ? nullptr : found->second.get();
}

Connection* Tap::by_tls(const void* tls) {
    const auto found = client_of_tls_.find(tls);
    return found == client_of_tls_.end() ? nullptr : by_client(found->second);
}

void Tap::forget(const void* client) {
    const auto found = by_client_.find(client);
    if (found == by_client_.end()) return;
    // The TLS object may have been freed and made anew for another client before this one's end.
    const auto tls = client_of_tls_.find(found->second->tls);
    if (tls != client_of_tls_.end() && tls->second == client) client_of_tls_.erase(tls);
    by_client_.erase(found);
}

void Tap::handshake_failed(const void* tls) {
    const auto* connection = by_tls(tls);
    if (connection == nullptr) return;
    write_session_start(*connection, ObservationKind::refused, connection->verify_failure);
    const void* client = client_of_tls_[tls];
    forget(client);
}

bool Tap::connect(const void* client, std::string_view client_id, std::string certificate) {
    listen();
    auto* connection = by_client(client);
    if (connection == nullptr) return false;
    connection->certificate = std::move(certificate);
    connection->client_id = client_id;
    connection->is_cloud = is_cloud(connection->certificate);
    if (!connection->is_cloud) {
        const auto index = access_.certificate(connection->certificate);
        if (index == fleet::no_index || access_.status(index) != fleet::CertificateStatus::active) {
            write_session_start(*connection, ObservationKind::refused,
                                Reason::certificate_not_active);
            return false;
        }
        // Its TLS verified nothing.
        const auto lapse = connection->is_resumed ? lapse_of(index) : Reason::none;
        if (lapse != Reason::none) {
            write_session_start(*connection, ObservationKind::refused, lapse);
            return false;
        }
        connection->principal = access_.principal(index, client_id, connection->address);
        if (!access_.may_connect(connection->principal)) {
            write_session_start(*connection, ObservationKind::denied, Reason::connect);
            return false;
        }
    }
    connection->is_session = true;
    const auto live = live_.find(connection->client_id);
    auto* displaced = live == live_.end() ? nullptr : by_client(live->second);
    if (displaced != nullptr) displaced->ending = Reason::duplicate_client_id;
    live_[connection->client_id] = client;
    write_session_start(*connection, ObservationKind::connected, Reason::none);
    return true;
}

Reason Tap::lapse_of(std::uint32_t certificate) const {
    if (certificate >= inventory_.certificates.size()) return Reason::none;
    const auto& validity = inventory_.certificates[certificate];
    const auto now = memory_.now();
    if (now < validity.not_before) return Reason::certificate_not_yet_valid;
    return now > validity.not_after ? Reason::certificate_expired : Reason::none;
}

bool Tap::publish(const void* client, std::string_view topic, std::string_view payload) {
    listen();
    auto* connection = by_client(client);
    if (connection == nullptr || !connection->is_session) return false;
    if (connection->is_cloud && topic == wake_topic) return false;
    const bool may =
        connection->is_cloud ||
        (!is_of_the_broker(topic) &&
         connection->verdicts.may(access_, connection->principal, PolicyAction::publish, topic));
    write_event(*connection, may ? ObservationKind::published : ObservationKind::denied,
                may ? Reason::none : Reason::publish, topic,
                static_cast<std::uint32_t>(payload.size()),
                may && is_read_by_service(topic) ? payload : std::string_view{});
    if (!may && close_on_deny_) kick(*connection, Reason::policy_violation);
    return may;
}

bool Tap::subscribe(const void* client, std::string_view filter) {
    listen();
    auto* connection = by_client(client);
    if (connection == nullptr || !connection->is_session) return false;
    const bool may =
        !connection->is_cloud && !is_of_the_broker(filter) &&
        connection->verdicts.may(access_, connection->principal, PolicyAction::subscribe, filter);
    write_event(*connection, may ? ObservationKind::subscribed : ObservationKind::denied,
                may ? Reason::none : Reason::subscribe, filter, 0);
    return may;
}

bool Tap::receive(const void* client, std::string_view topic, std::uint32_t bytes) {
    auto* connection = by_client(client);
    if (connection == nullptr || !connection->is_session || is_of_the_broker(topic)) return false;
    if (!connection->verdicts.may(access_, connection->principal, PolicyAction::receive, topic)) {
        return false;
    }
    write_event(*connection, ObservationKind::delivered, Reason::none, topic, bytes);
    return true;
}

void Tap::disconnected(const void* client) {
    const auto* connection = by_client(client);
    if (connection == nullptr) return;
    if (connection->is_session) {
        const auto reason = connection->ending != Reason::none ? connection->ending
                            : connection->is_lost              ? Reason::connection_lost
                                                               : Reason::client_initiated;
        write_event(*connection, ObservationKind::disconnected, reason, "", 0);
        const auto live = live_.find(connection->client_id);
        if (live != live_.end() && live->second == client) live_.erase(live);
    }
    forget(client);
}

std::vector<std::string> Tap::take_kicks() { return std::exchange(kicks_, {}); }

void Tap::kick(Connection& connection, Reason reason) {
    if (connection.ending != Reason::none) return;
    connection.ending = reason;
    kicks_.push_back(connection.client_id);
}

void Tap::listen() {
    std::string bytes;
    while (control_.try_read(bytes)) {
        const auto record = decode_control(bytes);
        if (record.kind == ControlRecord::Kind::address) {
            declared_[record.wire] = record.text;
        } else {
            follow(fleet::change_from_json(
                fleet::parse_json(record.text, "a registry change").root()));
        }
    }
}

void Tap::follow(const fleet::Change& change) {
    access_.apply(change);
    for (const auto& [client, connection] : by_client_) {
        if (!connection->is_session || connection->is_cloud) continue;
        if (access_.status(connection->principal.certificate) != fleet::CertificateStatus::active) {
            kick(*connection, Reason::certificate_deactivated);
        }
    }
    std::sort(kicks_.begin(), kicks_.end());
}

void Tap::write_session_start(const Connection& connection, ObservationKind kind, Reason reason) {
    encode(TapRecord{.kind = kind,
                     .reason = reason,
                     .is_cloud = connection.is_cloud,
                     .session = connection.number,
                     .wire = connection.wire,
                     .is_resumed = connection.is_resumed,
                     .written_ns = steady_ns(),
                     .client_id = connection.client_id,
                     .certificate = connection.certificate,
                     .address = connection.address},
           scratch_);
    events_.write(scratch_);
}

void Tap::write_event(const Connection& connection, ObservationKind kind, Reason reason,
                      std::string_view topic, std::uint32_t bytes, std::string_view payload) {
    encode(TapRecord{.kind = kind,
                     .reason = reason,
                     .is_cloud = connection.is_cloud,
                     .session = connection.number,
                     .wire = connection.wire,
                     .bytes = bytes,
                     .written_ns = steady_ns(),
                     .topic = topic,
                     .payload = payload},
           scratch_);
    events_.write(scratch_);
}

}  // namespace sim::tap
