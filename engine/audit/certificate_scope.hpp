// What the certificate checks have in common: which certificates they look at and how they name
// one.
#pragma once

#include <string>
#include <utility>

#include "engine/finding.hpp"
#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"

namespace engine {

/// ACTIVE or PENDING_TRANSFER: it can be used, or is about to be (docs/audit-semantics §3.1). A CA
/// certificate has no transfer, so of these it can only be ACTIVE.
inline bool is_in_scope(fleet::CertificateStatus status) {
    return status == fleet::CertificateStatus::active ||
           status == fleet::CertificateStatus::pending_transfer;
}

template <class AnyCertificate>
bool is_in_scope(const AnyCertificate& certificate) {
    return is_in_scope(certificate.status);
}

inline Resource device_certificate(std::string id_hex) {
    return {.type = "DEVICE_CERTIFICATE",
            .identifier = {{"deviceCertificateId", std::move(id_hex)}},
            .additional_info = {}};
}

inline Resource ca_certificate(std::string id_hex) {
    return {.type = "CA_CERTIFICATE",
            .identifier = {{"caCertificateId", std::move(id_hex)}},
            .additional_info = {}};
}

inline Resource resource_of(const fleet::Certificate& certificate) {
    return device_certificate(certificate.id_hex());
}
inline Resource resource_of(const fleet::CaCertificate& certificate) {
    return ca_certificate(certificate.id_hex());
}

/// additionalInfo writes times as epoch milliseconds in a text (docs/audit-semantics §4.3).
inline std::string info_time(fleet::Time time) { return std::to_string(fleet::epoch_ms(time)); }

}  // namespace engine
