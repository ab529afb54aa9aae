// ECDSA on P-256 with nonces that the caller brings: OpenSSL 3.0 offers no reproducible nonce
// outside deprecated calls, so r and s are computed here from its curve and big-number arithmetic.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "fleet/pki/digest.hpp"

namespace fleet {

/// A number in [1, order - 1], big-endian: a private key or a nonce.
using Scalar = std::array<std::uint8_t, 32>;
/// An uncompressed point: 04, x, y.
using CurvePoint = std::array<std::uint8_t, 65>;

struct EcdsaSignature {
    Scalar r{};
    Scalar s{};
};

/// Thread-safe. Not hardened against timing: its keys are synthetic and follow from a seed.
class P256 {
  public:
    P256();
    ~P256();
    P256(P256&&) noexcept;
    P256& operator=(P256&&) noexcept;

    /// digest mod (order - 1) + 1.
    Scalar scalar(const Digest& digest) const;
    std::vector<CurvePoint> public_points(std::span<const Scalar> scalars) const;
    CurvePoint public_point(const Scalar& scalar) const;
    /// One signature per hash, with the nonce of the same index. A whole batch shares one modular
    /// inversion, the dearest step of a single signature (Montgomery's trick). A nonce must never
    /// meet two different hashes.
    std::vector<EcdsaSignature> sign(const Scalar& key, std::span<const Digest> hashes,
                                     std::span<const Scalar> nonces) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace fleet
