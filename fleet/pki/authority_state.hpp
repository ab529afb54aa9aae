// What an authority knows. Shared by the files that issue certificates and revocation lists.
#pragma once

#include "fleet/pki/certificate_builder.hpp"

namespace fleet {

struct Authority::State {
    std::uint64_t seed = 0;
    std::string label;
    DistinguishedName subject;
    Time not_before;
    Time not_after;
    P256 curve;
    Scalar key{};
    CurvePoint point{};
    KeyIdentifier key_id{};
    Bytes der;
    CertificateId id{};
    Serial serial;

    State(std::uint64_t seed, std::string label, DistinguishedName subject, Time not_before,
          Time not_after);

    /// Signs each part with a nonce of its own, derived from this key's label and the part's hash;
    /// returns whole certificates or CRLs.
    std::vector<Bytes> sign(std::span<const Bytes> parts) const;
    /// Fills in der, id and serial: what `issuer` says about this key.
    void certify(const State& issuer, std::string_view crl_url, std::string_view ca_issuers_url);
};

}  // namespace fleet
