// Where secrets come from: SHA-256 over (seed, label, purpose). A pure function, so the bytes of a
// certificate hang on nothing else; seeding OpenSSL's own generator would be global and depend on
// how many bytes each release happens to draw.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "fleet/certificate.hpp"
#include "fleet/pki/digest.hpp"

namespace fleet {

/// SHA-256 over the parts, each text behind its length, so that no two quadruples share an input.
Digest seeded_digest(std::uint64_t seed, std::string_view label, std::string_view purpose,
                     std::span<const std::uint8_t> more = {});

/// Sixteen bytes, never negative, never shorter.
Serial seeded_serial(std::uint64_t seed, std::string_view label);

/// An endless stream of bytes for one purpose: seeded digests over a counter, one after the other.
class SeededBytes {
  public:
    SeededBytes(std::uint64_t seed, std::string_view label, std::string_view purpose);
    std::vector<std::uint8_t> take(std::size_t size);

  private:
    std::uint64_t seed_;
    std::string_view label_;
    std::string_view purpose_;
    std::uint64_t block_ = 0;
    std::vector<std::uint8_t> left_;
};

}  // namespace fleet
