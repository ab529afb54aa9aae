// One actor's connection: a libmosquitto handle with the state libmosquitto does not tell. Its
// callbacks only note what happened; the fleet looks at the notes after each call.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "scenarios/action.hpp"
#include "sim/wire/client_tls.hpp"

struct mosquitto;
struct mosquitto_message;

namespace sim {

class MqttClient {
  public:
    static constexpr const char* loopback = "127.0.0.1";
    enum class State : std::uint8_t { down, connecting, up };

    MqttClient() = default;
    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;
    ~MqttClient();

    struct Endpoint {
        const std::string& client_id;
        const std::string& bind_address;
        std::uint16_t port;
        std::string host = loopback;    // numeric: a name would block
        TlsSession* session = nullptr;  // to resume, and to be filled; outlives the connection
    };
    /// Starts a connection. What is left of an earlier one, which the broker ended, is closed.
    void start_connect(ClientTls& tls, ClientIdentity identity, const Endpoint& endpoint);
    /// Raises Error when libmosquitto does not take it (a malformed topic).
    void publish(const std::string& topic, const void* payload, std::uint32_t bytes, int qos);
    void subscribe(const std::string& filter, int qos);
    void disconnect();  // by a DISCONNECT packet
    void abort();       // by closing the socket

    /// Serves its socket after epoll said `events`.
    void serve(ClientTls& tls, std::uint32_t events);

    State state() const { return state_; }
    int socket() const;
    /// Grows with every new socket: the kernel gives numbers of closed ones again.
    std::uint32_t generation() const { return generation_; }
    bool wants_write() const;
    /// Of what was sent, what is not yet written (QoS 0) or acknowledged (QoS 1, subscribe).
    std::uint32_t outstanding() const { return outstanding_; }
    std::uint64_t received() const { return received_; }
    /// Its connection came back with a TLS session of before.
    bool is_resumed() const { return is_resumed_; }
    /// What the broker answered the last CONNECT with if it did not accept it, else empty.
    const std::string& refusal() const { return refusal_; }

  private:
    static void on_connect(mosquitto*, void* self, int code);
    static void on_disconnect(mosquitto*, void* self, int code);
    static void on_publish(mosquitto*, void* self, int message_id);
    static void on_subscribe(mosquitto*, void* self, int, int, const int*);
    static void on_message(mosquitto*, void* self, const mosquitto_message*);

    mosquitto* make_handle(ClientTls& tls, const std::string& client_id);
    int read_all(std::uint32_t events);
    void settle(int code);
    void close();

    mosquitto* handle_ = nullptr;
    std::optional<ClientIdentity> identity_;  // until its handshake is over
    State state_ = State::down;
    std::uint32_t generation_ = 0;
    std::uint32_t outstanding_ = 0;
    std::uint64_t received_ = 0;
    std::optional<int> connect_answer_;  // noted by on_connect
    bool is_closed_ = false;             // noted by on_disconnect
    bool is_resumed_ = false;
    TlsSession* session_ = nullptr;
    std::string refusal_;
};

}  // namespace sim
