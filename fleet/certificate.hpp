// A certificate as the registry and X.509 know it: a value, no OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/base/time.hpp"

namespace fleet {

enum class CertificateStatus : std::uint8_t {
    active,
    inactive,
    revoked,
    pending_transfer,
    register_inactive,
    pending_activation
};

/// "ACTIVE", "INACTIVE", "REVOKED", "PENDING_TRANSFER", "REGISTER_INACTIVE", "PENDING_ACTIVATION".
std::string_view name_of(CertificateStatus status);
std::optional<CertificateStatus> certificate_status(std::string_view name);

/// SHA-256 of the DER encoding.
using CertificateId = std::array<std::uint8_t, 32>;

/// A serial number's magnitude, big-endian, at most 20 bytes.
struct Serial {
    std::array<std::uint8_t, 20> bytes{};
    std::uint8_t size = 0;

    std::string hex() const;
    auto operator<=>(const Serial&) const = default;
};

/// A distinguished name: (field, value) in order; fields by their policy-variable names:
/// CommonName, Organization, OrganizationalUnit, Country, State, Locality, SerialNumber, … (docs of
/// AWS IoT policy variables).
using DistinguishedName = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::uint32_t no_index = 0xFFFFFFFFU;

/// A registered device certificate.
struct Certificate {
    CertificateId id{};
    CertificateStatus status = CertificateStatus::active;
    std::uint32_t ca = no_index;  // its registered issuer in Inventory::ca_certificates
    Serial serial;
    Time creation_date;  // when it was registered
    Time last_modified_date;
    Time not_before;
    Time not_after;
    DistinguishedName subject;
    std::vector<std::uint32_t> things;    // what it is attached to, by index, ascending
    std::vector<std::uint32_t> policies;  // what is attached to it, by index, ascending

    std::string id_hex() const;
    bool operator==(const Certificate&) const = default;
};

/// A registered CA certificate. Status is ACTIVE or INACTIVE, nothing else.
struct CaCertificate {
    CertificateId id{};
    CertificateStatus status = CertificateStatus::active;
    Serial serial;
    Time creation_date;
    Time last_modified_date;
    Time not_before;
    Time not_after;
    DistinguishedName subject;
    DistinguishedName issuer;
    std::string crl_url;  // where its own issuer publishes revocations; empty when it names none
    std::string issued_crl_url;  // the CRL distribution point in the certificates it issues

    std::string id_hex() const;
    bool operator==(const CaCertificate&) const = default;
};

/// What one CRL says, its signature already judged.
struct RevocationList {
    std::string url;
    DistinguishedName issuer;
    Time this_update;
    std::optional<Time> next_update;
    bool signature_valid = true;  // signed by the issuer that `ca` names
    std::uint32_t ca = no_index;  // the registered CA that signed it
    std::vector<Serial> revoked;  // ascending

    bool contains(const Serial& serial) const;
    bool operator==(const RevocationList&) const = default;
};

}  // namespace fleet
