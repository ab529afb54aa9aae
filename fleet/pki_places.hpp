// What the authorities behind a fleet are called and where they publish: shared by those who make
// them and those who register them.
#pragma once

#include <string>

#include "fleet/authority_plan.hpp"

namespace fleet {

inline const std::string crl_url = "http://crl.fleetdrill.invalid/intermediate.crl";
inline const std::string root_crl_url = "http://crl.fleetdrill.invalid/root.crl";
inline const std::string root_certificate_url = "http://ca.fleetdrill.invalid/root.cer";

/// A name that says what it is.
inline DistinguishedName synthetic_name(std::string common_name) {
    return {{"CommonName", std::move(common_name)},
            {"Organization", "fleetdrill synthetic, never for real devices"}};
}

/// Revocations are dated before the start, and the list outlives every run: staleness is a scenario
/// of its own.
inline constexpr Duration crl_age = 24h;
inline constexpr Duration crl_life = 10LL * 365 * 24h;

/// The root's place among the issuers that are not registered, when it has one; the others follow.
inline constexpr std::uint32_t root_index = 0;

inline Time spare_end(const SpareCa& spare, Time usual) {
    return spare.not_after == Time{} ? usual : spare.not_after;
}

}  // namespace fleet
