#include "sim/wire/mqtt_client.hpp"

#include <fmt/format.h>
#include <mosquitto.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>

#include <utility>

#include "fleet/base/error.hpp"

namespace sim {
namespace {

/// The identity that a handshake within the scope may ask for.
class Current {
  public:
    Current(ClientTls& tls, const std::optional<ClientIdentity>& identity, TlsSession* session)
        : tls_(tls) {
        tls_.set_current(identity ? &*identity : nullptr, session);
    }
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;
    ~Current() { tls_.set_current(nullptr); }

  private:
    ClientTls& tls_;
};

}  // namespace

MqttClient::~MqttClient() {
    if (handle_ != nullptr) mosquitto_destroy(handle_);
}

void MqttClient::on_connect(mosquitto*, void* self, int code) {
    static_cast<MqttClient*>(self)->connect_answer_ = code;
}
void MqttClient::on_disconnect(mosquitto*, void* self, int) {
    static_cast<MqttClient*>(self)->is_closed_ = true;
}
void MqttClient::on_publish(mosquitto*, void* self, int) {
    --static_cast<MqttClient*>(self)->outstanding_;
}
void MqttClient::on_subscribe(mosquitto*, void* self, int, int, const int*) {
    --static_cast<MqttClient*>(self)->outstanding_;
}
void MqttClient::on_message(mosquitto*, void* self, const mosquitto_message*) {
    ++static_cast<MqttClient*>(self)->received_;
}

mosquitto* MqttClient::make_handle(ClientTls& tls, const std::string& client_id) {
    auto* handle = mosquitto_new(client_id.c_str(), true, this);
    if (handle == nullptr) {
        throw fleet::Error(fmt::format("libmosquitto makes no client named \"{}\"", client_id));
    }
    mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V311);
    mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_int_option(handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    mosquitto_void_option(handle, MOSQ_OPT_SSL_CTX, tls.context());
    mosquitto_max_inflight_messages_set(handle, 0);
    mosquitto_connect_callback_set(handle, on_connect);
    mosquitto_disconnect_callback_set(handle, on_disconnect);
    mosquitto_publish_callback_set(handle, on_publish);
    mosquitto_subscribe_callback_set(handle, on_subscribe);
    mosquitto_message_callback_set(handle, on_message);
    return handle;
}

void MqttClient::start_connect(ClientTls& tls, ClientIdentity identity, const Endpoint& endpoint) {
    close();
    identity_ = std::move(identity);
    handle_ = make_handle(tls, endpoint.client_id);
    ++generation_;
    state_ = State::connecting;
    session_ = endpoint.session;
    is_resumed_ = false;
    refusal_.clear();
    const auto* from = endpoint.bind_address.empty() ? nullptr : endpoint.bind_address.c_str();
    const Current current(tls, identity_, session_);
    settle(mosquitto_connect_bind_async(handle_, endpoint.host.c_str(), endpoint.port, 0, from));
}

void MqttClient::publish(const std::string& topic, const void* payload, std::uint32_t bytes,
                         int qos) {
    ++outstanding_;  // before the call: a QoS 0 message may be written within it
    const int code = mosquitto_publish(handle_, nullptr, topic.c_str(), static_cast<int>(bytes),
                                       payload, qos, false);
    if (code == MOSQ_ERR_MALFORMED_UTF8 || code == MOSQ_ERR_INVAL ||
        code == MOSQ_ERR_PAYLOAD_SIZE) {
        throw fleet::Error(fmt::format("cannot publish {} bytes to \"{}\" over MQTT: {}", bytes,
                                       topic, mosquitto_strerror(code)));
    }
    settle(code);
}

void MqttClient::subscribe(const std::string& filter, int qos) {
    ++outstanding_;
    const int code = mosquitto_subscribe(handle_, nullptr, filter.c_str(), qos);
    if (code == MOSQ_ERR_MALFORMED_UTF8 || code == MOSQ_ERR_INVAL) {
        throw fleet::Error(fmt::format("cannot subscribe to \"{}\" over MQTT: {}", filter,
                                       mosquitto_strerror(code)));
    }
    settle(code);
}

void MqttClient::disconnect() { settle(mosquitto_disconnect(handle_)); }
void MqttClient::abort() { close(); }

int MqttClient::socket() const { return handle_ == nullptr ? -1 : mosquitto_socket(handle_); }
bool MqttClient::wants_write() const { return handle_ != nullptr && mosquitto_want_write(handle_); }

int MqttClient::read_all(std::uint32_t events) {
    // A connection that was hung up may still hold an answer, or never say more than 0.
    const int reads = (events & (EPOLLHUP | EPOLLERR)) != 0 ? 8 : 1;
    int code = MOSQ_ERR_SUCCESS;
    for (int i = 0; i < reads && code == MOSQ_ERR_SUCCESS; ++i) {
        code = mosquitto_loop_read(handle_, 1);
        auto* tls = static_cast<SSL*>(mosquitto_ssl_get(handle_));
        while (code == MOSQ_ERR_SUCCESS && tls != nullptr && SSL_pending(tls) > 0) {
            code = mosquitto_loop_read(handle_, 1);
        }
    }
    return reads > 1 && code == MOSQ_ERR_SUCCESS ? MOSQ_ERR_CONN_LOST : code;
}

void MqttClient::serve(ClientTls& tls, std::uint32_t events) {
    if (handle_ == nullptr) return;
    const Current current(tls, identity_, session_);
    // During the handshake libmosquitto moves on reads only, whatever epoll says.
    int code = MOSQ_ERR_SUCCESS;
    if (state_ == State::connecting || (events & ~std::uint32_t{EPOLLOUT}) != 0) {
        code = read_all(events);
    }
    // After the handshake nobody else sends CONNECT.
    if (code == MOSQ_ERR_SUCCESS && mosquitto_want_write(handle_)) {
        code = mosquitto_loop_write(handle_, 1);
    }
    settle(code);
}

/// Looks at what the callbacks noted and at the code of the call that made them: libmosquitto tells
/// the end of a connection by either, depending on timing.
void MqttClient::settle(int code) {
    if (connect_answer_ && *connect_answer_ == 0 && state_ == State::connecting) {
        state_ = State::up;
        auto* tls = static_cast<SSL*>(mosquitto_ssl_get(handle_));
        is_resumed_ = tls != nullptr && SSL_session_reused(tls) == 1;
        identity_.reset();
    }
    if (connect_answer_ && *connect_answer_ != 0)
        refusal_ = mosquitto_connack_string(*connect_answer_);
    connect_answer_.reset();
    if (code != MOSQ_ERR_SUCCESS || is_closed_) close();
}

void MqttClient::close() {
    if (handle_ != nullptr) mosquitto_destroy(std::exchange(handle_, nullptr));
    identity_.reset();
    outstanding_ = 0;
    is_closed_ = false;
    connect_answer_.reset();
    state_ = State::down;
}

}  // namespace sim
