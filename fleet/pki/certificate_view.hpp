// One certificate read in place: every fact that needs no memory of its own, and where in the bytes
// the others stand. What an audit of millions is made of; read_certificate builds on it.
#pragma once

#include <span>
#include <string_view>

#include "fleet/certificate.hpp"
#include "fleet/pki/der.hpp"

namespace fleet {

/// Refers to the bytes it was read from, which must outlive it.
struct CertificateView {
    DerBytes signed_part;  // the whole TBSCertificate
    DerBytes issuer;       // contents of names: see name_of
    DerBytes subject;
    DerBytes key_algorithm;        // an object identifier
    DerBytes curve;                // an object identifier; empty: none is named
    DerBytes key_bits;             // of SubjectPublicKeyInfo
    DerBytes modulus;              // of an RSA key, big-endian; empty for others
    DerBytes signature_algorithm;  // an object identifier
    DerBytes signature;
    std::string_view crl_url;         // first CRL distribution point that is a URI; or empty
    std::string_view ca_issuers_url;  // first caIssuers access location that is a URI; or empty
    Serial serial;
    Time not_before;
    Time not_after;
    KeyFacts key;  // weaknesses are not judged here: see key_quality.hpp
    bool is_ca = false;
    bool has_negative_serial = false;  // then serial holds its bytes as encoded
};

/// Reads the whole of `der`; false when it is no well-formed certificate, and then `fault` says
/// why.
bool read_view(DerBytes der, CertificateView& view, DerFault& fault);

}  // namespace fleet
