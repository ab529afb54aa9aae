#include "fleet/defects.hpp"

#include <algorithm>
#include <array>

namespace fleet {
namespace defects_table {
extern const Defect broad_authenticated_role;
extern const Defect broad_policy;
extern const Defect broad_role_alias;
extern const Defect broad_unauthenticated_role;
extern const Defect duplicate_client_id;
extern const Defect expired_certificate;
extern const Defect expiring_certificate;
extern const Defect logging_disabled;
extern const Defect misconfigured_policy;
extern const Defect revoked_device_certificate;
extern const Defect shared_certificate;
extern const Defect unused_services;
}  // namespace defects_table

std::span<const Defect* const> defects() {
    static constexpr std::array table{
        &defects_table::broad_authenticated_role, &defects_table::broad_policy,
        &defects_table::broad_role_alias,         &defects_table::broad_unauthenticated_role,
        &defects_table::duplicate_client_id,      &defects_table::expired_certificate,
        &defects_table::expiring_certificate,     &defects_table::logging_disabled,
        &defects_table::misconfigured_policy,     &defects_table::revoked_device_certificate,
        &defects_table::shared_certificate,       &defects_table::unused_services,
    };
    return table;
}

const Defect* defect_named(std::string_view name) {
    const auto found = std::find_if(defects().begin(), defects().end(), [&](const Defect* defect) {
        return defect->card.name == name;
    });
    return found == defects().end() ? nullptr : *found;
}

void speak_of_expiry(const Draft& draft, std::uint32_t device, DefectOutcome& outcome) {
    const auto status = draft.statuses[device];
    if (status != CertificateStatus::active && status != CertificateStatus::pending_transfer)
        return;
    const auto not_after = draft.fleet.credentials[device].not_after;
    const auto warning = not_after - 30 * 24h;
    DefectOutcome::Speaks speaks{.check_name = "DEVICE_CERTIFICATE_EXPIRING_CHECK",
                                 .resource_key = "deviceCertificateId",
                                 .resource_value = {},
                                 .reason_code = "CERTIFICATE_APPROACHING_EXPIRATION",
                                 .device = device,
                                 .begin = warning,
                                 .end = not_after};
    outcome.checks.push_back(speaks);
    speaks.reason_code = "CERTIFICATE_PAST_EXPIRATION";
    speaks.begin = not_after;
    speaks.end = Time::max();
    outcome.checks.push_back(speaks);
}

}  // namespace fleet
