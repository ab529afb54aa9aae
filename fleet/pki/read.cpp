#include "fleet/pki/read.hpp"

#include <bit>

#include "fleet/pki/der.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/oids.hpp"

namespace fleet {
namespace {

DerBytes algorithm_oid(DerReader& reader, std::string_view what) {
    return reader.inside(der::sequence, what).object_identifier(what);
}

int bit_width(DerBytes magnitude) {
    while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
    if (magnitude.empty()) return 0;
    return static_cast<int>(8 * (magnitude.size() - 1)) + std::bit_width(magnitude.front());
}

void read_curve(DerReader& algorithm, CertificateFacts& facts) {
    facts.key_algorithm = "EC";
    if (!algorithm.next_is(der::object_identifier)) {
        facts.curve = "explicit";  // parameters spelled out instead of a name
        return;
    }
    const auto oid = algorithm.object_identifier("curve");
    if (const auto* curve = find_curve(oid)) {
        facts.curve = curve->name;
        facts.key_bits = curve->bits;
    } else {
        facts.curve = dotted(oid);
    }
}

void read_public_key(DerReader info, CertificateFacts& facts) {
    auto algorithm = info.inside(der::sequence, "key algorithm");
    const auto oid = algorithm.object_identifier("key algorithm");
    const auto bits = info.bit_string("public key");
    info.expect_end("public key");
    if (is_oid(oid, oid::ec_public_key)) {
        read_curve(algorithm, facts);
    } else if (is_oid(oid, oid::rsa_encryption)) {
        facts.key_algorithm = "RSA";
        auto key = DerReader(bits, info.fault()).inside(der::sequence, "RSA key");
        facts.key_bits = bit_width(key.integer("RSA modulus"));
        key.integer("RSA exponent");
    } else {
        facts.key_algorithm = dotted(oid);
    }
}

bool read_basic_constraints(DerReader value) {
    auto constraints = value.inside(der::sequence, "basicConstraints");
    return constraints.next_is(der::boolean) && constraints.boolean("basicConstraints");
}

/// The first URI among the full names of the distribution points.
std::string read_distribution_points(DerReader value) {
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
            if (name.tag == der::context(6)) return {name.content.begin(), name.content.end()};
        }
    }
    return {};
}

/// Calls `visit(oid, reader of the value)` for each extension of a list.
template <class Visit>
void for_each_extension(DerReader list, Visit&& visit) {
    while (!list.at_end()) {
        auto extension = list.inside(der::sequence, "extension");
        const auto oid = extension.object_identifier("extension");
        if (extension.next_is(der::boolean)) extension.boolean("extension");
        const DerReader value(extension.take(der::octet_string, "extension"), list.fault());
        extension.expect_end("extension");
        if (!list.fault().exists()) visit(oid, value);
    }
}

void read_certificate_extensions(DerReader list, CertificateFacts& facts) {
    for_each_extension(list, [&](DerBytes oid, const DerReader& value) {
        if (is_oid(oid, oid::basic_constraints))
            facts.is_ca = read_basic_constraints(value);
        else if (is_oid(oid, oid::crl_distribution_points) && facts.crl_url.empty())
            facts.crl_url = read_distribution_points(value);
    });
}

void read_signed_part(DerReader part, CertificateFacts& facts) {
    part.skip_optional(der::context_holding(0), "version");  // absent: version 1
    facts.serial = part.serial("serial number");
    part.take(der::sequence, "signature algorithm");
    facts.issuer = part.name("issuer");
    auto validity = part.inside(der::sequence, "validity");
    facts.not_before = validity.time("notBefore");
    facts.not_after = validity.time("notAfter");
    validity.expect_end("validity");
    facts.subject = part.name("subject");
    read_public_key(part.inside(der::sequence, "public key"), facts);
    part.skip_optional(der::context(1), "issuer unique id");
    part.skip_optional(der::context(2), "subject unique id");
    if (part.next_is(der::context_holding(3))) {
        auto extensions = part.inside(der::context_holding(3), "extensions");
        read_certificate_extensions(extensions.inside(der::sequence, "extensions"), facts);
        extensions.expect_end("extensions");
    }
    part.expect_end("certificate");
}

void tell(std::string* why, const DerFault& fault) {
    if (why != nullptr) *why = fault.text();
}

}  // namespace

std::optional<CertificateFacts> read_certificate(std::span<const std::uint8_t> der,
                                                 std::string* why) {
    DerFault fault(der);
    DerReader file(der, fault);
    auto certificate = file.inside(der::sequence, "certificate");
    file.expect_end("after the certificate");
    CertificateFacts facts;
    read_signed_part(certificate.inside(der::sequence, "certificate"), facts);
    const auto algorithm = algorithm_oid(certificate, "signature algorithm");
    certificate.bit_string("signature");
    certificate.expect_end("signature");
    tell(why, fault);
    if (fault.exists()) return std::nullopt;
    facts.signature_algorithm = signature_algorithm_name(algorithm);
    facts.id = sha256(der);
    return facts;
}

}  // namespace fleet
