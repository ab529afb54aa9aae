// RSA keys that anybody can compute: those of Debian's OpenSSL of 2006 to 2008, of which there are
// so few that lists hold them all (CVE-2008-0166), and those of an Infineon library, whose primes
// have a form that shows in the modulus (ROCA, CVE-2017-15361).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/certificate.hpp"

namespace fleet {

/// How lists name a key: the last ten bytes of SHA-1 over "Modulus=<upper-case hex>\n".
using DebianFingerprint = std::array<std::uint8_t, 10>;
DebianFingerprint debian_fingerprint(std::span<const std::uint8_t> modulus);

/// A list of known keys. The modulus says how long a key is, so one list may hold keys of all
/// sizes.
class DebianWeakKeys {
  public:
    DebianWeakKeys() = default;  // knows none
    explicit DebianWeakKeys(std::vector<DebianFingerprint> fingerprints);

    /// The keys that synthetic fleets draw from: made by us, on no list in the world.
    static const DebianWeakKeys& synthetic();
    /// Reads lists in the format of openssl-blacklist: one key a line as 20 hexadecimal digits,
    /// comments with '#'. Adds what is wrong to `problems`.
    static DebianWeakKeys load(std::span<const std::filesystem::path> files, Problems& problems);

    bool contains(std::span<const std::uint8_t> modulus) const;
    std::size_t size() const { return fingerprints_.size(); }

  private:
    std::vector<DebianFingerprint> fingerprints_;  // ascending
};

/// The published test: the modulus is a power of 65537 modulo the product of the primes from 3 to
/// 167. A cheap test modulo each prime alone goes before it and sorts nearly all keys out.
bool is_roca_key(std::span<const std::uint8_t> modulus);
/// The cheap test alone; it holds for every vulnerable key, and for a few others.
bool has_roca_fingerprint(std::span<const std::uint8_t> modulus);

/// Fills in the weaknesses of a key; one that is not RSA has none.
void judge_key(KeyFacts& key, std::span<const std::uint8_t> modulus, const DebianWeakKeys& known);

}  // namespace fleet
