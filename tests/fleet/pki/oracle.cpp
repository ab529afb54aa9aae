#include "tests/fleet/pki/oracle.hpp"

#include <algorithm>

#include <map>

namespace fleet::oracle {
namespace {

std::string field(const ASN1_OBJECT* object) {
    static const std::map<int, std::string> names{
        {NID_commonName, "CommonName"},
        {NID_organizationName, "Organization"},
        {NID_organizationalUnitName, "OrganizationalUnit"},
        {NID_countryName, "Country"},
        {NID_stateOrProvinceName, "State"},
        {NID_localityName, "Locality"},
        {NID_serialNumber, "SerialNumber"},
        {NID_dnQualifier, "DistinguishedNameQualifier"},
        {NID_title, "Title"},
        {NID_surname, "Surname"},
        {NID_givenName, "GivenName"},
        {NID_initials, "Initials"},
        {NID_pseudonym, "Pseudonym"},
        {NID_generationQualifier, "GenerationQualifier"}};
    if (const auto found = names.find(OBJ_obj2nid(object)); found != names.end())
        return found->second;
    std::array<char, 128> text{};
    OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    return text.data();
}

DistinguishedName name(const X509_NAME* from) {
    DistinguishedName result;
    for (int i = 0; i < X509_NAME_entry_count(from); ++i) {
        const auto* entry = X509_NAME_get_entry(from, i);
        unsigned char* utf8 = nullptr;
        const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry));
        result.emplace_back(field(X509_NAME_ENTRY_get_object(entry)),
                            std::string(utf8, utf8 + std::max(size, 0)));
        OPENSSL_free(utf8);
    }
    return result;
}

Time time(const ASN1_TIME* from) {
    tm parts{};
    require(ASN1_TIME_to_tm(from, &parts) == 1, "OpenSSL cannot read a time");
    return from_epoch_ms(std::int64_t{timegm(&parts)} * 1000);
}

Serial serial(const ASN1_INTEGER* from) {
    Serial result;
    const BigNumber number{ASN1_INTEGER_to_BN(from, nullptr)};
    result.size = static_cast<std::uint8_t>(std::max(BN_num_bytes(number.get()), 1));
    BN_bn2binpad(number.get(), result.bytes.data(), result.size);
    return result;
}

std::string crl_url(X509* certificate) {
    std::string url;
    auto* points = static_cast<CRL_DIST_POINTS*>(
        X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr));
    if (points == nullptr) return url;
    const auto* names = sk_DIST_POINT_value(points, 0)->distpoint->name.fullname;
    const auto* uri = sk_GENERAL_NAME_value(names, 0)->d.uniformResourceIdentifier;
    url.assign(ASN1_STRING_get0_data(uri), ASN1_STRING_get0_data(uri) + ASN1_STRING_length(uri));
    CRL_DIST_POINTS_free(points);
    return url;
}

void describe_key(const EVP_PKEY* key, CertificateFacts& facts) {
    facts.key_bits = EVP_PKEY_get_bits(key);
    facts.key_algorithm = EVP_PKEY_is_a(key, "RSA") == 1 ? "RSA" : "EC";
    std::array<char, 64> group{};
    if (facts.key_algorithm == "RSA") return;
    EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr);
    const char* nist = EC_curve_nid2nist(OBJ_sn2nid(group.data()));
    facts.curve = nist != nullptr ? nist : group.data();
}

}  // namespace

X509Certificate parse(const Bytes& der) {
    const auto* position = der.data();
    X509Certificate parsed{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    require(parsed != nullptr && position == der.data() + der.size(), "OpenSSL refuses the DER");
    return parsed;
}

X509RevocationList parse_list(const Bytes& der) {
    const auto* position = der.data();
    X509RevocationList parsed{d2i_X509_CRL(nullptr, &position, static_cast<long>(der.size()))};
    require(parsed != nullptr && position == der.data() + der.size(), "OpenSSL refuses the CRL");
    return parsed;
}

Key parse_key(const Bytes& pkcs8) {
    const auto* position = pkcs8.data();
    Key key{d2i_AutoPrivateKey(nullptr, &position, static_cast<long>(pkcs8.size()))};
    require(key != nullptr && position == pkcs8.data() + pkcs8.size(), "OpenSSL refuses the key");
    return key;
}

CertificateFacts facts(const Bytes& der) {
    const auto certificate = parse(der);
    CertificateFacts result;
    result.serial = serial(X509_get0_serialNumber(certificate.get()));
    result.subject = name(X509_get_subject_name(certificate.get()));
    result.issuer = name(X509_get_issuer_name(certificate.get()));
    result.not_before = time(X509_get0_notBefore(certificate.get()));
    result.not_after = time(X509_get0_notAfter(certificate.get()));
    describe_key(X509_get0_pubkey(certificate.get()), result);
    result.signature_algorithm = OBJ_nid2ln(X509_get_signature_nid(certificate.get()));
    result.crl_url = crl_url(certificate.get());
    result.is_ca = X509_check_ca(certificate.get()) == 1;
    return result;
}

int chain_error(const Pki& pki, const Bytes& device, const Bytes* list) {
    const auto root = parse(pki.root.der()), issuing = parse(pki.issuing.der());
    const auto leaf = parse(device);
    const Store store{X509_STORE_new()};
    X509_STORE_add_cert(store.get(), root.get());
    auto* const untrusted = sk_X509_new_null();
    sk_X509_push(untrusted, issuing.get());
    const StoreContext context{X509_STORE_CTX_new()};
    if (list != nullptr) {
        X509_STORE_add_crl(store.get(), parse_list(*list).get());
        X509_STORE_set_flags(store.get(), X509_V_FLAG_CRL_CHECK);
    }
    X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), untrusted);
    auto* const parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(parameters, epoch_ms(noon) / 1000);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
    X509_verify_cert(context.get());
    sk_X509_free(untrusted);
    return X509_STORE_CTX_get_error(context.get());
}

}  // namespace fleet::oracle
