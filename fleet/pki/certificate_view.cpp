#include "fleet/pki/certificate_view.hpp"

#include <algorithm>
#include <bit>

#include "fleet/pki/oids.hpp"

namespace fleet {
namespace {

std::string_view text_in(DerBytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

DerBytes algorithm_oid(DerReader& reader, std::string_view what) {
    return reader.inside(der::sequence, what).object_identifier(what);
}

DerBytes without_zeros(DerBytes magnitude) {
    while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
    return magnitude;
}

std::uint16_t bit_width(DerBytes magnitude) {
    magnitude = without_zeros(magnitude);
    if (magnitude.empty()) return 0;
    const auto bits =
        8 * (magnitude.size() - 1) + static_cast<std::size_t>(std::bit_width(magnitude.front()));
    return static_cast<std::uint16_t>(std::min<std::size_t>(bits, 0xFFFF));
}

void read_curve(DerReader& algorithm, CertificateView& view) {
    view.key.algorithm = KeyAlgorithm::ec;
    view.key.curve = KeyCurve::other;
    if (!algorithm.next_is(der::object_identifier)) return;  // spelled out instead of named
    view.curve = algorithm.object_identifier("curve");
    if (const auto* curve = find_curve(view.curve)) {
        view.key.curve = curve->curve;
        view.key.bits = curve->bits;
    }
}

KeyAlgorithm other_algorithm(DerBytes oid) {
    if (is_oid(oid, oid::dsa)) return KeyAlgorithm::dsa;
    if (is_oid(oid, oid::ed25519)) return KeyAlgorithm::ed25519;
    if (is_oid(oid, oid::ed448)) return KeyAlgorithm::ed448;
    return KeyAlgorithm::other;
}

void read_public_key(DerReader info, CertificateView& view) {
    auto algorithm = info.inside(der::sequence, "key algorithm");
    view.key_algorithm = algorithm.object_identifier("key algorithm");
    view.key_bits = info.bit_string("public key");
    info.expect_end("public key");
    if (is_oid(view.key_algorithm, oid::ec_public_key)) {
        read_curve(algorithm, view);
    } else if (is_oid(view.key_algorithm, oid::rsa_encryption) ||
               is_oid(view.key_algorithm, oid::rsassa_pss)) {
        auto key = DerReader(view.key_bits, info.fault()).inside(der::sequence, "RSA key");
        view.modulus = without_zeros(key.integer("RSA modulus"));
        key.integer("RSA exponent");
        view.key.algorithm = KeyAlgorithm::rsa;
        view.key.bits = bit_width(view.modulus);
    } else {
        view.key.algorithm = other_algorithm(view.key_algorithm);
    }
}

bool read_basic_constraints(DerReader value) {
    auto constraints = value.inside(der::sequence, "basicConstraints");
    return constraints.next_is(der::boolean) && constraints.boolean("basicConstraints");
}

/// The first URI among the full names of the distribution points.
std::string_view read_distribution_points(DerReader value) {
    constexpr std::string_view what = "cRLDistributionPoints";
    auto points = value.inside(der::sequence, what);
    while (!points.at_end()) {
        auto point = points.inside(der::sequence, what);
        if (!point.next_is(der::context_holding(0))) continue;
        auto point_name = point.inside(der::context_holding(0), what);
        if (!point_name.next_is(der::context_holding(0))) continue;
        auto names = point_name.inside(der::context_holding(0), what);
        while (!names.at_end()) {
            const auto name = names.any(what);
            if (name.tag == der::context(6)) return text_in(name.content);
        }
    }
    return {};
}

/// Where the issuer's certificate lies: the first caIssuers location that is a URI.
std::string_view read_information_access(DerReader value) {
    constexpr std::string_view what = "authorityInfoAccess";
    auto descriptions = value.inside(der::sequence, what);
    while (!descriptions.at_end()) {
        auto description = descriptions.inside(der::sequence, what);
        const auto method = description.object_identifier(what);
        const auto location = description.any(what);
        if (is_oid(method, oid::ca_issuers) && location.tag == der::context(6))
            return text_in(location.content);
    }
    return {};
}

void read_extension(DerBytes oid, const DerReader& value, CertificateView& view) {
    if (is_oid(oid, oid::basic_constraints))
        view.is_ca = read_basic_constraints(value);
    else if (is_oid(oid, oid::crl_distribution_points) && view.crl_url.empty())
        view.crl_url = read_distribution_points(value);
    else if (is_oid(oid, oid::authority_information_access) && view.ca_issuers_url.empty())
        view.ca_issuers_url = read_information_access(value);
}

void read_extensions(DerReader list, CertificateView& view) {
    while (!list.at_end()) {
        auto extension = list.inside(der::sequence, "extension");
        const auto oid = extension.object_identifier("extension");
        if (extension.next_is(der::boolean)) extension.boolean("extension");
        const DerReader value(extension.take(der::octet_string, "extension"), list.fault());
        extension.expect_end("extension");
        if (!list.fault().exists()) read_extension(oid, value, view);
    }
}

void read_signed_part(DerReader part, CertificateView& view) {
    part.skip_optional(der::context_holding(0), "version");  // absent: version 1
    view.serial = part.serial("serial number", &view.has_negative_serial);
    part.take(der::sequence, "signature algorithm");
    view.issuer = part.name_bytes("issuer");
    auto validity = part.inside(der::sequence, "validity");
    view.not_before = validity.time("notBefore");
    view.not_after = validity.time("notAfter");
    validity.expect_end("validity");
    view.subject = part.name_bytes("subject");
    read_public_key(part.inside(der::sequence, "public key"), view);
    part.skip_optional(der::context(1), "issuer unique id");
    part.skip_optional(der::context(2), "subject unique id");
    if (part.next_is(der::context_holding(3))) {
        auto extensions = part.inside(der::context_holding(3), "extensions");
        read_extensions(extensions.inside(der::sequence, "extensions"), view);
        extensions.expect_end("extensions");
    }
    part.expect_end("certificate");
}

}  // namespace

bool read_view(DerBytes der, CertificateView& view, DerFault& fault) {
    DerReader file(der, fault);
    auto certificate = file.inside(der::sequence, "certificate");
    file.expect_end("after the certificate");
    view.signed_part = certificate.whole(der::sequence, "certificate");
    DerReader part(view.signed_part, fault);
    read_signed_part(part.inside(der::sequence, "certificate"), view);
    view.signature_algorithm = algorithm_oid(certificate, "signature algorithm");
    view.signature = certificate.bit_string("signature");
    certificate.expect_end("signature");
    return !fault.exists();
}

}  // namespace fleet
