#include "fleet/pki/key_quality.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace fleet {
namespace {

constexpr std::uint32_t generator = 65537;
constexpr std::uint32_t largest_prime = 167;
constexpr std::uint8_t no_power = 0xFF;

using Modulus = std::span<const std::uint8_t>;

/// For one prime: which power of the generator leaves which remainder.
struct Subgroup {
    std::uint32_t prime = 0;
    std::uint32_t order = 0;
    std::array<std::uint8_t, largest_prime + 1> exponents{};  // by remainder; or no_power

    explicit Subgroup(std::uint32_t its_prime) : prime(its_prime) {
        exponents.fill(no_power);
        std::uint32_t power = 1;
        do {
            exponents[power] = static_cast<std::uint8_t>(order++);
            power = power * (generator % prime) % prime;
        } while (power != 1);
    }
};

/// Primes whose product fits 32 bits, so that one pass over the modulus serves them all.
struct PrimeGroup {
    std::uint32_t product = 1;
    std::vector<Subgroup> subgroups;
};

std::vector<PrimeGroup> make_groups() {
    std::vector<PrimeGroup> groups(1);
    for (std::uint32_t n = 3; n <= largest_prime; n += 2) {
        bool is_prime = true;
        for (std::uint32_t factor = 3; factor * factor <= n; factor += 2)
            is_prime = is_prime && n % factor != 0;
        if (!is_prime) continue;
        if (std::uint64_t{groups.back().product} * n > 0xFFFFFFFFU) groups.emplace_back();
        groups.back().product *= n;
        groups.back().subgroups.emplace_back(n);
    }
    return groups;
}

const std::vector<PrimeGroup>& prime_groups() {
    static const auto groups = make_groups();
    return groups;
}

std::uint32_t remainder_of(Modulus modulus, std::uint32_t divisor) {
    std::uint64_t rest = 0;
    for (; modulus.size() % 4 != 0; modulus = modulus.subspan(1))
        rest = ((rest << 8U) | modulus.front()) % divisor;
    for (std::size_t i = 0; i < modulus.size(); i += 4) {
        const auto word = (std::uint32_t{modulus[i]} << 24U) |
                          (std::uint32_t{modulus[i + 1]} << 16U) |
                          (std::uint32_t{modulus[i + 2]} << 8U) | modulus[i + 3];
        rest = ((rest << 32U) | word) % divisor;
    }
    return static_cast<std::uint32_t>(rest);
}

/// What is known of the exponent so far: it is `value` modulo `modulus`.
struct Exponent {
    std::uint64_t value = 0;
    std::uint64_t modulus = 1;  // grows to the least common multiple of all orders, 2.5e18

    /// Joins "it is `other` modulo `order`"; false when the two contradict each other.
    bool join(std::uint32_t other, std::uint32_t order) {
        const auto steps = order / std::gcd(static_cast<std::uint32_t>(modulus % order), order);
        for (std::uint32_t step = 0; step < steps; ++step) {
            const auto candidate = value + modulus * step;
            if (candidate % order != other) continue;
            value = candidate;
            modulus *= steps;
            return true;
        }
        return false;
    }
};

}  // namespace

bool has_roca_fingerprint(Modulus modulus) {
    return !modulus.empty() && std::ranges::all_of(prime_groups(), [&](const PrimeGroup& group) {
        const auto rest = remainder_of(modulus, group.product);
        return std::ranges::all_of(group.subgroups, [rest](const Subgroup& subgroup) {
            return subgroup.exponents[rest % subgroup.prime] != no_power;
        });
    });
}

bool is_roca_key(Modulus modulus) {
    if (!has_roca_fingerprint(modulus)) return false;
    // The exponent is known modulo the order of each subgroup; a common one exists if and only if
    // these can be joined, for the orders have factors in common.
    Exponent exponent;
    for (const auto& group : prime_groups()) {
        const auto rest = remainder_of(modulus, group.product);
        for (const auto& subgroup : group.subgroups) {
            if (!exponent.join(subgroup.exponents[rest % subgroup.prime], subgroup.order))
                return false;
        }
    }
    return true;
}

void judge_key(KeyFacts& key, Modulus modulus, const DebianWeakKeys& known) {
    if (key.algorithm != KeyAlgorithm::rsa) return;
    key.is_debian_weak = known.contains(modulus);
    key.is_roca = is_roca_key(modulus);
}

}  // namespace fleet
