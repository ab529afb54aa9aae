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
/// "CN=Devices CA,O=Example": the usual short names, in the order of the certificate, special
/// characters escaped as RFC 4514 has it.
std::string to_text(const DistinguishedName& name);

inline constexpr std::uint32_t no_index = 0xFFFFFFFFU;

enum class KeyAlgorithm : std::uint8_t { unknown, rsa, ec, dsa, ed25519, ed448, other };
/// "RSA", "EC", "DSA", "Ed25519", "Ed448", "other"; empty for an unknown one.
std::string_view name_of(KeyAlgorithm algorithm);
std::optional<KeyAlgorithm> key_algorithm(std::string_view name);

enum class KeyCurve : std::uint8_t {
    none,
    p256,
    p384,
    p521,
    p224,
    p192,
    secp256k1,
    brainpool_p256r1,
    brainpool_p384r1,
    brainpool_p512r1,
    other
};
/// "P-256", …; empty for none.
std::string_view name_of(KeyCurve curve);
std::optional<KeyCurve> key_curve(std::string_view name);

inline constexpr std::string_view debian_weak_key_name = "CVE-2008-0166";
inline constexpr std::string_view roca_key_name = "CVE-2017-15361";

/// What a certificate's public key is, and how it is known to be weak. Judged where the key is read
/// (fleet/pki/key_quality.hpp): a registry of a million keeps the facts, not the keys.
struct KeyFacts {
    KeyAlgorithm algorithm = KeyAlgorithm::unknown;
    KeyCurve curve = KeyCurve::none;
    std::uint16_t bits = 0;       // of the modulus or the curve; 0: unknown
    bool is_debian_weak = false;  // CVE-2008-0166
    bool is_roca = false;         // CVE-2017-15361

    bool operator==(const KeyFacts&) const = default;
};

/// What an export may leave open of a certificate.
enum class Gap : std::uint8_t {
    creation_date,
    content,     // what stands in it: validity, key, serial number, issuer
    revocation,  // there may be a list of its issuer that is not at hand
};

/// A set of gaps, in one byte: there may be a million certificates.
class Gaps {
  public:
    void set(Gap gap, bool is_open = true) {
        bits_ = static_cast<std::uint8_t>(is_open ? bits_ | bit(gap) : bits_ & ~bit(gap));
    }
    bool contains(Gap gap) const { return (bits_ & bit(gap)) != 0; }
    bool operator==(const Gaps&) const = default;

  private:
    static unsigned bit(Gap gap) { return 1U << static_cast<unsigned>(gap); }

    std::uint8_t bits_ = 0;
};

/// A registered device certificate.
struct Certificate {
    CertificateId id{};
    CertificateStatus status = CertificateStatus::active;
    Gaps unknown;
    KeyFacts key;
    std::uint32_t ca = no_index;  // its registered issuer in Inventory::ca_certificates
    /// Its issuer in Inventory::issuer_certificates, when that is known and not registered.
    std::uint32_t issuer_certificate = no_index;
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
    Gaps unknown;
    KeyFacts key;
    std::uint32_t ca = no_index;                  // its issuer, when that is registered too
    std::uint32_t issuer_certificate = no_index;  // its issuer, when known and not registered
    Serial serial;
    Time creation_date;
    Time last_modified_date;
    Time not_before;
    Time not_after;
    DistinguishedName subject;
    DistinguishedName issuer;
    std::string crl_url;  // where its own issuer publishes revocations; empty when it names none
    std::string issued_crl_url;  // the CRL distribution point in the certificates it issues
    std::string ca_issuers_url;  // where its issuer's certificate lies (AIA caIssuers); or empty

    std::string id_hex() const;
    bool operator==(const CaCertificate&) const = default;
};

/// The certificate of a CA that the account does not register: known because a certificate says
/// where it lies (AIA caIssuers), or because it was provided.
struct IssuerCertificate {
    CertificateId id{};
    std::uint32_t ca = no_index;                  // its own issuer, when that is registered
    std::uint32_t issuer_certificate = no_index;  // its own issuer, when known and not registered
    Serial serial;
    Time not_before;
    Time not_after;
    DistinguishedName subject;
    DistinguishedName issuer;
    std::string crl_url;         // where its own issuer publishes revocations; or empty
    std::string ca_issuers_url;  // where its issuer's certificate lies; or empty

    std::string id_hex() const;
    bool operator==(const IssuerCertificate&) const = default;
};

/// What one CRL says, its signature already judged.
struct RevocationList {
    std::string url;
    DistinguishedName issuer;
    Time this_update;
    std::optional<Time> next_update;
    bool signature_valid = true;                  // signed by the issuer named below
    std::uint32_t ca = no_index;                  // the registered CA that signed it
    std::uint32_t issuer_certificate = no_index;  // or the one that is not registered
    std::vector<Serial> revoked;                  // ascending

    bool contains(const Serial& serial) const;
    bool operator==(const RevocationList&) const = default;
};

}  // namespace fleet
