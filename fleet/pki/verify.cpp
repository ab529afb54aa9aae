// Signatures, by OpenSSL: trust rests on no arithmetic of our own.
#include "fleet/pki/error_mark.hpp"
#include "fleet/pki/openssl_handles.hpp"
#include "fleet/pki/read.hpp"

namespace fleet {
namespace {

/// The whole of `der` as one object, or nothing.
template <class Owner, class Decode>
Owner decode(std::span<const std::uint8_t> der, Decode decode_object) {
    const unsigned char* position = der.data();
    Owner object{decode_object(nullptr, &position, static_cast<long>(der.size()))};
    if (object != nullptr && position != der.data() + der.size()) object.reset();
    return object;
}

}  // namespace

bool is_signed_by(std::span<const std::uint8_t> der, std::span<const std::uint8_t> issuer_der) {
    const ErrorMark mark;
    const auto issuer = decode<X509Certificate>(issuer_der, d2i_X509);
    if (issuer == nullptr) return false;
    auto* const key = X509_get0_pubkey(issuer.get());
    if (key == nullptr) return false;
    if (const auto certificate = decode<X509Certificate>(der, d2i_X509))
        return X509_verify(certificate.get(), key) == 1;
    const auto list = decode<X509RevocationList>(der, d2i_X509_CRL);
    return list != nullptr && X509_CRL_verify(list.get(), key) == 1;
}

}  // namespace fleet
