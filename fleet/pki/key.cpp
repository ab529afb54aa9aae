#include "fleet/pki/key.hpp"

#include "fleet/pki/oids.hpp"
#include "fleet/pki/rsa_key.hpp"
#include "fleet/pki/seeded_keys.hpp"

namespace fleet {
namespace {

/// ECPrivateKey (RFC 5915) without parameters: PKCS#8 names the curve outside it.
void write_ec_key(DerWriter& writer, std::uint64_t seed, std::string_view label) {
    const P256 curve;
    const auto scalar = ec_private_scalar(curve, seed, label);
    writer.nest(der::sequence, [&] {
        writer.integer(1);
        writer.element(der::octet_string, scalar);
        writer.nest(der::context_holding(1),
                    [&] { writer.bit_string(curve.public_point(scalar)); });
    });
}

RsaKey rsa_key(std::uint64_t seed, std::string_view label, KeyKind kind) {
    if (kind == KeyKind::rsa_2048_roca) return rsa_2048_roca_key(seed, label);
    if (kind == KeyKind::rsa_2048_debian_weak)
        return rsa_2048_debian_weak_key(debian_process_of(seed, label));
    return rsa_2048_key(seed, label);
}

/// RSAPrivateKey (RFC 8017 A.1.2).
void write_rsa_key(DerWriter& writer, const RsaKey& key) {
    writer.nest(der::sequence, [&] {
        writer.integer(0);
        writer.integer(key.modulus);
        writer.integer(rsa_public_exponent);
        for (const auto* part : {&key.private_exponent, &key.prime1, &key.prime2, &key.exponent1,
                                 &key.exponent2, &key.coefficient})
            writer.integer(*part);
    });
}

}  // namespace

Scalar ec_private_scalar(const P256& curve, std::uint64_t seed, std::string_view label) {
    return curve.scalar(seeded_digest(seed, label, "ec-p256 key"));
}

Bytes rsa_modulus(std::uint64_t seed, std::string_view label, KeyKind kind) {
    return rsa_key(seed, label, kind).modulus;
}

Bytes rsa_public_key(std::span<const std::uint8_t> modulus) {
    DerWriter writer;
    writer.nest(der::sequence, [&] {
        writer.integer(modulus);
        writer.integer(rsa_public_exponent);
    });
    return writer.take();
}

void write_key_algorithm(DerWriter& writer, KeyKind kind) {
    writer.nest(der::sequence, [&] {
        if (is_rsa(kind)) {
            writer.object_identifier(oid::rsa_encryption);
            writer.element(der::null, std::string_view{});
        } else {
            writer.object_identifier(oid::ec_public_key);
            writer.object_identifier(oid::prime256v1);
        }
    });
}

Bytes private_key(std::uint64_t seed, std::string_view label, KeyKind kind) {
    DerWriter writer;
    writer.nest(der::sequence, [&] {
        writer.integer(0);
        write_key_algorithm(writer, kind);
        writer.nest(der::octet_string, [&] {
            if (is_rsa(kind))
                write_rsa_key(writer, rsa_key(seed, label, kind));
            else
                write_ec_key(writer, seed, label);
        });
    });
    return writer.take();
}

}  // namespace fleet
