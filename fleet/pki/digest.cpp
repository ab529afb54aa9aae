#include "fleet/pki/digest.hpp"

#include "fleet/base/error.hpp"
#include "fleet/pki/openssl_handles.hpp"

namespace fleet {
namespace {

template <std::size_t Size>
std::array<std::uint8_t, Size> hash(const EVP_MD* method, std::span<const std::uint8_t> bytes) {
    thread_local const DigestContext context{EVP_MD_CTX_new()};
    require(context != nullptr, "no memory for a hash");
    std::array<std::uint8_t, Size> digest{};
    unsigned length = 0;
    succeeded(EVP_DigestInit_ex2(context.get(), method, nullptr));
    succeeded(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()));
    succeeded(EVP_DigestFinal_ex(context.get(), digest.data(), &length));
    require(length == Size, "a hash has another length than its name says");
    return digest;
}

}  // namespace

Digest sha256(std::span<const std::uint8_t> bytes) {
    static const DigestMethod method{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    return hash<32>(method.get(), bytes);
}

Sha1 sha1(std::span<const std::uint8_t> bytes) {
    static const DigestMethod method{EVP_MD_fetch(nullptr, "SHA1", nullptr)};
    return hash<20>(method.get(), bytes);
}

}  // namespace fleet
