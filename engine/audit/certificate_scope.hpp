// What the certificate checks have in common: which certificates they look at and how they name
// one.
#pragma once

#include <string>

#include "engine/finding.hpp"
#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"

namespace engine {

/// ACTIVE or PENDING_TRANSFER: it can be used, or is about to be (docs/audit-semantics §2.1).
inline bool is_in_scope(const fleet::Certificate& certificate) {
    return certificate.status == fleet::CertificateStatus::active ||
           certificate.status == fleet::CertificateStatus::pending_transfer;
}

inline Resource device_certificate(std::string id_hex) {
    return {.type = "DEVICE_CERTIFICATE",
            .identifier = {{"deviceCertificateId", std::move(id_hex)}},
            .additional_info = {}};
}

/// additionalInfo writes times as epoch milliseconds in a text (docs/audit-semantics §4.3).
inline std::string info_time(fleet::Time time) { return std::to_string(fleet::epoch_ms(time)); }

}  // namespace engine
