// Lists of the keys that a broken generator could make.
#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/lines.hpp"
#include "fleet/base/text.hpp"
#include "fleet/pki/digest.hpp"
#include "fleet/pki/key_quality.hpp"

namespace fleet {
namespace {

// The sixteen keys of rsa_2048_debian_weak_key; a test makes them anew.
constexpr std::string_view synthetic_list = R"(
7c5b37a0c71bcd3dce0c
3ea3d2701abe3d4b1da7
cda7e992a1fcdf4fb7f7
34931d0d1c50cf7c086e
32b7c5e2309d6913cd58
fe8e95c306b6c8e65196
abb52d889c17d0067b8b
2010f4fbc6450380bfdf
5dfa23bbad791d8f4719
27fc177fcb2e4d7a9a58
dd963e36c99bd2347ae4
1b76b93dcfc4c469b409
06257e0dbf4a02e1d259
f2ce3875bf22ec3b3e9c
cb09ecd1477ad2a50b54
3af4229dc88aa5e34cc4
)";

std::optional<DebianFingerprint> fingerprint_in(std::string_view line) {
    DebianFingerprint fingerprint{};
    const auto bytes = from_hex(line);
    if (bytes.size() != fingerprint.size()) return std::nullopt;
    std::ranges::copy(bytes, fingerprint.begin());
    return fingerprint;
}

std::string_view trimmed(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    return line;
}

}  // namespace

DebianFingerprint debian_fingerprint(std::span<const std::uint8_t> modulus) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view head = "Modulus=";
    thread_local std::vector<std::uint8_t> text;
    text.assign(head.begin(), head.end());
    for (const auto byte : modulus) {
        text.push_back(static_cast<std::uint8_t>(digits[byte >> 4U]));
        text.push_back(static_cast<std::uint8_t>(digits[byte & 0xFU]));
    }
    text.push_back('\n');
    const auto digest = sha1(text);
    DebianFingerprint fingerprint{};
    std::copy(digest.end() - 10, digest.end(), fingerprint.begin());
    return fingerprint;
}

DebianWeakKeys::DebianWeakKeys(std::vector<DebianFingerprint> fingerprints)
    : fingerprints_(std::move(fingerprints)) {
    std::ranges::sort(fingerprints_);
}

const DebianWeakKeys& DebianWeakKeys::synthetic() {
    static const DebianWeakKeys keys = [] {
        std::vector<DebianFingerprint> fingerprints;
        for (const auto line : split(synthetic_list, '\n'))
            if (const auto fingerprint = fingerprint_in(line)) fingerprints.push_back(*fingerprint);
        return DebianWeakKeys(std::move(fingerprints));
    }();
    return keys;
}

DebianWeakKeys DebianWeakKeys::load(std::span<const std::filesystem::path> files,
                                    Problems& problems) {
    std::vector<DebianFingerprint> fingerprints;
    for (const auto& file : files) {
        LineReader lines(file);
        while (const auto read = lines.next()) {
            const auto line = trimmed(*read);
            if (line.empty() || line.front() == '#') continue;
            if (const auto fingerprint = fingerprint_in(line))
                fingerprints.push_back(*fingerprint);
            else
                problems.add(
                    {.file = file.string(),
                     .line = lines.number(),
                     .path = {},
                     .message = "expected 20 hexadecimal digits, as in openssl-blacklist"});
        }
    }
    return DebianWeakKeys(std::move(fingerprints));
}

bool DebianWeakKeys::contains(std::span<const std::uint8_t> modulus) const {
    return !fingerprints_.empty() &&
           std::ranges::binary_search(fingerprints_, debian_fingerprint(modulus));
}

}  // namespace fleet
