#include "fleet/certificate.hpp"

#include <algorithm>

#include "fleet/base/text.hpp"

namespace fleet {
namespace {
constexpr std::array<std::string_view, 6> status_names{
    "ACTIVE", "INACTIVE", "REVOKED", "PENDING_TRANSFER", "REGISTER_INACTIVE", "PENDING_ACTIVATION"};
}

std::string_view name_of(CertificateStatus status) {
    return status_names[static_cast<std::size_t>(status)];
}

std::optional<CertificateStatus> certificate_status(std::string_view name) {
    const auto found = std::find(status_names.begin(), status_names.end(), name);
    if (found == status_names.end()) return std::nullopt;
    return static_cast<CertificateStatus>(found - status_names.begin());
}

std::string Serial::hex() const { return to_hex({bytes.data(), size}); }
std::string Certificate::id_hex() const { return to_hex(id); }
std::string CaCertificate::id_hex() const { return to_hex(id); }

bool RevocationList::contains(const Serial& serial) const {
    return std::binary_search(revoked.begin(), revoked.end(), serial);
}

}  // namespace fleet
