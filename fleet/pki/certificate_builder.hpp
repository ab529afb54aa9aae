// Puts X.509 v3 certificates together, byte for byte, from what they are to say; signing is
// somebody else's.
#pragma once

#include <span>
#include <string_view>

#include "fleet/pki/authority.hpp"
#include "fleet/pki/der_writer.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/p256.hpp"

namespace fleet {

/// What a certificate says. Refers to its parts, which must outlive the call it is passed to.
struct CertificateContent {
    const Serial& serial;
    const DistinguishedName& issuer;
    const DistinguishedName& subject;
    Time not_before;
    Time not_after;
    KeyKind key = KeyKind::ec_p256;
    std::span<const std::uint8_t> public_key;  // the bits of SubjectPublicKeyInfo
    KeyIdentifier issuer_key{};
    std::string_view crl_url;
    std::string_view ca_issuers_url;
    bool is_authority = false;
    bool is_server = false;
};

/// The part that gets signed.
Bytes to_be_signed(const CertificateContent& content);

/// A whole certificate or CRL: the signed part, the algorithm ecdsa-with-SHA256, the signature.
Bytes with_signature(std::span<const std::uint8_t> signed_part, const EcdsaSignature& signature);

/// AlgorithmIdentifier ecdsa-with-SHA256.
void write_signature_algorithm(DerWriter& writer);
/// Extension authorityKeyIdentifier.
void write_issuer_key(DerWriter& writer, const KeyIdentifier& issuer_key);

/// One extension around what `write_value` writes.
template <class WriteValue>
void write_extension(DerWriter& writer, std::string_view oid, bool is_critical,
                     WriteValue&& write_value) {
    writer.nest(der::sequence, [&] {
        writer.object_identifier(oid);
        if (is_critical) writer.element(der::boolean, "\xFF");
        writer.nest(der::octet_string, write_value);
    });
}

}  // namespace fleet
