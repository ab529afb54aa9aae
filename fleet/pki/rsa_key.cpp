#include "fleet/pki/rsa_key.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "fleet/pki/openssl_handles.hpp"
#include "fleet/pki/seeded_keys.hpp"

namespace fleet {
namespace {

constexpr std::size_t prime_size_bytes = 128;
constexpr std::uint32_t sieve_limit = 65536;
constexpr std::size_t window = 8192;  // candidates start, start + 2, ...; about 23 hold a prime
constexpr int witness_count = 5;      // for 1,024 random bits the error is far below 2^-100

std::vector<std::uint32_t> odd_primes_below(std::uint32_t limit) {
    std::vector<bool> is_composite(limit);
    std::vector<std::uint32_t> primes;
    for (std::uint32_t n = 3; n < limit; n += 2) {
        if (is_composite[n]) continue;
        primes.push_back(n);
        for (std::uint64_t multiple = std::uint64_t{n} * n; multiple < limit; multiple += n)
            is_composite[multiple] = true;
    }
    return primes;
}

std::vector<std::uint8_t> bytes_of(const BIGNUM* number) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(number)));
    BN_bn2bin(number, bytes.data());
    return bytes;
}

BigNumber number_of(const std::vector<std::uint8_t>& bytes) {
    BigNumber number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    require(number != nullptr, "no memory for a big number");
    return number;
}

/// The remainders a small prime leaves behind, marked over the whole window.
std::vector<bool> sieve(const BIGNUM* start) {
    static const auto primes = odd_primes_below(sieve_limit);
    std::vector<bool> has_factor(window);
    for (const auto prime : primes) {
        const auto remainder = static_cast<std::uint32_t>(BN_mod_word(start, prime));
        // start + 2 i = 0 mod prime, so i = -start / 2; prime is odd.
        auto first = (prime - remainder) % prime;
        if (first % 2 == 1) first += prime;
        for (std::size_t i = first / 2; i < window; i += prime) has_factor[i] = true;
    }
    return has_factor;
}

/// Miller and Rabin's test of one odd number, with a Montgomery context kept for all witnesses.
class PrimeTest {
  public:
    PrimeTest(const BIGNUM* candidate, BN_CTX* context) : candidate_(candidate), context_(context) {
        succeeded(BN_MONT_CTX_set(montgomery_.get(), candidate, context));
        require(BN_copy(less_one_.get(), candidate) != nullptr, "no memory");
        succeeded(BN_sub_word(less_one_.get(), 1));
        while (!BN_is_bit_set(less_one_.get(), twos_)) ++twos_;
        succeeded(BN_rshift(odd_part_.get(), less_one_.get(), twos_));
    }

    bool survives(const BIGNUM* witness) const {
        const auto power = big_number();
        succeeded(BN_mod_exp_mont(power.get(), witness, odd_part_.get(), candidate_, context_,
                                  montgomery_.get()));
        if (BN_is_one(power.get()) || BN_cmp(power.get(), less_one_.get()) == 0) return true;
        for (int i = 1; i < twos_; ++i) {
            succeeded(BN_mod_sqr(power.get(), power.get(), candidate_, context_));
            if (BN_cmp(power.get(), less_one_.get()) == 0) return true;
        }
        return false;
    }

  private:
    const BIGNUM* candidate_;
    BN_CTX* context_;
    MontgomeryContext montgomery_{BN_MONT_CTX_new()};
    BigNumber less_one_ = big_number();
    BigNumber odd_part_ = big_number();
    int twos_ = 0;
};

bool is_prime(const BIGNUM* candidate, SeededBytes& bytes, BN_CTX* context) {
    const PrimeTest test(candidate, context);
    for (int i = 0; i < witness_count; ++i) {
        // Eight bytes short of the candidate, so always below it; 2 is added to avoid 0 and 1.
        const auto witness = number_of(bytes.take(prime_size_bytes - 8));
        succeeded(BN_add_word(witness.get(), 2));
        if (!test.survives(witness.get())) return false;
    }
    return true;
}

/// The first prime at or above `start` within the window whose predecessor the exponent is coprime
/// to.
std::optional<BigNumber> prime_from(const BIGNUM* start, SeededBytes& bytes, BN_CTX* context) {
    const auto has_factor = sieve(start);
    for (std::size_t i = 0; i < window; ++i) {
        if (has_factor[i]) continue;
        BigNumber candidate{BN_dup(start)};
        succeeded(BN_add_word(candidate.get(), 2 * i));
        if (BN_mod_word(candidate.get(), rsa_public_exponent) == 1) continue;
        if (BN_num_bits(candidate.get()) != static_cast<int>(8 * prime_size_bytes)) break;
        if (is_prime(candidate.get(), bytes, context)) return candidate;
    }
    return std::nullopt;
}

BigNumber seeded_prime(std::uint64_t seed, std::string_view label, std::string_view purpose,
                       BN_CTX* context) {
    SeededBytes bytes(seed, label, purpose);
    while (true) {
        auto start = bytes.take(prime_size_bytes);
        start.front() |= 0xC0U;  // both top bits: the product of two such primes has 2,048 bits
        start.back() |= 1U;
        if (auto prime = prime_from(number_of(start).get(), bytes, context))
            return std::move(*prime);
    }
}

// ---- primes of the form that CVE-2017-15361 is about

constexpr std::size_t roca_primes = 126;              // 701 is the last; their product has 971 bits
constexpr std::size_t roca_exponent_size_bytes = 32;  // more than any order modulo the product

BigNumber primorial(std::size_t count) {
    auto product = big_number();
    succeeded(BN_set_word(product.get(), 2));
    const auto primes = odd_primes_below(1024);
    require(primes.size() >= count, "a table of primes is too short");
    for (std::size_t i = 0; i + 1 < count; ++i) succeeded(BN_mul_word(product.get(), primes[i]));
    return product;
}

/// How many multiples of M fit between 3/4 and all of 2^1024, and the first of them: a prime begins
/// with two bits set, so that the modulus has 2,048.
struct Multiples {
    BigNumber product = primorial(roca_primes);
    BigNumber first = big_number();
    BigNumber count = big_number();

    explicit Multiples(BN_CTX* context) {
        const auto quarter = big_number();
        succeeded(BN_set_bit(quarter.get(), 8 * prime_size_bytes - 2));
        succeeded(BN_div(count.get(), nullptr, quarter.get(), product.get(), context));
        succeeded(BN_sub_word(count.get(), 2));
        succeeded(BN_mul_word(quarter.get(), 3));
        succeeded(BN_div(first.get(), nullptr, quarter.get(), product.get(), context));
        succeeded(BN_add_word(first.get(), 1));
    }
};

BigNumber seeded_roca_prime(std::uint64_t seed, std::string_view label, std::string_view purpose,
                            BN_CTX* context) {
    const Multiples multiples(context);
    SeededBytes bytes(seed, label, purpose);
    const auto generator = big_number();
    succeeded(BN_set_word(generator.get(), rsa_public_exponent));
    while (true) {
        const auto exponent = number_of(bytes.take(roca_exponent_size_bytes));
        const auto wide = number_of(bytes.take(16));
        auto candidate = big_number(), multiple = big_number();
        succeeded(BN_mod_exp(candidate.get(), generator.get(), exponent.get(),
                             multiples.product.get(), context));
        succeeded(BN_nnmod(multiple.get(), wide.get(), multiples.count.get(), context));
        succeeded(BN_add(multiple.get(), multiple.get(), multiples.first.get()));
        succeeded(BN_mul(multiple.get(), multiple.get(), multiples.product.get(), context));
        succeeded(BN_add(candidate.get(), candidate.get(), multiple.get()));
        if (BN_mod_word(candidate.get(), rsa_public_exponent) == 1) continue;
        if (is_prime(candidate.get(), bytes, context)) return candidate;
    }
}

BigNumber less_one(const BIGNUM* number) {
    BigNumber result{BN_dup(number)};
    succeeded(BN_sub_word(result.get(), 1));
    return result;
}

RsaKey key_of(BigNumber p, BigNumber q, BN_CTX* context) {
    require(BN_cmp(p.get(), q.get()) != 0, "an RSA key has one prime twice");
    if (BN_cmp(p.get(), q.get()) < 0) std::swap(p, q);
    const auto p_less_one = less_one(p.get()), q_less_one = less_one(q.get());
    const auto n = big_number(), phi = big_number(), e = big_number();
    succeeded(BN_mul(n.get(), p.get(), q.get(), context));
    succeeded(BN_mul(phi.get(), p_less_one.get(), q_less_one.get(), context));
    succeeded(BN_set_word(e.get(), rsa_public_exponent));
    const BigNumber d{BN_mod_inverse(nullptr, e.get(), phi.get(), context)};
    const BigNumber coefficient{BN_mod_inverse(nullptr, q.get(), p.get(), context)};
    require(d != nullptr && coefficient != nullptr, "an RSA key has no private exponent");
    const auto dp = big_number(), dq = big_number();
    succeeded(BN_nnmod(dp.get(), d.get(), p_less_one.get(), context));
    succeeded(BN_nnmod(dq.get(), d.get(), q_less_one.get(), context));
    return {.modulus = bytes_of(n.get()),
            .private_exponent = bytes_of(d.get()),
            .prime1 = bytes_of(p.get()),
            .prime2 = bytes_of(q.get()),
            .exponent1 = bytes_of(dp.get()),
            .exponent2 = bytes_of(dq.get()),
            .coefficient = bytes_of(coefficient.get())};
}

}  // namespace

RsaKey rsa_2048_key(std::uint64_t seed, std::string_view label) {
    const auto context = big_number_context();
    auto p = seeded_prime(seed, label, "rsa-2048 p", context.get());
    auto q = seeded_prime(seed, label, "rsa-2048 q", context.get());
    return key_of(std::move(p), std::move(q), context.get());
}

RsaKey rsa_2048_roca_key(std::uint64_t seed, std::string_view label) {
    const auto context = big_number_context();
    auto p = seeded_roca_prime(seed, label, "rsa-2048 roca p", context.get());
    auto q = seeded_roca_prime(seed, label, "rsa-2048 roca q", context.get());
    return key_of(std::move(p), std::move(q), context.get());
}

RsaKey rsa_2048_debian_weak_key(std::uint32_t process) {
    // No seed: the keys of this generator are the same for everybody.
    return rsa_2048_key(0, "debian process " + std::to_string(process));
}

std::uint32_t debian_process_of(std::uint64_t seed, std::string_view label) {
    return seeded_digest(seed, label, "debian process").front() % debian_processes;
}

}  // namespace fleet
