// SHA-256 and SHA-1 of bytes, by OpenSSL with methods fetched once: an implicit fetch per call
// costs more than hashing a certificate does.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace fleet {

using Digest = std::array<std::uint8_t, 32>;
/// How X.509 names a public key: SHA-1 of its bits (RFC 5280 §4.2.1.2); no security rests on it.
using KeyIdentifier = std::array<std::uint8_t, 20>;

using Sha1 = std::array<std::uint8_t, 20>;

Digest sha256(std::span<const std::uint8_t> bytes);
Sha1 sha1(std::span<const std::uint8_t> bytes);
inline KeyIdentifier key_identifier(std::span<const std::uint8_t> public_key) {
    return sha1(public_key);
}

}  // namespace fleet
