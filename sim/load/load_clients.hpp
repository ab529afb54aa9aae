// Thousands of devices in real time, on one epoll loop in the caller's thread: connects at most 64
// at once, publishes what is due, tries again after a failure, and measures what a client can.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "fleet/synthesise.hpp"
#include "sim/load/load_result.hpp"
#include "sim/load/load_streams.hpp"
#include "sim/load/load_witness.hpp"
#include "sim/wire/client_process.hpp"
#include "sim/wire/client_tls.hpp"
#include "sim/wire/mqtt_client.hpp"
#include "sim/wire/socket_poll.hpp"

namespace sim {

/// Where the devices connect to.
struct LoadEndpoint {
    std::string host = MqttClient::loopback;  // numeric
    std::uint16_t port = 0;
    bool has_own_addresses = true;         // each device leaves from 127.x.y.z of its own
    std::string trusted_cas;               // PEM
    std::string server_name;               // that the broker's certificate must be for; empty: any
    std::optional<fleet::Time> judged_at;  // when the broker's certificate is judged; none: now
    bool resumes = false;
};

class LoadClients {
  public:
    /// References outlive the object; `witness` may be null.
    LoadClients(const fleet::Fleet& fleet, LoadEndpoint endpoint, std::vector<LoadStream> streams,
                LoadWitness* witness);
    LoadClients(const LoadClients&) = delete;
    LoadClients& operator=(const LoadClients&) = delete;
    ~LoadClients();

    /// 127.x.y.z of a device, host byte order.
    static std::uint32_t wire_address(std::uint32_t device);

    /// Everything from now on is counted there.
    void count_in(LoadFigures& figures) { figures_ = &figures; }
    /// From now on the device wants to be connected, and tries again until it is.
    void connect(std::uint32_t device);
    /// Cuts it off without a word, when it is connected; it comes back at once.
    void cut(std::uint32_t device);
    /// Steady traffic from now on, or none.
    void set_sending(bool is_sending);

    /// One turn of the loop; waits at most `patience` when there is nothing to do.
    bool turn(std::chrono::microseconds patience);

    std::size_t up() const { return up_; }
    std::size_t connecting() const { return connecting_.size(); }
    bool is_up(std::uint32_t device) const;
    /// Messages without PUBACK, on connections that stand.
    std::uint64_t unacknowledged() const { return unacknowledged_; }
    std::uint64_t acknowledged(std::uint32_t device) const;

  private:
    using Moment = LoadClock::time_point;
    struct Device;
    struct Due {
        Moment when;
        std::uint32_t number;
        bool operator>(const Due& other) const { return when > other.when; }
    };

    bool start_connects();
    void start_connect(std::uint32_t number);
    void give_up_late_ones();
    void retry_due_ones();
    bool send_due();
    bool send(const LoadStream& stream);
    bool serve_sockets(std::chrono::microseconds patience);
    void settle(std::uint32_t number, MqttClient::State before);
    void note_acknowledged(Device& device);
    void end_connection(Device& device);
    void fail(std::uint32_t number, const std::string& reason);
    std::string why_failed(std::uint32_t number);
    const ClientIdentity& identity_of(std::uint32_t number);

    const fleet::Fleet& fleet_;
    LoadEndpoint endpoint_;
    LoadWitness* witness_;
    LoadFigures* figures_ = nullptr;
    ClientProcess process_;
    ClientTls tls_;
    std::vector<Device> devices_;
    SocketPoll poll_;
    std::vector<LoadStream> streams_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;  // streams
    std::deque<std::uint32_t> waiting_;                               // to connect
    std::deque<Due> retries_;                                         // devices, by time
    std::deque<Due> connecting_;  // devices, by the time at which they are given up
    std::vector<char> filler_;
    std::size_t up_ = 0;
    std::uint64_t unacknowledged_ = 0;
    std::uint64_t messages_ = 0;
};

}  // namespace sim
