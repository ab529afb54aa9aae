// What no plugin callback tells: preloaded into the broker, this sees every TLS handshake, why one
// was refused and with which certificate, and makes certificates be judged at virtual time.
//
// errno and OpenSSL's error queue reach the broker untouched: it decides by them.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <string>

#include "fleet/base/text.hpp"
#include "sim/wire/tap/tap.hpp"

namespace sim::tap {
namespace {

std::uint32_t last_peer = 0;  // the broker makes the TLS object right after it accepted the socket
const SSL* announced = nullptr;  // the TLS object whose client was told, until its handshake starts

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

template <class Work>
void guarded(Work&& work) noexcept {
    const int error = errno;
    try {
        work();
    } catch (const std::exception&) {
        std::abort();  // a tap that missed an event would falsify the run
    }
    errno = error;
}

fleet::Reason reason_of(int error) {
    switch (error) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return fleet::Reason::certificate_expired;
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return fleet::Reason::certificate_not_yet_valid;
        case X509_V_ERR_CERT_REVOKED:
            return fleet::Reason::certificate_revoked;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            return fleet::Reason::unknown_ca;
        default:
            return fleet::Reason::none;
    }
}

std::string id_of(const X509* certificate) {
    std::array<std::uint8_t, 32> id{};
    X509_digest(certificate, EVP_sha256(), id.data(), nullptr);
    return fleet::to_hex(id);
}

/// Replaces OpenSSL's certificate check by the same check at virtual time. The run's own
/// connection is known by its fingerprint and belongs to no CA.
int verify(X509_STORE_CTX* context, void*) noexcept {
    auto* tap = instance();
    const auto* certificate = X509_STORE_CTX_get0_cert(context);
    if (tap == nullptr || certificate == nullptr) return 0;
    int verified = 0;
    guarded([&] {
        const auto id = id_of(certificate);
        if (tap->is_cloud(id)) {
            X509_STORE_CTX_set_error(context, X509_V_OK);
            verified = 1;
            return;
        }
        X509_STORE_CTX_set_time(context, 0, static_cast<time_t>(tap->now_seconds()));
        verified = X509_verify_cert(context);
        const void* tls = X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx());
        auto* connection = tap->by_tls(tls);
        if (connection == nullptr) return;
        connection->certificate = id;
        if (verified <= 0) {
            connection->verify_failure = reason_of(X509_STORE_CTX_get_error(context));
        }
    });
    return verified;
}

/// After a call that may have moved the handshake on or met the end of the connection.
void follow(SSL* tls, int result) noexcept {
    guarded([&] {
        announced = nullptr;
        auto* tap = instance();
        auto* connection = tap == nullptr ? nullptr : tap->by_tls(tls);
        if (connection == nullptr) return;
        if (!connection->handshake_is_done) {
            connection->handshake_is_done = SSL_is_init_finished(tls) != 0;
            connection->is_resumed = SSL_session_reused(tls) == 1;
        }
        if (result > 0) return;
        const int error = SSL_get_error(tls, result);
        if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
        if (connection->handshake_is_done) {
            connection->is_lost = true;
        } else {
            tap->handshake_failed(tls);
        }
    });
}

}  // namespace
}  // namespace sim::tap

#define EXPORTED extern "C" __attribute__((visibility("default")))

EXPORTED void SSL_CTX_set_verify(SSL_CTX* context, int mode, SSL_verify_cb callback) {
    static auto* real = sim::tap::next<void(SSL_CTX*, int, SSL_verify_cb)>("SSL_CTX_set_verify");
    real(context, mode, callback);
    SSL_CTX_set_cert_verify_callback(context, sim::tap::verify, nullptr);
    const char* wanted = std::getenv(sim::tap_resumption_variable);
    if (wanted != nullptr && std::string_view(wanted) == "1") return;
    // A resumed session skips verification: an expired certificate came back in through a ticket.
    // Where resumption is the subject, the tap judges the certificate again at CONNECT.
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

EXPORTED int accept(int socket, sockaddr* address, socklen_t* size) {
    static auto* real = sim::tap::next<int(int, sockaddr*, socklen_t*)>("accept");
    const int accepted = real(socket, address, size);
    if (accepted < 0) return accepted;
    const int error = errno;
    sockaddr_in peer{};
    socklen_t peer_size = sizeof peer;
    const bool is_known =
        getpeername(accepted, reinterpret_cast<sockaddr*>(&peer), &peer_size) == 0;
    if (address != nullptr && size != nullptr && address->sa_family == AF_INET) {
        peer = *reinterpret_cast<const sockaddr_in*>(address);
    } else if (!is_known) {
        peer = {};
    }
    sim::tap::last_peer = ntohl(peer.sin_addr.s_addr);
    errno = error;
    return accepted;
}

EXPORTED int SSL_set_ex_data(SSL* tls, int index, void* data) {
    static auto* real = sim::tap::next<int(SSL*, int, void*)>("SSL_set_ex_data");
    // The broker attaches its client first and its listener right after, under one and the same
    // index; only the client begins a connection.
    if (sim::tap::announced != tls) {
        sim::tap::announced = tls;
        sim::tap::guarded([&] {
            auto* tap = sim::tap::instance();
            if (tap != nullptr) tap->accepted(tls, data, sim::tap::last_peer);
        });
    }
    return real(tls, index, data);
}

EXPORTED int SSL_accept(SSL* tls) {
    static auto* real = sim::tap::next<int(SSL*)>("SSL_accept");
    const int result = real(tls);
    sim::tap::follow(tls, result);
    return result;
}

EXPORTED int SSL_read(SSL* tls, void* bytes, int size) {
    static auto* real = sim::tap::next<int(SSL*, void*, int)>("SSL_read");
    const int result = real(tls, bytes, size);
    sim::tap::follow(tls, result);
    return result;
}

EXPORTED int SSL_write(SSL* tls, const void* bytes, int size) {
    static auto* real = sim::tap::next<int(SSL*, const void*, int)>("SSL_write");
    const int result = real(tls, bytes, size);
    sim::tap::follow(tls, result);
    return result;
}
