#include "bench/raw_fleet.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <deque>

#include "fleet/base/error.hpp"

namespace bench {
namespace {

constexpr std::size_t connecting_max = 64;  // as sim/wire has it
constexpr int patience_ms = 10'000;
constexpr std::size_t answer_bytes = 4;  // of CONNACK and of PUBACK alike

struct Connection {
    int socket = -1;
    SSL* tls = nullptr;
    bool is_secured = false;
    std::deque<std::string> unsent;
    std::array<unsigned char, answer_bytes> answer{};
    std::size_t answer_size = 0;
};

void put_text(std::string& packet, std::string_view text) {
    packet += static_cast<char>(text.size() >> 8);
    packet += static_cast<char>(text.size() & 0xFF);
    packet += text;
}

std::string with_header(unsigned char type, const std::string& body) {
    std::string packet(1, static_cast<char>(type));
    for (auto rest = body.size();;) {
        const auto digit = rest & 0x7F;
        rest >>= 7;
        packet += static_cast<char>(rest > 0 ? digit | 0x80 : digit);
        if (rest == 0) break;
    }
    return packet + body;
}

std::string connect_packet(const std::string& client_id) {
    std::string body;
    put_text(body, "MQTT");
    body += {4, 2, 0, 0};  // MQTT 3.1.1, clean session, no keep-alive
    put_text(body, client_id);
    return with_header(0x10, body);
}

std::string publish_packet(const std::string& topic, std::uint32_t id, std::uint32_t bytes) {
    std::string body;
    put_text(body, topic);
    body += static_cast<char>(id >> 8);
    body += static_cast<char>(id & 0xFF);
    body.append(bytes, 'x');
    return with_header(0x32, body);
}

SSL_CTX* make_context(const std::string& trusted_cas) {
    auto* context = SSL_CTX_new(TLS_client_method());
    auto* pem = BIO_new_mem_buf(trusted_cas.data(), static_cast<int>(trusted_cas.size()));
    while (auto* ca = PEM_read_bio_X509(pem, nullptr, nullptr, nullptr)) {
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca);
        X509_free(ca);
    }
    BIO_free(pem);
    ERR_clear_error();  // the end of the text counts as one
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    return context;
}

int open_socket(std::uint16_t port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
        errno != EINPROGRESS)
        throw fleet::Error("the raw baseline cannot reach its broker");
    return fd;
}

/// Presents the device's certificate, read from its bytes as from a file.
void show_identity(SSL* tls, const RawDevice& device) {
    const auto* at = device.key_der.data();
    auto* key = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(device.key_der.size()));
    const auto size = static_cast<int>(device.certificate_der.size());
    const bool is_shown = key != nullptr &&
                          SSL_use_certificate_ASN1(tls, device.certificate_der.data(), size) == 1 &&
                          SSL_use_PrivateKey(tls, key) == 1;
    EVP_PKEY_free(key);
    if (!is_shown) throw fleet::Error("OpenSSL cannot use the identity of " + device.client_id);
}

}  // namespace

struct RawFleet::State {
    std::uint16_t port;
    std::vector<RawDevice> devices;
    SSL_CTX* context;
    std::vector<Connection> connections;
    int poll = epoll_create1(EPOLL_CLOEXEC);
    std::uint64_t answers = 0;

    void start_connect(std::size_t number);
    void advance(Connection& connection);
    void send(Connection& connection);
    void receive(Connection& connection);
    void take_answer(const Connection& connection);
    void serve();
};

RawFleet::RawFleet(std::uint16_t port, const std::string& trusted_cas,
                   std::vector<RawDevice> devices)
    : state_(new State{.port = port,
                       .devices = std::move(devices),
                       .context = make_context(trusted_cas),
                       .connections = {}}) {
    state_->connections.resize(state_->devices.size());
    std::signal(SIGPIPE, SIG_IGN);
}

RawFleet::~RawFleet() {
    for (const auto& connection : state_->connections) {
        if (connection.is_secured) SSL_shutdown(connection.tls);
        SSL_free(connection.tls);
        if (connection.socket >= 0) close(connection.socket);
    }
    close(state_->poll);
    SSL_CTX_free(state_->context);
}

void RawFleet::connect_all() {
    state_->answers = 0;
    const auto count = state_->connections.size();
    for (std::size_t started = 0; state_->answers < count; state_->serve()) {
        while (started < count && started - state_->answers < connecting_max)
            state_->start_connect(started++);
    }
}

void RawFleet::publish_all(std::uint32_t messages, std::uint32_t bytes, bool is_coalesced) {
    state_->answers = 0;
    for (std::size_t i = 0; i < state_->connections.size(); ++i) {
        auto& connection = state_->connections[i];
        for (std::uint32_t id = 1; id <= messages; ++id) {
            auto packet = publish_packet(state_->devices[i].topic, id, bytes);
            if (is_coalesced && id > 1)
                connection.unsent.back() += packet;
            else
                connection.unsent.push_back(std::move(packet));
        }
        state_->send(connection);
    }
    const auto expected = std::uint64_t{messages} * state_->connections.size();
    while (state_->answers < expected) state_->serve();
}

void RawFleet::State::start_connect(std::size_t number) {
    auto& connection = connections[number];
    connection.socket = open_socket(port);
    connection.tls = SSL_new(context);
    show_identity(connection.tls, devices[number]);
    SSL_set_fd(connection.tls, connection.socket);
    SSL_set_connect_state(connection.tls);
    connection.unsent.push_back(connect_packet(devices[number].client_id));
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.u64 = number;
    epoll_ctl(poll, EPOLL_CTL_ADD, connection.socket, &event);
}

/// One turn: whatever the sockets that moved allow.
void RawFleet::State::serve() {
    std::array<epoll_event, 256> events{};
    const int count = epoll_wait(poll, events.data(), static_cast<int>(events.size()), patience_ms);
    if (count <= 0) throw fleet::Error("the broker of the raw baseline does not answer");
    for (int i = 0; i < count; ++i)
        advance(connections[events[static_cast<std::size_t>(i)].data.u64]);
}

void RawFleet::State::advance(Connection& connection) {
    if (!connection.is_secured) {
        const int result = SSL_do_handshake(connection.tls);
        if (result == 1) {
            connection.is_secured = true;
        } else {
            const int why = SSL_get_error(connection.tls, result);
            if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return;
            throw fleet::Error("a handshake of the raw baseline failed");
        }
    }
    send(connection);
    receive(connection);
}

void RawFleet::State::send(Connection& connection) {
    while (!connection.unsent.empty()) {
        const auto& packet = connection.unsent.front();
        const int result =
            SSL_write(connection.tls, packet.data(), static_cast<int>(packet.size()));
        if (result > 0) {
            connection.unsent.pop_front();
        } else {
            if (SSL_get_error(connection.tls, result) == SSL_ERROR_WANT_WRITE) return;
            throw fleet::Error("a connection of the raw baseline broke while sending");
        }
    }
}

void RawFleet::State::receive(Connection& connection) {
    for (;;) {
        const int result =
            SSL_read(connection.tls, connection.answer.data() + connection.answer_size,
                     static_cast<int>(answer_bytes - connection.answer_size));
        if (result <= 0) {
            if (SSL_get_error(connection.tls, result) == SSL_ERROR_WANT_READ) return;
            throw fleet::Error("a connection of the raw baseline broke while receiving");
        }
        connection.answer_size += static_cast<std::size_t>(result);
        if (connection.answer_size == answer_bytes) take_answer(connection);
        connection.answer_size %= answer_bytes;
    }
}

void RawFleet::State::take_answer(const Connection& connection) {
    constexpr unsigned char connack = 0x20, puback = 0x40;
    const auto& answer = connection.answer;
    const bool is_good = answer[0] == puback || (answer[0] == connack && answer[3] == 0);
    if (!is_good) throw fleet::Error("the broker of the raw baseline refuses a device");
    ++answers;
}

}  // namespace bench
