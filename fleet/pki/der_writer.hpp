// Writes DER front to back: an element's length is filled in when its content is known, so callers
// nest calls the way the structure nests.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"
#include "fleet/pki/der_tags.hpp"

namespace fleet {

class DerWriter {
  public:
    DerWriter() { bytes_.reserve(512); }

    /// An element whose content is whatever `write_content` writes.
    template <class WriteContent>
    void nest(std::uint8_t tag, WriteContent&& write_content) {
        const auto start = open(tag);
        write_content();
        close(start);
    }
    void element(std::uint8_t tag, std::span<const std::uint8_t> content);
    void element(std::uint8_t tag, std::string_view content);
    /// Bytes that are DER already.
    void raw(std::span<const std::uint8_t> der);

    void integer(std::span<const std::uint8_t> magnitude);
    void integer(std::uint64_t value);
    void object_identifier(std::string_view oid) { element(der::object_identifier, oid); }
    /// A bit string of whole bytes.
    void bit_string(std::span<const std::uint8_t> content);
    /// UTCTime from 1950 to 2049, else GeneralizedTime (RFC 5280 §4.1.2.5); whole seconds.
    /// Throws Error outside the years 0 to 9999, which no certificate can express.
    void time(Time time);
    /// Throws Error for a field that is neither a known name nor a dotted object identifier.
    void name(const DistinguishedName& name);

    std::vector<std::uint8_t> take() { return std::move(bytes_); }

  private:
    std::size_t open(std::uint8_t tag);
    void close(std::size_t start);

    std::vector<std::uint8_t> bytes_;
};

}  // namespace fleet
