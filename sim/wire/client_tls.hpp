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
    void set_current(const ClientIdentity* identity);
    void set_now(fleet::Time now);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sim
