// Certificates and CRLs from bytes, by our own bounds-checked DER reader: auditing certificates is
// what the product is for, and building an X509 object costs a thousand times more. Never throws
// for what a file holds: an unreadable one is a result.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/certificate.hpp"
#include "fleet/pki/authority.hpp"

namespace fleet {

/// What X.509 says in one certificate.
struct CertificateFacts {
    CertificateId id{};
    Serial serial;
    DistinguishedName subject;
    DistinguishedName issuer;
    Time not_before;
    Time not_after;
    KeyFacts key;               // its weaknesses judged by the synthetic list of Debian keys
    std::string key_algorithm;  // "RSA", "EC", or the OID in dotted form
    int key_bits = 0;           // modulus or curve size; 0 when unknown
    std::string curve;          // "P-256", …; empty for RSA
    std::string
        signature_algorithm;     // "ecdsa-with-SHA256", "sha256WithRSAEncryption", … or the OID
    std::string crl_url;         // first CRL distribution point that is a URI
    std::string ca_issuers_url;  // first caIssuers access location that is a URI
    bool is_ca = false;
};

/// nullopt for anything that is no well-formed certificate; `why`, when given, then says what is
/// wrong and where. A negative serial keeps its bytes as encoded; one of more than 20 bytes is not
/// well-formed.
std::optional<CertificateFacts> read_certificate(std::span<const std::uint8_t> der,
                                                 std::string* why = nullptr);

struct RevocationFacts {
    DistinguishedName issuer;
    Time this_update;
    std::optional<Time> next_update;
    std::vector<Serial> revoked;  // ascending; entries with reason removeFromCRL are left out
};
std::optional<RevocationFacts> read_revocation_list(std::span<const std::uint8_t> der,
                                                    std::string* why = nullptr);

/// The DER blocks of a PEM text whose type is `type` ("CERTIFICATE", "X509 CRL"); rubbish between
/// blocks is skipped. A damaged or unfinished block is an empty entry, so that it is reported,
/// not missed.
std::vector<Bytes> from_pem(std::string_view pem, std::string_view type);

/// Is `der` (a certificate or a CRL) signed by the key of `issuer_der`? By OpenSSL.
bool is_signed_by(std::span<const std::uint8_t> der, std::span<const std::uint8_t> issuer_der);

}  // namespace fleet
