// The TLS side of all simulated clients: one context for thousands of connections, each with a
// certificate of its own, the server judged at virtual time.
#pragma once

#include <memory>
#include <string>

#include "fleet/base/time.hpp"
#include "fleet/pki/authority.hpp"

namespace sim {

/// A certificate and its key, ready for a handshake. Opaque: OpenSSL stays in the .cpp.
class ClientIdentity {
  public:
    /// Raises Error for bytes that are no certificate or no key.
    ClientIdentity(const fleet::Bytes& certificate_der, const fleet::Bytes& key_der);
    /// A fresh self-signed one for the run's own connection. Random: its bytes reach no result.
    static ClientIdentity self_signed();
    ClientIdentity(ClientIdentity&&) noexcept;
    ClientIdentity& operator=(ClientIdentity&&) noexcept;
    ~ClientIdentity();

    /// Another handle on the same certificate and key.
    ClientIdentity copy() const;
    /// SHA-256 of the certificate, 64 hex.
    std::string id_hex() const;

  private:
    friend class ClientTls;  // its handshakes use the state
    struct State;
    explicit ClientIdentity(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// What a broker gave a client to come back with quickly; empty until a connection brought one.
/// Stays where it is while a connection that may fill it lives.
class TlsSession {
  public:
    TlsSession();
    TlsSession(TlsSession&&) noexcept;
    TlsSession& operator=(TlsSession&&) noexcept;
    ~TlsSession();

    bool is_held() const { return state_ != nullptr; }

  private:
    friend class ClientTls;
    struct State;
    std::unique_ptr<State> state_;
};

class ClientTls {
  public:
    /// Trusts the CAs of this PEM text. Raises Error when there is none.
    explicit ClientTls(const std::string& trusted_cas);
    ClientTls(const ClientTls&) = delete;
    ClientTls& operator=(const ClientTls&) = delete;
    ~ClientTls();

    /// The SSL_CTX, for libmosquitto.
    void* context() const;
    /// Who any handshake that asks for a certificate from now on is; null: nobody. A handshake may
    /// ask before its socket is known to us, so it cannot be looked up by socket.
    /// A `session` is filled by that connection's handshake and, when it was filled before,
    /// offered.
    void set_current(const ClientIdentity* identity, TlsSession* session = nullptr);
    void set_now(fleet::Time now);
    /// From now on connections may come back with a session of before; else none is kept.
    void allow_resumption();
    /// The broker's certificate must be for this host name or numeric address, which is also told
    /// to it. Without this call any certificate of the trusted CAs will do.
    void expect_server(const std::string& host);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sim
