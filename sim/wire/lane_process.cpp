#include "sim/wire/lane_process.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <thread>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/wire/message_socket.hpp"

namespace sim {
namespace {

using fleet::NameId;
using scenarios::Action;

enum class Status : std::uint8_t { well, failed };

struct Head {
    fleet::Time begin;
    fleet::Time end;
};

std::string changes_text(std::span<const fleet::Change> changes,
                         const fleet::Inventory& inventory) {
    auto lines = fleet::Json::array();
    for (const auto& change : changes) lines.push_back(fleet::to_json(change, inventory));
    return fleet::to_line(lines);
}

std::vector<fleet::Change> changes_of(const std::string& text) {
    std::vector<fleet::Change> changes;
    for (const auto& line : fleet::Json::parse(text))
        changes.push_back(fleet::change_from_json(line));
    return changes;
}

/// Waits a moment, then insists.
void await_end(pid_t process) {
    using namespace std::chrono_literals;
    for (const int signal : {0, SIGTERM, SIGKILL}) {
        if (signal != 0) ::kill(process, signal);
        for (int turn = 0; turn < 1000; ++turn) {
            if (::waitpid(process, nullptr, WNOHANG) != 0) return;
            std::this_thread::sleep_for(10ms);
        }
    }
}

}  // namespace

LaneProcess::LaneProcess(const World& world, std::span<const std::uint32_t> actors,
                         const Make& make, std::span<const std::unique_ptr<LaneProcess>> before)
    : world_(world), actors_(actors), known_topics_(world.dictionary.topics.size()) {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw fleet::Error(fmt::format("no pair of sockets: {}", std::strerror(errno)));
    const auto parent = ::getpid();
    process_ = ::fork();
    if (process_ < 0) {
        for (const int end : ends) ::close(end);
        throw fleet::Error(fmt::format("no further process: {}", std::strerror(errno)));
    }
    ::close(ends[process_ == 0 ? 0 : 1]);
    socket_ = ends[process_ == 0 ? 1 : 0];
    if (process_ != 0) return;
    // In the lane. Who leads it may be gone already.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(1);
    for (const auto& lane : before) ::close(lane->socket_);  // or they would not see us all leave
    serve(make);
    ::_exit(0);  // what the leader has begun is the leader's to end
}

LaneProcess::~LaneProcess() {
    dismiss();
    if (process_ > 0) await_end(process_);
}

void LaneProcess::dismiss() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void LaneProcess::serve(const Make& make) {
    const auto report = [this](const char* what) {
        try {
            send_value(socket_, Status::failed);
            send_sequence(socket_, std::string(what));
        } catch (const fleet::Error&) {  // nobody listens any more
        }
    };
    try {
        const auto transport = make();
        send_value(socket_, Status::well);
        // The leader's end of the socket is the signal to end, whatever ended the leader.
        for (char next = 0; ::recv(socket_, &next, 1, MSG_PEEK) == 1;) perform(*transport);
    } catch (const std::bad_alloc&) {
        report("out of memory in a process of clients; describe a smaller fleet");
    } catch (const std::exception& error) {
        report(error.what());
    }
}

/// Names mean the same here and at the leader's, also those that came up after the fork.
void LaneProcess::learn_topics() {
    for (const auto& topic : receive_texts(socket_)) {
        fleet::require(world_.dictionary.topics.intern(topic) == known_topics_++,
                       "a lane hears of every topic in the leader's order");
    }
}

void LaneProcess::perform(Transport& transport) {
    const auto head = receive_value<Head>(socket_);
    learn_topics();
    auto actions = receive_sequence<std::vector<Action>>(socket_);
    auto& payloads = world_.dictionary.payloads;
    payloads.begin();
    NameId number = 0;
    for (const auto& payload : receive_texts(socket_)) {
        fleet::require(payloads.keep(payload) == number++, "payloads are numbered from 0");
    }
    const auto changes = changes_of(receive_sequence<std::string>(socket_));
    const auto observations = transport.perform(
        {.begin = head.begin, .end = head.end, .actions = actions, .changes = changes});
    std::vector<scenarios::ActorState> states;
    states.reserve(actors_.size());
    for (const auto actor : actors_) states.push_back(transport.states()[actor]);
    send_value(socket_, Status::well);
    send_sequence(socket_, observations);
    send_sequence(socket_, states);
    send_value(socket_, transport.counts());
}

void LaneProcess::receive_status() {
    if (receive_value<Status>(socket_) == Status::well) return;
    throw fleet::Error(receive_sequence<std::string>(socket_));
}

void LaneProcess::await_start() { receive_status(); }

void LaneProcess::tell(const SliceWork& work) {
    send_value(socket_, Head{work.begin, work.end});
    auto actions = std::vector(work.actions.begin(), work.actions.end());
    std::vector<std::string_view> topics, payloads;
    payloads_.clear();
    for (; known_topics_ < world_.dictionary.topics.size(); ++known_topics_)
        topics.push_back(world_.dictionary.topics.text(static_cast<NameId>(known_topics_)));
    for (auto& action : actions) {
        if (action.payload == fleet::no_name) continue;
        payloads_.push_back(action.payload);
        payloads.push_back(world_.dictionary.payloads.text(action.payload));
        action.payload = static_cast<NameId>(payloads_.size() - 1);
    }
    send_texts(socket_, topics);
    send_sequence(socket_, actions);
    send_texts(socket_, payloads);
    send_sequence(socket_, changes_text(work.changes, world_.fleet.inventory));
}

LaneProcess::Outcome LaneProcess::await() {
    receive_status();
    Outcome outcome;
    outcome.observations = receive_sequence<std::vector<fleet::Observation>>(socket_);
    for (auto& seen : outcome.observations)
        if (seen.payload != fleet::no_name) seen.payload = payloads_.at(seen.payload);
    outcome.states = receive_sequence<std::vector<scenarios::ActorState>>(socket_);
    outcome.counts = receive_value<TransportCounts>(socket_);
    return outcome;
}

}  // namespace sim
