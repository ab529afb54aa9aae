// The deliberate imperfections a fleet may be given, one file each. A defect changes the draft of a
// fleet before any certificate is issued, and says what it did; what of that is a finding, and of
// which check, is part of the same function.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

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

/// Shared by the defects of validity: the certificate of `device` is at fault from notAfter - 30 d
/// (approaching) and from notAfter on (past), the account's default threshold; nothing when its
/// registry status is out of the check's scope.
void speak_of_expiry(const Draft& draft, std::uint32_t device, DefectOutcome& outcome);

}  // namespace fleet
