#include "fleet/pki/issuer_key.hpp"

#include <array>
#include <utility>

#include "fleet/pki/error_mark.hpp"
#include "fleet/pki/oids.hpp"
#include "fleet/pki/openssl_handles.hpp"

namespace fleet {
namespace {

using namespace std::string_view_literals;

struct Scheme {
    std::string_view oid;
    const char* hash;
};

// Signatures over a plain hash; whatever else there is, OpenSSL checks as a whole.
constexpr std::array schemes{
    Scheme{"\x2A\x86\x48\xCE\x3D\x04\x03\x02"sv, "SHA256"},
    Scheme{"\x2A\x86\x48\xCE\x3D\x04\x03\x03"sv, "SHA384"},
    Scheme{"\x2A\x86\x48\xCE\x3D\x04\x03\x04"sv, "SHA512"},
    Scheme{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B"sv, "SHA256"},
    Scheme{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0C"sv, "SHA384"},
    Scheme{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0D"sv, "SHA512"},
};
constexpr std::size_t is_rsa_from = 3;  // of the schemes

/// One scheme made ready for this key.
struct Ready {
    DigestMethod method;
    PublicKeyContext context;
};

}  // namespace

struct IssuerKey::State {
    PublicKey key;
    std::array<Ready, schemes.size()> ready;
    DigestContext hash{EVP_MD_CTX_new()};

    explicit State(EVP_PKEY* shared) : key(shared) {
        require(EVP_PKEY_up_ref(shared) == 1 && hash != nullptr, "no memory for a key");
    }

    /// Is the key of the kind that the scheme needs? OpenSSL would find out more slowly.
    bool suits(std::size_t scheme) const {
        return EVP_PKEY_is_a(key.get(), scheme < is_rsa_from ? "EC" : "RSA") == 1;
    }
    Ready& prepare(std::size_t scheme);
    bool verify(std::size_t scheme, const CertificateView& view);
};

Ready& IssuerKey::State::prepare(std::size_t scheme) {
    auto& made = ready[scheme];
    if (made.context != nullptr) return made;
    made.method.reset(EVP_MD_fetch(nullptr, schemes[scheme].hash, nullptr));
    made.context.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    require(made.method != nullptr && made.context != nullptr, "no memory for a key");
    succeeded(EVP_PKEY_verify_init(made.context.get()));
    succeeded(EVP_PKEY_CTX_set_signature_md(made.context.get(), made.method.get()));
    return made;
}

bool IssuerKey::State::verify(std::size_t scheme, const CertificateView& view) {
    auto& made = prepare(scheme);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    succeeded(EVP_DigestInit_ex2(hash.get(), made.method.get(), nullptr));
    succeeded(EVP_DigestUpdate(hash.get(), view.signed_part.data(), view.signed_part.size()));
    succeeded(EVP_DigestFinal_ex(hash.get(), digest.data(), &size));
    return EVP_PKEY_verify(made.context.get(), view.signature.data(), view.signature.size(),
                           digest.data(), size) == 1;
}

IssuerKey::IssuerKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
IssuerKey::IssuerKey(const IssuerKey& other)
    : state_(std::make_unique<State>(other.state_->key.get())) {}
IssuerKey::IssuerKey(IssuerKey&&) noexcept = default;
IssuerKey& IssuerKey::operator=(IssuerKey&&) noexcept = default;
IssuerKey::~IssuerKey() = default;

std::optional<IssuerKey> IssuerKey::in(std::span<const std::uint8_t> issuer_der) {
    const ErrorMark mark;
    const auto* position = issuer_der.data();
    const X509Certificate issuer{
        d2i_X509(nullptr, &position, static_cast<long>(issuer_der.size()))};
    if (issuer == nullptr || position != issuer_der.data() + issuer_der.size()) return std::nullopt;
    auto* const key = X509_get0_pubkey(issuer.get());
    if (key == nullptr) return std::nullopt;
    return IssuerKey(std::make_unique<State>(key));
}

bool IssuerKey::has_signed(std::span<const std::uint8_t> der, const CertificateView& view) {
    const ErrorMark mark;
    for (std::size_t i = 0; i < schemes.size(); ++i) {
        if (!is_oid(view.signature_algorithm, schemes[i].oid)) continue;
        return state_->suits(i) && state_->verify(i, view);
    }
    const auto* position = der.data();
    const X509Certificate certificate{d2i_X509(nullptr, &position, static_cast<long>(der.size()))};
    return certificate != nullptr && X509_verify(certificate.get(), state_->key.get()) == 1;
}

}  // namespace fleet
