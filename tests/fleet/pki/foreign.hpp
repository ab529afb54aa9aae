// Certificates that OpenSSL's own builder makes: input to the reader that our writer never saw.
#pragma once

#include <functional>
#include <string>

#include "tests/fleet/pki/oracle.hpp"

namespace fleet::oracle {

struct Foreign {
    Key key;  // its own, and the one that signs
    const EVP_MD* hash = EVP_sha256();
    bool is_version_1 = false;
    std::string serial = "1";  // decimal, may be negative
    /// Last touches before it is signed.
    std::function<void(X509*)> adjust = [](X509*) {};
};

Key ec_key(const char* group);
Key rsa_key();
/// "ED25519" and the like.
Key key_of_type(const char* type);

Bytes make(Foreign foreign);

}  // namespace fleet::oracle
