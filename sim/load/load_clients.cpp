#include "sim/load/load_clients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t connecting_max = 64;         // the broker's listen backlog is 100
constexpr std::uint32_t unacknowledged_max = 200;  // of one device
constexpr std::uint32_t messages_per_turn = 256;   // before the sockets are looked at again
constexpr auto connect_patience = 30s;
constexpr auto retry_after = 1s;

std::string dotted(std::uint32_t address) {
    return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                       address & 255);
}

}  // namespace

struct LoadClients::Device {
    std::optional<ClientIdentity> identity;  // made at its first connection, kept for the next
    TlsSession session;                      // before the client, whose connection may fill it
    MqttClient client;
    std::string bind_address;
    Moment began;                       // its connection
    std::deque<Moment> unacknowledged;  // when each was published
    std::uint64_t acknowledged = 0;
};

LoadClients::LoadClients(const fleet::Fleet& fleet, LoadEndpoint endpoint,
                         std::vector<LoadStream> streams, LoadWitness* witness)
    : fleet_(fleet),
      endpoint_(std::move(endpoint)),
      witness_(witness),
      tls_(endpoint_.trusted_cas),
      devices_(fleet.devices.size()),
      poll_(fleet.devices.size()),
      streams_(std::move(streams)) {
    if (endpoint_.judged_at) tls_.set_now(*endpoint_.judged_at);
    if (endpoint_.resumes) tls_.allow_resumption();
    if (!endpoint_.server_name.empty()) tls_.expect_server(endpoint_.server_name);
    for (std::uint32_t number = 0; number < devices_.size(); ++number) {
        if (endpoint_.has_own_addresses)
            devices_[number].bind_address = dotted(wire_address(number));
    }
    std::uint32_t bytes_max = 0;
    for (const auto& stream : streams_) bytes_max = std::max(bytes_max, stream.bytes_max);
    filler_.assign(bytes_max, 'x');
}

LoadClients::~LoadClients() = default;

std::uint32_t LoadClients::wire_address(std::uint32_t device) {
    return (127U << 24 | 1U << 16) + 1 + device;
}

bool LoadClients::is_up(std::uint32_t device) const {
    return devices_[device].client.state() == MqttClient::State::up;
}

std::uint64_t LoadClients::acknowledged(std::uint32_t device) const {
    return devices_[device].acknowledged;
}

void LoadClients::connect(std::uint32_t device) { waiting_.push_back(device); }

void LoadClients::cut(std::uint32_t number) {
    auto& device = devices_[number];
    if (!is_up(number)) return;
    end_connection(device);
    device.client.abort();
    ++figures_->cut_off;
    connect(number);
}

void LoadClients::set_sending(bool is_sending) {
    due_ = {};
    if (!is_sending) return;
    const auto now = LoadClock::now();
    for (std::uint32_t number = 0; number < streams_.size(); ++number)
        due_.push({now + streams_[number].phase, number});
}

bool LoadClients::turn(std::chrono::microseconds patience) {
    give_up_late_ones();
    retry_due_ones();
    const bool started = start_connects();
    const bool sent = send_due();
    const bool may_wait = !started && !sent;
    return serve_sockets(may_wait ? patience : 0us) || !may_wait;
}

void LoadClients::give_up_late_ones() {
    const auto now = LoadClock::now();
    while (!connecting_.empty() && connecting_.front().when <= now) {
        const auto number = connecting_.front().number;
        devices_[number].client.abort();
        fail(number, "timed out");
    }
}

void LoadClients::retry_due_ones() {
    const auto now = LoadClock::now();
    for (; !retries_.empty() && retries_.front().when <= now; retries_.pop_front())
        connect(retries_.front().number);
}

bool LoadClients::start_connects() {
    bool moved = false;
    while (connecting_.size() < connecting_max && !waiting_.empty()) {
        const auto number = waiting_.front();
        waiting_.pop_front();
        start_connect(number);
        moved = true;
    }
    return moved;
}

const ClientIdentity& LoadClients::identity_of(std::uint32_t number) {
    auto& identity = devices_[number].identity;
    if (!identity) {
        const auto& credential = fleet_.credentials[fleet_.devices[number].credential];
        identity.emplace(fleet_.issue(credential).der, fleet_.private_key(credential));
    }
    return *identity;
}

void LoadClients::start_connect(std::uint32_t number) {
    auto& device = devices_[number];
    auto identity = identity_of(number).copy();
    device.began = LoadClock::now();
    connecting_.push_back({device.began + connect_patience, number});
    device.client.start_connect(tls_, std::move(identity),
                                {.client_id = fleet_.client_id(fleet_.devices[number]),
                                 .bind_address = device.bind_address,
                                 .port = endpoint_.port,
                                 .host = endpoint_.host,
                                 .session = endpoint_.resumes ? &device.session : nullptr});
    poll_.follow(number, device.client);
    settle(number, MqttClient::State::connecting);
}

/// Looks at what became of a device after anything may have happened to its connection.
void LoadClients::settle(std::uint32_t number, MqttClient::State before) {
    using State = MqttClient::State;
    auto& device = devices_[number];
    const auto now = device.client.state();
    if (before == State::connecting && now == State::down) return fail(number, why_failed(number));
    if (before == State::connecting && now == State::up) {
        std::erase_if(connecting_, [&](const Due& one) { return one.number == number; });
        ++up_;
        ++figures_->connects;
        if (device.client.is_resumed()) ++figures_->resumed;
        figures_->connect.add(LoadClock::now() - device.began);
    }
    if (before == State::up && now == State::down) {
        end_connection(device);
        ++figures_->errors["connection lost"];
        connect(number);
    }
    if (now == State::up) note_acknowledged(device);
}

/// PUBACKs come in the order of the messages.
void LoadClients::note_acknowledged(Device& device) {
    const auto now = LoadClock::now();
    while (device.unacknowledged.size() > device.client.outstanding()) {
        figures_->acknowledge.add(now - device.unacknowledged.front());
        device.unacknowledged.pop_front();
        ++device.acknowledged;
        ++figures_->acknowledged;
        --unacknowledged_;
    }
}

void LoadClients::end_connection(Device& device) {
    --up_;
    figures_->interrupted += device.unacknowledged.size();
    unacknowledged_ -= device.unacknowledged.size();
    device.unacknowledged.clear();
}

std::string LoadClients::why_failed(std::uint32_t number) {
    auto reason = witness_ == nullptr ? std::string{} : witness_->why_refused(number);
    if (!reason.empty()) return reason;
    const auto& refusal = devices_[number].client.refusal();
    return refusal.empty() ? "connection failed" : refusal;
}

void LoadClients::fail(std::uint32_t number, const std::string& reason) {
    std::erase_if(connecting_, [&](const Due& one) { return one.number == number; });
    ++figures_->errors[reason];
    retries_.push_back({LoadClock::now() + retry_after, number});
}

bool LoadClients::send_due() {
    const auto now = LoadClock::now();
    std::uint32_t handled = 0;
    for (; !due_.empty() && due_.top().when <= now && handled < messages_per_turn; ++handled) {
        auto next = due_.top();
        due_.pop();
        const auto& stream = streams_[next.number];
        if (!send(stream)) ++figures_->unsent;
        next.when += stream.period;
        due_.push(next);
    }
    return handled != 0;
}

/// False when the device cannot send now.
bool LoadClients::send(const LoadStream& stream) {
    auto& device = devices_[stream.device];
    auto& client = device.client;
    if (client.state() != MqttClient::State::up || client.wants_write() ||
        client.outstanding() >= unacknowledged_max)
        return false;
    const auto span = stream.bytes_max - stream.bytes_min + 1;
    const auto bytes = stream.bytes_min + static_cast<std::uint32_t>(messages_++ % span);
    const auto when = LoadClock::now();
    if (witness_ != nullptr) witness_->sent(stream.device, when);
    device.unacknowledged.push_back(when);
    ++unacknowledged_;
    ++figures_->sent;
    client.publish(stream.topic, filler_.data(), bytes, 1);
    poll_.follow(stream.device, client);
    settle(stream.device, MqttClient::State::up);
    return true;
}

bool LoadClients::serve_sockets(std::chrono::microseconds patience) {
    const auto ready = poll_.wait(patience);
    for (const auto& socket : ready) {
        auto& client = devices_[socket.number].client;
        const auto before = client.state();
        client.serve(tls_, socket.events);
        poll_.follow(socket.number, client);
        settle(socket.number, before);
    }
    return !ready.empty();
}

}  // namespace sim
