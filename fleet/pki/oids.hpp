// The object identifiers that certificates name things with, as their DER content bytes, and the
// words we use for them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "fleet/certificate.hpp"

namespace fleet {

namespace oid {
using namespace std::string_view_literals;
inline constexpr auto ec_public_key = "\x2A\x86\x48\xCE\x3D\x02\x01"sv;
inline constexpr auto prime256v1 = "\x2A\x86\x48\xCE\x3D\x03\x01\x07"sv;
inline constexpr auto ecdsa_with_sha256 = "\x2A\x86\x48\xCE\x3D\x04\x03\x02"sv;
inline constexpr auto rsassa_pss = "\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A"sv;
inline constexpr auto dsa = "\x2A\x86\x48\xCE\x38\x04\x01"sv;
inline constexpr auto ed25519 = "\x2B\x65\x70"sv;
inline constexpr auto ed448 = "\x2B\x65\x71"sv;
inline constexpr auto authority_information_access = "\x2B\x06\x01\x05\x05\x07\x01\x01"sv;
inline constexpr auto ca_issuers = "\x2B\x06\x01\x05\x05\x07\x30\x02"sv;
inline constexpr auto rsa_encryption = "\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01"sv;
inline constexpr auto subject_key_identifier = "\x55\x1D\x0E"sv;
inline constexpr auto key_usage = "\x55\x1D\x0F"sv;
inline constexpr auto subject_alternative_name = "\x55\x1D\x11"sv;
inline constexpr auto basic_constraints = "\x55\x1D\x13"sv;
inline constexpr auto crl_number = "\x55\x1D\x14"sv;
inline constexpr auto reason_code = "\x55\x1D\x15"sv;
inline constexpr auto crl_distribution_points = "\x55\x1D\x1F"sv;
inline constexpr auto authority_key_identifier = "\x55\x1D\x23"sv;
inline constexpr auto extended_key_usage = "\x55\x1D\x25"sv;
inline constexpr auto server_authentication = "\x2B\x06\x01\x05\x05\x07\x03\x01"sv;
inline constexpr auto client_authentication = "\x2B\x06\x01\x05\x05\x07\x03\x02"sv;
}  // namespace oid

/// Are these content bytes that identifier?
inline bool is_oid(std::span<const std::uint8_t> bytes, std::string_view oid) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()) == oid;
}

struct Curve {
    std::string_view oid;
    KeyCurve curve;
    std::uint16_t bits;
};
/// nullptr for a curve we have no name for.
const Curve* find_curve(std::span<const std::uint8_t> oid);

/// "ecdsa-with-SHA256", "sha256WithRSAEncryption", … or the dotted form.
std::string signature_algorithm_name(std::span<const std::uint8_t> oid);

/// The field of a distinguished name by its policy-variable name, "CommonName", or the dotted form.
std::string field_name(std::span<const std::uint8_t> oid);
/// The content bytes for such a name or a dotted form; empty when it is neither.
std::string field_oid(std::string_view name);

/// "1.2.840.10045.2.1". The content must be well formed; an arc beyond 63 bits turns the whole into
/// '#' and hexadecimal.
std::string dotted(std::span<const std::uint8_t> oid);

}  // namespace fleet
