#include "fleet/defects.hpp"

#include <algorithm>
#include <array>

namespace fleet {
namespace defects_table {
extern const Defect broad_authenticated_role;
extern const Defect broad_policy;
extern const Defect broad_role_alias;
extern const Defect broad_unauthenticated_role;
extern const Defect debian_weak_key;
extern const Defect duplicate_client_id;
extern const Defect expired_certificate;
extern const Defect expiring_ca;
extern const Defect expiring_certificate;
extern const Defect logging_disabled;
extern const Defect misconfigured_policy;
extern const Defect old_certificate;
extern const Defect revoked_ca;
extern const Defect revoked_device_certificate;
extern const Defect revoked_intermediate;
extern const Defect roca_key;
extern const Defect shared_certificate;
extern const Defect unused_services;
extern const Defect weak_ca_key;
}  // namespace defects_table

std::span<const Defect* const> defects() {
    static constexpr std::array table{
        &defects_table::broad_authenticated_role,
        &defects_table::broad_policy,
        &defects_table::broad_role_alias,
        &defects_table::broad_unauthenticated_role,
        &defects_table::debian_weak_key,
        &defects_table::duplicate_client_id,
        &defects_table::expired_certificate,
        &defects_table::expiring_ca,
        &defects_table::expiring_certificate,
        &defects_table::logging_disabled,
        &defects_table::misconfigured_policy,
        &defects_table::old_certificate,
        &defects_table::revoked_ca,
        &defects_table::revoked_device_certificate,
        &defects_table::revoked_intermediate,
        &defects_table::roca_key,
        &defects_table::shared_certificate,
        &defects_table::unused_services,
        &defects_table::weak_ca_key,
    };
    return table;
}

const Defect* defect_named(std::string_view name) {
    const auto found = std::find_if(defects().begin(), defects().end(), [&](const Defect* defect) {
        return defect->card.name == name;
    });
    return found == defects().end() ? nullptr : *found;
}

bool is_audited(CertificateStatus status) {
    return status == CertificateStatus::active || status == CertificateStatus::pending_transfer;
}

void speak_of_device(const Draft& draft, std::uint32_t device, std::string_view check,
                     std::string_view reason, Time begin, DefectOutcome& outcome) {
    if (!is_audited(draft.statuses[device])) return;
    outcome.checks.push_back({.check_name = std::string(check),
                              .resource_key = "deviceCertificateId",
                              .resource_value = {},
                              .reason_code = std::string(reason),
                              .device = device,
                              .begin = begin,
                              .end = Time::max()});
}

void speak_of_ca(std::uint32_t ca, std::string_view check, std::string_view reason, Time begin,
                 Time end, DefectOutcome& outcome) {
    outcome.checks.push_back({.check_name = std::string(check),
                              .resource_key = "caCertificateId",
                              .resource_value = {},
                              .reason_code = std::string(reason),
                              .ca = ca,
                              .begin = begin,
                              .end = end});
}

std::uint32_t add_spare_ca(Draft& draft, const SpareCa& spare) {
    draft.authorities.spares.push_back(spare);
    return static_cast<std::uint32_t>(draft.authorities.spares.size());  // 0 is the issuing one
}

void speak_of_expiry(const Draft& draft, std::uint32_t device, DefectOutcome& outcome) {
    constexpr std::string_view check = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
    const auto before = outcome.checks.size();
    const auto not_after = draft.fleet.credentials[device].not_after;
    speak_of_device(draft, device, check, "CERTIFICATE_APPROACHING_EXPIRATION",
                    not_after - 30 * 24h, outcome);
    if (outcome.checks.size() > before) outcome.checks.back().end = not_after;
    speak_of_device(draft, device, check, "CERTIFICATE_PAST_EXPIRATION", not_after, outcome);
}

}  // namespace fleet
