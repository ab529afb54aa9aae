// The deliberate imperfections a fleet may be given, one file each. A defect changes the draft of a
// fleet before any certificate is issued, and says what it did; what of that is a finding, and of
// which check, is part of the same function.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/authority_plan.hpp"
#include "fleet/synthesise.hpp"

namespace fleet {

/// A fleet whose certificates have no bytes yet. Credential i is device i's first certificate.
struct Draft {
    const FleetDescription& description;
    Fleet& fleet;
    std::vector<CertificateStatus> statuses;  // by credential
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        attachments;                     // (credential, thing) besides its own
    std::vector<std::uint32_t> revoked;  // credentials whose serial is on the CRL
    std::vector<std::pair<std::uint32_t, Time>>
        registrations;  // (credential, when), where that is not its cohort's
    AuthorityPlan authorities;
};

/// Whom a defect befalls: devices of a cohort, or the account as a whole, whose entry then names
/// no devices.
enum class DefectScope : std::uint8_t { devices, account };

struct Defect {
    KindCard card;
    /// `outcome` holds kind, devices and parameters; the defect adds what should speak and how its
    /// devices connect.
    void (*apply)(Draft& draft, DefectOutcome& outcome);
    DefectScope scope = DefectScope::devices;
};

std::span<const Defect* const> defects();
/// nullptr when there is none of this name.
const Defect* defect_named(std::string_view name);

/// Does an audit look at certificates of this status?
bool is_audited(CertificateStatus status);

/// A device's certificate should be found by `check` for `reason` from `begin` on; nothing when its
/// registry status is out of the checks' scope.
void speak_of_device(const Draft& draft, std::uint32_t device, std::string_view check,
                     std::string_view reason, Time begin, DefectOutcome& outcome);
/// The same of a registered CA certificate, by index in the inventory.
void speak_of_ca(std::uint32_t ca, std::string_view check, std::string_view reason, Time begin,
                 Time end, DefectOutcome& outcome);

/// Registers a CA certificate besides the issuing one, signed by the root, that has issued nothing
/// in use; returns its index in the inventory.
std::uint32_t add_spare_ca(Draft& draft, const SpareCa& spare);

/// How long a certificate may be registered before the age check speaks, by default.
inline constexpr Duration certificate_age_max = 365 * 24h;

/// Shared by the defects of validity: the certificate of `device` is at fault from notAfter - 30 d
/// (approaching) and from notAfter on (past), the account's default threshold; nothing when its
/// registry status is out of the check's scope.
void speak_of_expiry(const Draft& draft, std::uint32_t device, DefectOutcome& outcome);

}  // namespace fleet
