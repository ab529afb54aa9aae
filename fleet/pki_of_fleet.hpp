// The authorities behind a fleet: a root, the intermediate that is registered in the account and
// issues every device certificate, and a foreign root that no account knows. All synthetic, and
// saying so.
#pragma once

#include <span>
#include <vector>

#include "fleet/authority_plan.hpp"
#include "fleet/synthesise.hpp"

namespace fleet {

struct Pki {
    Authority root;
    Authority intermediate;
    Authority foreign;
    std::vector<Authority> unregistered;  // intermediates that the account does not hold
    std::vector<Issued> spares;           // registered besides the intermediate; issue nothing
    Bytes revocation_list;       // the intermediate's CRL; filled in by register_authorities
    Bytes root_revocation_list;  // empty when the root revokes nothing and nobody asks
    Time start;
    Time end;
    std::vector<KeyKind> cohort_keys;

    /// What a credential's certificate is to say.
    CertificateRequest request(const Fleet& fleet, const Credential& credential) const;
};

/// Authorities valid for the whole run and well around it, unless the plan has it otherwise.
Pki make_pki(const FleetDescription& description, const AuthorityPlan& plan, std::uint64_t seed);

/// What the registry learns from a device's certificate.
struct Registrable {
    Serial serial;
    KeyFacts key;
};

/// The registered CAs and their CRLs, with the serials of the `revoked` credentials on the issuing
/// one's; issuers that are not registered as far as the plan needs them.
void register_authorities(Fleet& fleet, const FleetDescription& description,
                          const AuthorityPlan& plan, std::span<const std::uint32_t> revoked,
                          std::span<const Registrable> issued);

/// What the registry keeps of a credential when it is registered at `when`: ACTIVE, attached to
/// nothing.
Certificate registry_entry(const Fleet& fleet, const Credential& credential,
                           const Registrable& issued, Time when);

}  // namespace fleet
