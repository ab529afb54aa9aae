#include "fleet/pki/read.hpp"

#include "fleet/pki/certificate_view.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/key_quality.hpp"
#include "fleet/pki/oids.hpp"

namespace fleet {
namespace {

/// "RSA", "EC", or the object identifier in dotted form.
std::string algorithm_name(const CertificateView& view) {
    const bool is_common =
        view.key.algorithm == KeyAlgorithm::rsa || view.key.algorithm == KeyAlgorithm::ec;
    return is_common ? std::string(name_of(view.key.algorithm)) : dotted(view.key_algorithm);
}

std::string curve_name(const CertificateView& view) {
    if (view.key.curve != KeyCurve::other) return std::string(name_of(view.key.curve));
    return view.curve.empty() ? "explicit" : dotted(view.curve);
}

}  // namespace

std::optional<CertificateFacts> read_certificate(std::span<const std::uint8_t> der,
                                                 std::string* why) {
    DerFault fault(der);
    CertificateView view;
    const bool is_read = read_view(der, view, fault);
    if (why != nullptr) *why = fault.text();
    if (!is_read) return std::nullopt;
    judge_key(view.key, view.modulus, DebianWeakKeys::synthetic());
    return CertificateFacts{
        .id = sha256(der),
        .serial = view.serial,
        .subject = name_of(view.subject),
        .issuer = name_of(view.issuer),
        .not_before = view.not_before,
        .not_after = view.not_after,
        .key = view.key,
        .key_algorithm = algorithm_name(view),
        .key_bits = view.key.bits,
        .curve = curve_name(view),
        .signature_algorithm = signature_algorithm_name(view.signature_algorithm),
        .crl_url = std::string(view.crl_url),
        .ca_issuers_url = std::string(view.ca_issuers_url),
        .is_ca = view.is_ca};
}

}  // namespace fleet
