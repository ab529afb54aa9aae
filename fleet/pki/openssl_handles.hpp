// Owners of OpenSSL objects. Private to fleet/pki: the only header that names OpenSSL's types, so
// that nothing above it depends on the library.
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

#include "fleet/base/error.hpp"

namespace fleet {

/// A deleter that calls the library's own free function.
template <auto Free>
struct FreedBy {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};

using BigNumber = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using BigNumberContext = std::unique_ptr<BN_CTX, FreedBy<BN_CTX_free>>;
using MontgomeryContext = std::unique_ptr<BN_MONT_CTX, FreedBy<BN_MONT_CTX_free>>;
using EcGroup = std::unique_ptr<EC_GROUP, FreedBy<EC_GROUP_free>>;
using EcPoint = std::unique_ptr<EC_POINT, FreedBy<EC_POINT_free>>;
using DigestMethod = std::unique_ptr<EVP_MD, FreedBy<EVP_MD_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreedBy<EVP_MD_CTX_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using PublicKeyContext = std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>>;
using X509Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using X509RevocationList = std::unique_ptr<X509_CRL, FreedBy<X509_CRL_free>>;

/// Arithmetic on valid numbers fails only without memory or by our own mistake.
inline void succeeded(int result) { require(result == 1, "an OpenSSL operation failed"); }

inline BigNumber big_number() {
    BigNumber number{BN_new()};
    require(number != nullptr, "no memory for a big number");
    return number;
}

inline BigNumberContext big_number_context() {
    BigNumberContext context{BN_CTX_new()};
    require(context != nullptr, "no memory for big numbers");
    return context;
}

}  // namespace fleet
