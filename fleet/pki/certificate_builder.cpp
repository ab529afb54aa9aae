#include "fleet/pki/certificate_builder.hpp"

#include <array>

#include "fleet/pki/key.hpp"
#include "fleet/pki/oids.hpp"

namespace fleet {
namespace {

using namespace std::string_view_literals;

// Bit strings with named bits: first the number of unused bits, then the bits from the top.
constexpr auto sign_certificates_and_crls = "\x01\x06"sv;
constexpr auto digital_signature = "\x07\x80"sv;
constexpr auto digital_signature_and_key_encipherment = "\x05\xA0"sv;

std::string_view key_usage_of(const CertificateContent& content) {
    if (content.is_authority) return sign_certificates_and_crls;
    return is_rsa(content.key) ? digital_signature_and_key_encipherment : digital_signature;
}

void write_purposes(DerWriter& writer, const CertificateContent& content) {
    write_extension(writer, oid::extended_key_usage, false, [&] {
        writer.nest(der::sequence, [&] {
            writer.object_identifier(content.is_server ? oid::server_authentication
                                                       : oid::client_authentication);
        });
    });
    if (!content.is_server) return;
    write_extension(writer, oid::subject_alternative_name, false, [&] {
        writer.nest(der::sequence, [&] {
            writer.element(der::context(2), "localhost"sv);
            writer.element(der::context(7), "\x7F\x00\x00\x01"sv);
        });
    });
}

void write_distribution_point(DerWriter& writer, std::string_view url) {
    write_extension(writer, oid::crl_distribution_points, false, [&] {
        writer.nest(der::sequence, [&] {
            writer.nest(der::sequence, [&] {
                writer.nest(der::context_holding(0), [&] {
                    writer.nest(der::context_holding(0),
                                [&] { writer.element(der::context(6), url); });
                });
            });
        });
    });
}

void write_information_access(DerWriter& writer, std::string_view ca_issuers_url) {
    write_extension(writer, oid::authority_information_access, false, [&] {
        writer.nest(der::sequence, [&] {
            writer.nest(der::sequence, [&] {
                writer.object_identifier(oid::ca_issuers);
                writer.element(der::context(6), ca_issuers_url);
            });
        });
    });
}

void write_extensions(DerWriter& writer, const CertificateContent& content) {
    write_extension(writer, oid::basic_constraints, true, [&] {
        writer.nest(der::sequence, [&] {
            if (content.is_authority) writer.element(der::boolean, "\xFF"sv);
        });
    });
    write_extension(writer, oid::key_usage, true,
                    [&] { writer.element(der::bit_string, key_usage_of(content)); });
    if (!content.is_authority) write_purposes(writer, content);
    write_extension(writer, oid::subject_key_identifier, false,
                    [&] { writer.element(der::octet_string, key_identifier(content.public_key)); });
    write_issuer_key(writer, content.issuer_key);
    if (!content.crl_url.empty()) write_distribution_point(writer, content.crl_url);
    if (!content.ca_issuers_url.empty()) write_information_access(writer, content.ca_issuers_url);
}

}  // namespace

void write_signature_algorithm(DerWriter& writer) {
    writer.nest(der::sequence, [&] { writer.object_identifier(oid::ecdsa_with_sha256); });
}

void write_issuer_key(DerWriter& writer, const KeyIdentifier& issuer_key) {
    write_extension(writer, oid::authority_key_identifier, false, [&] {
        writer.nest(der::sequence, [&] { writer.element(der::context(0), issuer_key); });
    });
}

Bytes to_be_signed(const CertificateContent& content) {
    DerWriter writer;
    writer.nest(der::sequence, [&] {
        writer.nest(der::context_holding(0), [&] { writer.integer(2); });  // version 3
        writer.integer({content.serial.bytes.data(), content.serial.size});
        write_signature_algorithm(writer);
        writer.name(content.issuer);
        writer.nest(der::sequence, [&] {
            writer.time(content.not_before);
            writer.time(content.not_after);
        });
        writer.name(content.subject);
        writer.nest(der::sequence, [&] {
            write_key_algorithm(writer, content.key);
            writer.bit_string(content.public_key);
        });
        writer.nest(der::context_holding(3), [&] {
            writer.nest(der::sequence, [&] { write_extensions(writer, content); });
        });
    });
    return writer.take();
}

Bytes with_signature(std::span<const std::uint8_t> signed_part, const EcdsaSignature& signature) {
    DerWriter signature_writer;
    signature_writer.nest(der::sequence, [&] {
        signature_writer.integer(signature.r);
        signature_writer.integer(signature.s);
    });
    DerWriter writer;
    writer.nest(der::sequence, [&] {
        writer.raw(signed_part);
        write_signature_algorithm(writer);
        writer.bit_string(signature_writer.take());
    });
    return writer.take();
}

}  // namespace fleet
