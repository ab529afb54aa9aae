// An issuer's public key, decoded once, for who checks the signatures of many certificates:
// decoding it anew for each costs more than the check.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "fleet/pki/certificate_view.hpp"

namespace fleet {

/// For one thread at a time; each thread has a copy of its own.
class IssuerKey {
  public:
    /// The key in this certificate; nothing when OpenSSL cannot read it.
    static std::optional<IssuerKey> in(std::span<const std::uint8_t> issuer_der);

    IssuerKey(const IssuerKey& other);
    IssuerKey& operator=(const IssuerKey&) = delete;
    IssuerKey(IssuerKey&&) noexcept;
    IssuerKey& operator=(IssuerKey&&) noexcept;
    ~IssuerKey();

    /// Did this key sign the certificate that `view` was read from?
    bool has_signed(std::span<const std::uint8_t> der, const CertificateView& view);

  private:
    struct State;
    explicit IssuerKey(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace fleet
