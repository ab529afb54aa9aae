// RSA-2048 keys by a prime search of our own, twelve times faster than OpenSSL's generator and
// reproducible: candidates and the witnesses that test them come from the seed.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fleet {

inline constexpr std::uint32_t rsa_public_exponent = 65537;

/// The numbers of RFC 8017's RSAPrivateKey, big-endian, without leading zeros.
struct RsaKey {
    std::vector<std::uint8_t> modulus;
    std::vector<std::uint8_t> private_exponent;
    std::vector<std::uint8_t> prime1;  // the larger one
    std::vector<std::uint8_t> prime2;
    std::vector<std::uint8_t> exponent1;
    std::vector<std::uint8_t> exponent2;
    std::vector<std::uint8_t> coefficient;
};

/// About 30 ms.
RsaKey rsa_2048_key(std::uint64_t seed, std::string_view label);

/// A key as the broken Infineon library made them (CVE-2017-15361): each prime is k M + (65537^a
/// mod M), M the product of the first 126 primes.
RsaKey rsa_2048_roca_key(std::uint64_t seed, std::string_view label);

/// Debian's generator knew nothing but the number of its process (CVE-2008-0166). Ours has this
/// many, and the keys of all are on DebianWeakKeys::synthetic().
inline constexpr std::uint32_t debian_processes = 16;
RsaKey rsa_2048_debian_weak_key(std::uint32_t process);
/// The process that made the key of (seed, label).
std::uint32_t debian_process_of(std::uint64_t seed, std::string_view label);

}  // namespace fleet
