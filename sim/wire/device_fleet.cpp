#include "sim/wire/device_fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "fleet/base/error.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/mqtt_client.hpp"
#include "sim/wire/socket_poll.hpp"
#include "sim/wire/tap_record.hpp"

namespace sim {
namespace {

constexpr std::size_t connecting_max = 64;  // the broker's listen backlog is 100
constexpr std::uint32_t outstanding_max = 200;
constexpr std::uint32_t messages_per_visit = 32;   // of one client, before another has its turn
constexpr std::uint32_t messages_per_turn = 1024;  // before the sockets are looked at again

struct Task {
    const scenarios::Action* action = nullptr;
    std::uint32_t messages = 0;
    std::uint32_t sent = 0;
    bool is_begun = false;
};

struct Device {
    MqttClient client;
    std::string client_id;
    std::string bind_address;
    std::deque<Task> tasks;
    bool is_ready = false;  // stands in the queue of those that can go on
};

std::string dotted(std::uint32_t address) {
    return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                       address & 255);
}

}  // namespace

struct DeviceFleet::State {
    State(const World& the_world, std::uint16_t the_port, const ClientIdentity& the_cloud)
        : world(the_world),
          port(the_port),
          cloud(the_cloud),
          tls(fleet::broker_identity(the_world.fleet).trusted_cas),
          devices(the_world.actors.size()),
          poll(the_world.actors.size()) {}

    const World& world;
    std::uint16_t port;
    const ClientIdentity& cloud;
    ClientProcess process;
    ClientTls tls;
    std::vector<Device> devices;
    SocketPoll poll;
    std::deque<std::uint32_t> ready;
    std::deque<std::uint32_t> awaiting_connect;
    std::size_t connecting = 0;
    std::size_t busy = 0;  // devices with tasks
    std::uint64_t received = 0;
    std::vector<char> filler;

    void make_ready(std::uint32_t actor);
    bool start_connects();
    ClientIdentity identity_of(const scenarios::Action& action) const;
    void start_connect(std::uint32_t actor);
    bool visit(std::uint32_t actor, std::uint32_t& budget);
    bool perform_first(std::uint32_t actor, std::uint32_t& budget);
    bool send(Device& device, Task& task, std::uint32_t& budget);
    void finish_first(std::uint32_t actor);
    bool serve_sockets(std::chrono::microseconds patience);
    void serve(std::uint32_t actor, std::uint32_t events);
};

std::uint32_t DeviceFleet::wire_address(std::uint32_t actor) {
    return (127U << 24 | 1U << 16) + 1 + actor;
}

DeviceFleet::DeviceFleet(const World& world, std::uint16_t port, const ClientIdentity& cloud) {
    state_ = std::make_unique<State>(world, port, cloud);
    for (std::uint32_t actor = 0; actor < world.actors.size(); ++actor) {
        auto& device = state_->devices[actor];
        device.client_id = world.dictionary.clients.text(world.actors[actor].client_id);
        device.bind_address = dotted(wire_address(actor));
    }
}

DeviceFleet::~DeviceFleet() = default;

void DeviceFleet::set_now(fleet::Time now) { state_->tls.set_now(now); }

void DeviceFleet::enqueue(const scenarios::Action& action, std::uint32_t messages) {
    auto& device = state_->devices[action.actor];
    if (device.tasks.empty()) ++state_->busy;
    device.tasks.push_back({.action = &action, .messages = messages});
    if (state_->filler.size() < action.bytes_max) state_->filler.resize(action.bytes_max, 'x');
    state_->make_ready(action.actor);
}

void DeviceFleet::connect_cloud() {
    auto& device = state_->devices[state_->world.cloud];
    fleet::require(device.tasks.empty(), "the cloud connects before anything else");
    static constexpr scenarios::Action connect{.kind = scenarios::ActionKind::connect};
    device.tasks.push_back({.action = &connect});
    ++state_->busy;
    state_->make_ready(state_->world.cloud);
}

void DeviceFleet::wake_broker() {
    auto& device = state_->devices[state_->world.cloud];
    if (device.client.state() != MqttClient::State::up) return;
    device.client.publish(std::string(wake_topic), nullptr, 0, 0);
    state_->poll.follow(state_->world.cloud, device.client);
}

bool DeviceFleet::is_idle() const { return state_->busy == 0 && state_->connecting == 0; }

std::uint64_t DeviceFleet::received() const { return state_->received; }

bool DeviceFleet::turn(std::chrono::microseconds patience) {
    bool moved = state_->start_connects();
    std::uint32_t budget = messages_per_turn;
    for (auto visits = state_->ready.size(); visits > 0 && budget > 0; --visits) {
        const auto actor = state_->ready.front();
        state_->ready.pop_front();
        state_->devices[actor].is_ready = false;
        moved = state_->visit(actor, budget) || moved;
    }
    const bool may_wait = !moved && state_->ready.empty();
    return state_->serve_sockets(may_wait ? patience : std::chrono::microseconds(0)) || moved;
}

void DeviceFleet::State::make_ready(std::uint32_t actor) {
    auto& device = devices[actor];
    if (device.is_ready || device.tasks.empty()) return;
    device.is_ready = true;
    ready.push_back(actor);
}

bool DeviceFleet::State::start_connects() {
    bool moved = false;
    while (connecting < connecting_max && !awaiting_connect.empty()) {
        const auto actor = awaiting_connect.front();
        awaiting_connect.pop_front();
        start_connect(actor);
        moved = true;
    }
    return moved;
}

ClientIdentity DeviceFleet::State::identity_of(const scenarios::Action& action) const {
    const auto& credential = world.fleet.credentials[action.credential];
    return {world.fleet.issue(credential).der, world.fleet.private_key(credential)};
}

void DeviceFleet::State::start_connect(std::uint32_t actor) {
    auto& device = devices[actor];
    ++connecting;
    const MqttClient::Endpoint endpoint{device.client_id, device.bind_address, port};
    device.client.start_connect(
        tls, actor == world.cloud ? cloud.copy() : identity_of(*device.tasks.front().action),
        endpoint);
    poll.follow(actor, device.client);
    if (device.client.state() != MqttClient::State::connecting) {
        --connecting;
        finish_first(actor);
    }
}

/// Performs what the actor can do now; true when anything moved.
bool DeviceFleet::State::visit(std::uint32_t actor, std::uint32_t& budget) {
    auto& device = devices[actor];
    const auto before = device.tasks.size();
    std::uint32_t visit_budget = std::min(budget, messages_per_visit);
    const auto given = visit_budget;
    while (!device.tasks.empty() && perform_first(actor, visit_budget)) finish_first(actor);
    budget -= given - visit_budget;
    poll.follow(actor, device.client);
    if (visit_budget == 0) make_ready(actor);
    return device.tasks.size() != before || visit_budget != given;
}

/// True when the first task is done.
bool DeviceFleet::State::perform_first(std::uint32_t actor, std::uint32_t& budget) {
    using scenarios::ActionKind;
    auto& device = devices[actor];
    auto& task = device.tasks.front();
    auto& client = device.client;
    const auto& action = *task.action;
    if (action.kind == ActionKind::connect) {
        if (!task.is_begun) awaiting_connect.push_back(actor);
        task.is_begun = true;
        return false;  // finished by the socket
    }
    // Its connection ended meanwhile; the barrier will miss what it did not do.
    if (client.state() != MqttClient::State::up) return true;
    switch (action.kind) {
        case ActionKind::subscribe:
            if (!task.is_begun) {
                client.subscribe(std::string(world.dictionary.topics.text(action.topic)),
                                 action.qos);
            }
            break;
        case ActionKind::disconnect:
            if (!task.is_begun) action.is_abrupt ? client.abort() : client.disconnect();
            break;
        default:
            if (!send(device, task, budget)) return false;
            break;
    }
    task.is_begun = true;
    if (client.state() != MqttClient::State::up) return true;
    if (action.kind == ActionKind::disconnect) return false;
    // What follows need not wait for acknowledgements; the last task stands for them.
    return client.outstanding() == 0 ||
           (action.kind != ActionKind::subscribe && device.tasks.size() > 1);
}

/// True when every message of the task was handed over.
bool DeviceFleet::State::send(Device& device, Task& task, std::uint32_t& budget) {
    const auto& action = *task.action;
    const std::string topic(world.dictionary.topics.text(action.topic));
    auto& client = device.client;
    const bool is_report = action.kind == scenarios::ActionKind::report;
    while (task.sent < task.messages && budget > 0 && client.outstanding() < outstanding_max &&
           client.state() == MqttClient::State::up && !client.wants_write()) {
        if (is_report) {
            const auto payload = world.dictionary.payloads.text(action.payload);
            client.publish(topic, payload.data(), static_cast<std::uint32_t>(payload.size()),
                           action.qos);
        } else {
            client.publish(topic, filler.data(), scenarios::payload_bytes(action, task.sent),
                           action.qos);
        }
        ++task.sent;
        --budget;
    }
    return task.sent == task.messages || client.state() != MqttClient::State::up;
}

void DeviceFleet::State::finish_first(std::uint32_t actor) {
    auto& device = devices[actor];
    device.tasks.pop_front();
    if (device.tasks.empty()) {
        --busy;
    } else {
        make_ready(actor);
    }
}

bool DeviceFleet::State::serve_sockets(std::chrono::microseconds patience) {
    const auto ready_sockets = poll.wait(patience);
    for (const auto& socket : ready_sockets) serve(socket.number, socket.events);
    return !ready_sockets.empty();
}

void DeviceFleet::State::serve(std::uint32_t actor, std::uint32_t events) {
    auto& device = devices[actor];
    const bool was_connecting = device.client.state() == MqttClient::State::connecting;
    const auto received_before = device.client.received();
    device.client.serve(tls, events);
    received += device.client.received() - received_before;
    poll.follow(actor, device.client);
    if (was_connecting && device.client.state() != MqttClient::State::connecting) {
        --connecting;
        finish_first(actor);
    }
    make_ready(actor);
}

}  // namespace sim
