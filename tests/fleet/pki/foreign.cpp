#include "tests/fleet/pki/foreign.hpp"

namespace fleet::oracle {

Key ec_key(const char* group) { return Key{EVP_EC_gen(group)}; }
Key rsa_key() { return parse_key(private_key(seed, "foreign", KeyKind::rsa_2048)); }
Key key_of_type(const char* type) { return Key{EVP_PKEY_Q_keygen(nullptr, nullptr, type)}; }

Bytes make(Foreign foreign) {
    require(foreign.key != nullptr, "OpenSSL made no key");
    const X509Certificate certificate{X509_new()};
    X509_set_version(certificate.get(), foreign.is_version_1 ? X509_VERSION_1 : X509_VERSION_3);
    BIGNUM* number = nullptr;
    BN_dec2bn(&number, foreign.serial.c_str());
    const BigNumber owner{number};
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
    ASN1_TIME_set_string(X509_getm_notBefore(certificate.get()), "180101000000Z");
    ASN1_TIME_set_string(X509_getm_notAfter(certificate.get()), "20500101000000Z");
    auto* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("foreign"), -1, -1, 0);
    X509_set_pubkey(certificate.get(), foreign.key.get());
    foreign.adjust(certificate.get());
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    require(X509_sign(certificate.get(), foreign.key.get(), foreign.hash) > 0,
            "OpenSSL did not sign");
    unsigned char* der = nullptr;
    const auto size = i2d_X509(certificate.get(), &der);
    Bytes bytes(der, der + size);
    OPENSSL_free(der);
    return bytes;
}

}  // namespace fleet::oracle
