// What OpenSSL makes of the same bytes: the oracle of the tests in this folder, and a small PKI
// that they share. Everything is defaulted, so what a test sets is what the test is about.
#pragma once

#include <openssl/x509v3.h>

#include <string>

#include "fleet/pki/openssl_handles.hpp"
#include "fleet/pki/read.hpp"

namespace fleet::oracle {

using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using Store = std::unique_ptr<X509_STORE, FreedBy<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, FreedBy<X509_STORE_CTX_free>>;

inline Time at(std::string_view text) { return *parse_time(text); }
inline constexpr std::uint64_t seed = 42;
inline const Time begin = at("2018-01-01T00:00:00Z");
inline const Time noon = at("2018-08-06T12:00:00Z");
inline const Time end = at("2028-01-01T00:00:00Z");

inline DistinguishedName named(const std::string& common_name) {
    return {{"CommonName", common_name}, {"Organization", "Synthetic, never for real devices"}};
}

struct Pki {
    Authority root = Authority::root(seed, "root", named("Root"), begin, end);
    Authority issuing = Authority::intermediate(root, "issuing", named("Issuing"), begin, end,
                                                "http://crl.invalid/root.crl");
};

inline CertificateRequest request(const std::string& label) {
    return {.label = label,
            .subject = named(label),
            .not_before = begin,
            .not_after = end,
            .crl_url = "http://crl.invalid/issuing.crl"};
}

X509Certificate parse(const Bytes& der);
X509RevocationList parse_list(const Bytes& der);
Key parse_key(const Bytes& pkcs8);

/// Every fact but the id, as OpenSSL sees it.
CertificateFacts facts(const Bytes& der);

/// X509_V_OK, or why the chain device, issuing, root does not hold at noon; consults the CRL of the
/// issuing authority when one is given.
int chain_error(const Pki& pki, const Bytes& device, const Bytes* list = nullptr);

}  // namespace fleet::oracle
