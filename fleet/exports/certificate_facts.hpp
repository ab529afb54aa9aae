// What was read of one certificate, as a line of JSON.
#pragma once

#include <string>
#include <string_view>

#include "fleet/pki/certificate_file.hpp"

namespace fleet::exports {

/// {"file", "id", "serial", "subject", "issuer", "keyAlgorithm", "bits", "curve",
/// "signatureAlgorithm", "notBefore", "notAfter", "isCa"}, without a newline. What a key does not
/// have, or nobody can tell, is null.
std::string facts_line(std::string_view file, const CertificateView& view, const CertificateId& id);

}  // namespace fleet::exports
