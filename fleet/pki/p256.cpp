#include "fleet/pki/p256.hpp"

#include <openssl/obj_mac.h>

#include "fleet/pki/openssl_handles.hpp"

namespace fleet {
namespace {

BigNumber number_of(std::span<const std::uint8_t> bytes) {
    BigNumber number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    require(number != nullptr, "no memory for a big number");
    return number;
}

Scalar bytes_of(const BIGNUM* number) {
    Scalar bytes{};
    require(BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) == 32,
            "a scalar is longer than its curve's order");
    return bytes;
}

}  // namespace

struct P256::State {
    EcGroup group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
    const BIGNUM* order = EC_GROUP_get0_order(group.get());
    BigNumber order_less_one{BN_dup(order)};
    MontgomeryContext montgomery{BN_MONT_CTX_new()};

    State() {
        const auto context = big_number_context();
        succeeded(BN_sub_word(order_less_one.get(), 1));
        succeeded(BN_MONT_CTX_set(montgomery.get(), order, context.get()));
    }

    /// left * right / R mod order: a product when exactly one of them is in Montgomery form.
    void multiply(BIGNUM* product, const BIGNUM* left, const BIGNUM* right, BN_CTX* context) const {
        succeeded(BN_mod_mul_montgomery(product, left, right, montgomery.get(), context));
    }

    /// In Montgomery form.
    BigNumber montgomery_form(const BIGNUM* number, BN_CTX* context) const {
        auto form = big_number();
        succeeded(BN_to_montgomery(form.get(), number, montgomery.get(), context));
        return form;
    }

    std::vector<BigNumber> inverses(std::span<const Scalar> scalars, BN_CTX* context) const;
    BigNumber r_of(const Scalar& nonce, EC_POINT* point, BN_CTX* context) const;
};

P256::P256() : state_(std::make_unique<State>()) {}
P256::~P256() = default;
P256::P256(P256&&) noexcept = default;
P256& P256::operator=(P256&&) noexcept = default;

Scalar P256::scalar(const Digest& digest) const {
    const auto context = big_number_context();
    const auto number = number_of(digest);
    const auto scalar = big_number();
    succeeded(BN_nnmod(scalar.get(), number.get(), state_->order_less_one.get(), context.get()));
    succeeded(BN_add_word(scalar.get(), 1));
    return bytes_of(scalar.get());
}

std::vector<CurvePoint> P256::public_points(std::span<const Scalar> scalars) const {
    const auto* group = state_->group.get();
    const auto context = big_number_context();
    const EcPoint point{EC_POINT_new(group)};
    std::vector<CurvePoint> points(scalars.size());
    for (std::size_t i = 0; i < scalars.size(); ++i) {
        const auto number = number_of(scalars[i]);
        succeeded(EC_POINT_mul(group, point.get(), number.get(), nullptr, nullptr, context.get()));
        require(EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED,
                                   points[i].data(), points[i].size(), context.get()) == 65,
                "a public key is no point of the curve");
    }
    return points;
}

CurvePoint P256::public_point(const Scalar& scalar) const {
    return public_points({&scalar, 1}).front();
}

/// The inverses of all scalars in Montgomery form, by one inversion of their product.
std::vector<BigNumber> P256::State::inverses(std::span<const Scalar> scalars,
                                             BN_CTX* context) const {
    std::vector<BigNumber> forms, products;  // products[i] = forms[0] * ... * forms[i]
    for (const auto& scalar : scalars) {
        forms.push_back(montgomery_form(number_of(scalar).get(), context));
        auto product = big_number();
        if (products.empty())
            require(BN_copy(product.get(), forms.back().get()) != nullptr, "no memory");
        else
            multiply(product.get(), products.back().get(), forms.back().get(), context);
        products.push_back(std::move(product));
    }
    const auto plain = big_number();
    succeeded(BN_from_montgomery(plain.get(), products.back().get(), montgomery.get(), context));
    const BigNumber inverted{BN_mod_inverse(nullptr, plain.get(), order, context)};
    require(inverted != nullptr, "a nonce has no inverse");
    auto inverse = montgomery_form(inverted.get(), context);
    for (auto i = scalars.size(); i-- > 1;) {
        multiply(products[i].get(), inverse.get(), products[i - 1].get(), context);
        multiply(inverse.get(), inverse.get(), forms[i].get(), context);
    }
    products.front() = std::move(inverse);
    return products;
}

BigNumber P256::State::r_of(const Scalar& nonce, EC_POINT* point, BN_CTX* context) const {
    auto r = big_number();
    const auto x = big_number();
    const auto k = number_of(nonce);
    succeeded(EC_POINT_mul(group.get(), point, k.get(), nullptr, nullptr, context));
    succeeded(EC_POINT_get_affine_coordinates(group.get(), point, x.get(), nullptr, context));
    succeeded(BN_nnmod(r.get(), x.get(), order, context));
    return r;
}

std::vector<EcdsaSignature> P256::sign(const Scalar& key, std::span<const Digest> hashes,
                                       std::span<const Scalar> nonces) const {
    require(hashes.size() == nonces.size(), "every hash needs a nonce of its own");
    if (hashes.empty()) return {};
    const auto context = big_number_context();
    const EcPoint point{EC_POINT_new(state_->group.get())};
    const auto key_form = state_->montgomery_form(number_of(key).get(), context.get());
    const auto inverses = state_->inverses(nonces, context.get());
    const auto s = big_number();
    std::vector<EcdsaSignature> signatures(hashes.size());
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        // s = (hash + r * key) / nonce mod order
        const auto r = state_->r_of(nonces[i], point.get(), context.get());
        state_->multiply(s.get(), r.get(), key_form.get(), context.get());
        succeeded(
            BN_mod_add(s.get(), s.get(), number_of(hashes[i]).get(), state_->order, context.get()));
        state_->multiply(s.get(), s.get(), inverses[i].get(), context.get());
        // One chance in 2^255; a signature with a zero in it would give the key away.
        require(!BN_is_zero(r.get()) && !BN_is_zero(s.get()), "an ECDSA signature is zero");
        signatures[i] = {.r = bytes_of(r.get()), .s = bytes_of(s.get())};
    }
    return signatures;
}

}  // namespace fleet
