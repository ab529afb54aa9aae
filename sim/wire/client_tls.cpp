#include "sim/wire/client_tls.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <utility>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace sim {
namespace {

template <auto Free>
struct Freed {
    template <class Type>
    void operator()(Type* value) const {
        Free(value);
    }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL_SESSION, Freed<SSL_SESSION_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;

constexpr long century_seconds = 100L * 365 * 24 * 3600;

}  // namespace

struct ClientIdentity::State {
    Certificate certificate;
    Key key;
};

struct TlsSession::State {
    Session session;
};

struct ClientTls::State {
    Context context;
    const ClientIdentity* current = nullptr;
    TlsSession* current_session = nullptr;
    std::string server_name;

    static State& of(const SSL* tls) {
        return *static_cast<State*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), 0));
    }
    /// The macro of this name casts in the old style.
    void announce(SSL* tls) {
        SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, server_name.data());
    }
    /// Where a connection's handle on its TlsSession is kept.
    static int session_index() {
        static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
        return index;
    }
    static void begin_handshake(const SSL* observed, int where, int) noexcept {
        if ((where & SSL_CB_HANDSHAKE_START) == 0) return;
        auto* tls = const_cast<SSL*>(observed);
        auto& state = of(tls);
        if (!state.server_name.empty()) state.announce(tls);
        auto* session = state.current_session;
        // What a server says after the handshake looks like the start of one.
        if (session == nullptr || SSL_get_ex_data(tls, session_index()) != nullptr) return;
        SSL_set_ex_data(tls, session_index(), session);
        if (!session->is_held()) return;
        // A copy: a session that two connections use is marked as not resumable when one fails.
        const Session copy(SSL_SESSION_dup(session->state_->session.get()));
        SSL_set_session(tls, copy.get());
    }
    static int keep_session(SSL* tls, SSL_SESSION* given) noexcept {
        auto* session = static_cast<TlsSession*>(SSL_get_ex_data(tls, session_index()));
        if (session == nullptr) return 0;
        if (session->state_ == nullptr) session->state_ = std::make_unique<TlsSession::State>();
        session->state_->session.reset(given);
        return 1;  // it is ours now
    }

    static int show_certificate(SSL* tls, void* argument) noexcept {
        const auto* current = static_cast<State*>(argument)->current;
        if (current == nullptr) return 0;
        const auto& identity = *current->state_;
        return SSL_use_certificate(tls, identity.certificate.get()) == 1 &&
                       SSL_use_PrivateKey(tls, identity.key.get()) == 1
                   ? 1
                   : 0;
    }
};

ClientIdentity::ClientIdentity(std::unique_ptr<State> state) : state_(std::move(state)) {}
ClientIdentity::ClientIdentity(ClientIdentity&&) noexcept = default;
ClientIdentity& ClientIdentity::operator=(ClientIdentity&&) noexcept = default;
ClientIdentity::~ClientIdentity() = default;

ClientIdentity::ClientIdentity(const fleet::Bytes& certificate_der, const fleet::Bytes& key_der)
    : state_(std::make_unique<State>()) {
    const auto* at = certificate_der.data();
    state_->certificate.reset(d2i_X509(nullptr, &at, static_cast<long>(certificate_der.size())));
    at = key_der.data();
    state_->key.reset(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(key_der.size())));
    if (state_->certificate == nullptr || state_->key == nullptr) {
        throw fleet::Error("a device's certificate or key cannot be read by OpenSSL");
    }
}

ClientIdentity ClientIdentity::self_signed() {
    auto state = std::make_unique<State>();
    state->key.reset(EVP_EC_gen("P-256"));
    state->certificate.reset(X509_new());
    auto* certificate = state->certificate.get();
    auto* name = X509_get_subject_name(certificate);
    const auto* text = reinterpret_cast<const unsigned char*>("fleetdrill cloud");
    const bool is_made =
        X509_set_version(certificate, X509_VERSION_3) == 1 &&
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1 &&
        X509_gmtime_adj(X509_getm_notBefore(certificate), -century_seconds / 2) != nullptr &&
        X509_gmtime_adj(X509_getm_notAfter(certificate), century_seconds) != nullptr &&
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1 &&
        X509_set_issuer_name(certificate, name) == 1 &&
        X509_set_pubkey(certificate, state->key.get()) == 1 &&
        X509_sign(certificate, state->key.get(), EVP_sha256()) > 0;
    if (!is_made) throw fleet::Error("OpenSSL cannot make the certificate of the run's connection");
    return ClientIdentity(std::move(state));
}

ClientIdentity ClientIdentity::copy() const {
    auto state = std::make_unique<State>();
    X509_up_ref(state_->certificate.get());
    EVP_PKEY_up_ref(state_->key.get());
    state->certificate.reset(state_->certificate.get());
    state->key.reset(state_->key.get());
    return ClientIdentity(std::move(state));
}

std::string ClientIdentity::id_hex() const {
    std::array<std::uint8_t, 32> id{};
    X509_digest(state_->certificate.get(), EVP_sha256(), id.data(), nullptr);
    return fleet::to_hex(id);
}

TlsSession::TlsSession() = default;
TlsSession::TlsSession(TlsSession&&) noexcept = default;
TlsSession& TlsSession::operator=(TlsSession&&) noexcept = default;
TlsSession::~TlsSession() = default;

ClientTls::ClientTls(const std::string& trusted_cas) : state_(std::make_unique<State>()) {
    state_->context.reset(SSL_CTX_new(TLS_client_method()));
    auto* context = state_->context.get();
    const Bio pem(BIO_new_mem_buf(trusted_cas.data(), static_cast<int>(trusted_cas.size())));
    int trusted = 0;
    for (Certificate ca; ca.reset(PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)), ca;) {
        trusted += X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca.get());
    }
    ERR_clear_error();  // the end of the text counts as one
    if (trusted == 0) throw fleet::Error("the broker's identity names no CA to trust");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_cert_cb(context, State::show_certificate, state_.get());
    SSL_CTX_set_ex_data(context, 0, state_.get());  // 0 is the application's own
}

ClientTls::~ClientTls() = default;

void* ClientTls::context() const { return state_->context.get(); }
void ClientTls::set_current(const ClientIdentity* identity, TlsSession* session) {
    state_->current = identity;
    state_->current_session = session;
}

void ClientTls::allow_resumption() {
    auto* context = state_->context.get();
    SSL_CTX_clear_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, State::keep_session);
    SSL_CTX_set_info_callback(context, State::begin_handshake);
}

void ClientTls::expect_server(const std::string& host) {
    auto* context = state_->context.get();
    auto* parameters = SSL_CTX_get0_param(context);
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1) return;
    if (X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size()) != 1)
        throw fleet::Error("\"" + host + "\" is no host name");
    state_->server_name = host;
    SSL_CTX_set_info_callback(context, State::begin_handshake);
}

void ClientTls::set_now(fleet::Time now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(state_->context.get()),
                               static_cast<time_t>(seconds));
}

}  // namespace sim
