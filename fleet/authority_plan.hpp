// What defects ask of the authorities behind a fleet, before there are any. A fleet without such
// defects asks nothing, and its certificates are what they would be without this header.
#pragma once

#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"
#include "fleet/pki/authority.hpp"

namespace fleet {

/// A registered CA certificate besides the issuing one.
struct SpareCa {
    Time not_after;  // Time{}: as long as the issuing one
    CertificateStatus status = CertificateStatus::active;
    KeyKind key = KeyKind::ec_p256;
    bool is_revoked = false;  // by the root
};

struct AuthorityPlan {
    std::vector<SpareCa> spares;  // in the order of their defects
    bool is_issuing_revoked = false;
    CertificateStatus issuing_status = CertificateStatus::active;
    std::vector<bool> unregistered;  // intermediates the account does not hold: are they revoked?

    /// Does anything hang on what the root says in its own list?
    bool needs_root() const {
        return is_issuing_revoked || !spares.empty() || !unregistered.empty();
    }
};

}  // namespace fleet
