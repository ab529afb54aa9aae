#include "fleet/pki/key_quality.hpp"

#include <gmock/gmock.h>

#include "fleet/base/text.hpp"
#include "fleet/pki/rsa_key.hpp"
#include "tests/fleet/pki/oracle.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace fleet;
using namespace fleet::oracle;
using testing::HasSubstr;

namespace {

BigNumber number(const std::vector<std::uint8_t>& bytes) {
    return BigNumber{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
}

std::vector<std::uint8_t> bytes(const BIGNUM* number) {
    std::vector<std::uint8_t> result(static_cast<std::size_t>(BN_num_bytes(number)));
    BN_bn2bin(number, result.data());
    return result;
}

/// The product of the primes from 3 to 167, without those in `left_out`.
BigNumber product_without(std::initializer_list<unsigned> left_out) {
    auto product = big_number();
    BN_set_word(product.get(), 1);
    for (unsigned n = 3; n <= 167; n += 2) {
        bool is_prime = true;
        for (unsigned factor = 3; factor < n; factor += 2) is_prime = is_prime && n % factor != 0;
        if (is_prime && std::find(left_out.begin(), left_out.end(), n) == left_out.end())
            BN_mul_word(product.get(), n);
    }
    return product;
}

/// 65537^exponent + multiple * product.
BigNumber power_beside(unsigned exponent, unsigned multiple, const BIGNUM* product) {
    auto power = big_number();
    BN_set_word(power.get(), 1);
    for (unsigned i = 0; i < exponent; ++i) BN_mul_word(power.get(), 65537);
    const BigNumber rest{BN_dup(product)};
    BN_mul_word(rest.get(), multiple);
    BN_add(power.get(), power.get(), rest.get());
    return power;
}

}  // namespace

TEST(KeyQuality, FindsTheStructureOfRocaInKeysThatHaveItAndInNoOthers) {
    for (const auto* label : {"a", "b", "c"}) {
        const auto weak = rsa_2048_roca_key(seed, label), good = rsa_2048_key(seed, label);
        EXPECT_TRUE(has_roca_fingerprint(weak.modulus));
        EXPECT_TRUE(is_roca_key(weak.modulus)) << label;
        EXPECT_FALSE(is_roca_key(good.modulus)) << label;
    }
    for (std::uint32_t process = 0; process < debian_processes; ++process)
        EXPECT_FALSE(is_roca_key(rsa_2048_debian_weak_key(process).modulus));
}

TEST(KeyQuality, AnyPowerOfTheGeneratorHasTheStructure) {
    const auto product = product_without({});
    for (const unsigned exponent : {0U, 1U, 2U, 977U})
        for (const unsigned multiple : {0U, 1U, 12345U})
            EXPECT_TRUE(is_roca_key(bytes(power_beside(exponent, multiple, product.get()).get())));
    EXPECT_FALSE(is_roca_key(bytes(product.get())));  // 0 is no power
    EXPECT_FALSE(is_roca_key({}));
}

TEST(KeyQuality, APowerModuloEachPrimeButOfNoCommonExponentPassesOnlyTheCheapTest) {
    // Modulo 11 an odd power, modulo all others an even one: both orders are even.
    const auto others = product_without({11});
    unsigned found = 0;
    for (unsigned multiple = 0; multiple < 11; ++multiple) {
        const auto candidate = power_beside(2, multiple, others.get());
        if (BN_mod_word(candidate.get(), 11) != 65537 % 11) continue;
        ++found;
        EXPECT_TRUE(has_roca_fingerprint(bytes(candidate.get())));
        EXPECT_FALSE(is_roca_key(bytes(candidate.get())));
    }
    EXPECT_EQ(found, 1U);
}

TEST(KeyQuality, WeakKeysAreWholeKeysAndTheSameEveryTime) {
    const auto key = rsa_2048_roca_key(seed, "a");
    EXPECT_EQ(key.modulus, rsa_2048_roca_key(seed, "a").modulus);
    EXPECT_NE(key.modulus, rsa_2048_roca_key(seed + 1, "a").modulus);
    for (const auto kind : {KeyKind::rsa_2048_roca, KeyKind::rsa_2048_debian_weak}) {
        const auto parsed = parse_key(private_key(seed, "pump-1", kind));
        EXPECT_EQ(EVP_PKEY_get_bits(parsed.get()), 2048);
        const std::unique_ptr<EVP_PKEY_CTX, FreedBy<EVP_PKEY_CTX_free>> context{
            EVP_PKEY_CTX_new(parsed.get(), nullptr)};
        EXPECT_EQ(EVP_PKEY_check(context.get()), 1);  // primes, exponents and coefficient agree
    }
}

TEST(KeyQuality, TheSyntheticListHoldsEveryKeyOfTheWeakGeneratorAndNoOther) {
    const auto& known = DebianWeakKeys::synthetic();
    EXPECT_EQ(known.size(), debian_processes);
    for (std::uint32_t process = 0; process < debian_processes; ++process) {
        const auto key = rsa_2048_debian_weak_key(process);
        EXPECT_TRUE(known.contains(key.modulus))
            << "the line is " << to_hex(debian_fingerprint(key.modulus));
    }
    EXPECT_FALSE(known.contains(rsa_2048_key(seed, "a").modulus));
    EXPECT_FALSE(DebianWeakKeys().contains(rsa_2048_debian_weak_key(0).modulus));
}

TEST(KeyQuality, AFingerprintIsTheTailOfTheHashOfWhatOpenSslPrints) {
    const auto key = rsa_2048_key(seed, "a");
    char* const hex = BN_bn2hex(number(key.modulus).get());
    const auto printed = "Modulus=" + std::string(hex) + "\n";
    OPENSSL_free(hex);
    std::array<unsigned char, 20> digest{};
    EVP_Digest(printed.data(), printed.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
    const auto ours = debian_fingerprint(key.modulus);
    EXPECT_TRUE(std::equal(ours.begin(), ours.end(), digest.begin() + 10));
}

TEST(KeyQuality, AListIsReadInTheFormatOfOpensslBlacklist) {
    support::TemporaryFolder folder;
    const auto key = rsa_2048_key(seed, "a");
    folder.write("one", "# a comment\n" + to_hex(debian_fingerprint(key.modulus)) + "\n");
    folder.write("two", "00112233445566778899\r\n");
    const std::vector<std::filesystem::path> files{folder.path() / "one", folder.path() / "two"};
    Problems problems;
    const auto list = DebianWeakKeys::load(files, problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(list.size(), 2U);
    EXPECT_TRUE(list.contains(key.modulus));
}

TEST(KeyQuality, ALineThatIsNoFingerprintIsToldWithItsPlace) {
    support::TemporaryFolder folder;
    folder.write("list", "00112233445566778899\nnonsense\n0011\n");
    const std::vector<std::filesystem::path> files{folder.path() / "list"};
    Problems problems;
    EXPECT_EQ(DebianWeakKeys::load(files, problems).size(), 1U);
    ASSERT_EQ(problems.all().size(), 2U);
    EXPECT_EQ(problems.all()[0].line, 2);
    EXPECT_THAT(problems.all()[0].message, HasSubstr("20 hexadecimal digits"));
}

TEST(KeyQuality, OnlyRsaKeysAreJudged) {
    const auto weak = rsa_2048_roca_key(seed, "a");
    KeyFacts key{.algorithm = KeyAlgorithm::rsa};
    judge_key(key, weak.modulus, DebianWeakKeys::synthetic());
    EXPECT_TRUE(key.is_roca);
    EXPECT_FALSE(key.is_debian_weak);
    KeyFacts dsa{.algorithm = KeyAlgorithm::dsa};
    judge_key(dsa, weak.modulus, DebianWeakKeys::synthetic());
    EXPECT_FALSE(dsa.is_roca);
}
