// Keys as X.509 and PKCS#8 encode them. Written by our own DER writer: OpenSSL's encoders cost more
// than making the key.
#pragma once

#include <cstdint>
#include <string_view>

#include "fleet/pki/authority.hpp"
#include "fleet/pki/der_writer.hpp"
#include "fleet/pki/p256.hpp"

namespace fleet {

/// The private scalar of (seed, label).
Scalar ec_private_scalar(const P256& curve, std::uint64_t seed, std::string_view label);
/// The modulus of the RSA key of (seed, label, kind), big-endian.
Bytes rsa_modulus(std::uint64_t seed, std::string_view label, KeyKind kind);
/// RSAPublicKey with the exponent of all our keys.
Bytes rsa_public_key(std::span<const std::uint8_t> modulus);
/// AlgorithmIdentifier of a public or private key.
void write_key_algorithm(DerWriter& writer, KeyKind kind);

}  // namespace fleet
