// The authorities behind a fleet: a root, the intermediate that is registered in the account and
// issues every device certificate, and a foreign root that no account knows. All synthetic, and
// saying so.
#pragma once

#include <span>

#include "fleet/synthesise.hpp"

namespace fleet {

struct Pki {
    Authority root;
    Authority intermediate;
    Authority foreign;
    Bytes revocation_list;  // the intermediate's CRL; filled in by register_authorities
    Time start;
    Time end;
    std::vector<KeyKind> cohort_keys;

    /// What a credential's certificate is to say.
    CertificateRequest request(const Fleet& fleet, const Credential& credential) const;
};

/// Authorities valid for the whole run and well around it.
Pki make_pki(const FleetDescription& description, std::uint64_t seed);
/// The registered CA and its CRL, with the serials of the `revoked` credentials on it.
void register_authorities(Fleet& fleet, const FleetDescription& description,
                          std::span<const std::uint32_t> revoked, std::span<const Serial> serials);

/// What the registry keeps of a credential when it is registered at `when`: ACTIVE, attached to
/// nothing.
Certificate registry_entry(const Fleet& fleet, const Credential& credential, const Serial& serial,
                           Time when);

}  // namespace fleet
