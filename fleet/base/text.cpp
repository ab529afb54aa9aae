#include "fleet/base/text.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"

namespace fleet {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({substitution, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
    std::array<std::uint8_t, 32> digest{};
    unsigned length = 0;
    require(
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1,
        "SHA-256 failed");
    return digest;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (auto end = text.find(separator); end != std::string_view::npos;
         end = text.find(separator, begin)) {
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        if (&part != parts.data()) text += separator;
        text += part;
    }
    return text;
}

std::string nearest_word(std::string_view word, std::span<const std::string> candidates) {
    if (word.size() > 200) return {};
    std::string best;
    auto best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        const auto distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
    const auto nearest = nearest_word(word, candidates);
    return nearest.empty() ? std::string{} : " (did you mean \"" + nearest + "\"?)";
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::vector<std::uint8_t> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return {};
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return {};
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

bool glob_match(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p, ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

bool has_topic_wildcard(std::string_view filter) {
    return filter.find_first_of("+#") != std::string_view::npos;
}

bool topic_matches(std::string_view filter, std::string_view topic) {
    if (filter.empty() || topic.empty()) return false;
    if (topic.front() == '$' && (filter.front() == '+' || filter.front() == '#')) return false;
    std::size_t f = 0, t = 0;
    while (true) {
        const auto filter_end = std::min(filter.find('/', f), filter.size());
        const auto level = filter.substr(f, filter_end - f);
        if (level == "#") return true;
        if (t > topic.size()) return false;
        const auto topic_end = std::min(topic.find('/', t), topic.size());
        if (level != "+" && level != topic.substr(t, topic_end - t)) return false;
        f = filter_end + 1;
        t = topic_end + 1;
        if (f > filter.size()) return t > topic.size();
    }
}

bool is_topic_name(std::string_view topic) {
    return !topic.empty() && topic.size() <= 65'535 &&
           topic.find_first_of(std::string_view("+#\0", 3)) == std::string_view::npos;
}

bool is_topic_filter(std::string_view filter) {
    if (filter.empty() || filter.size() > 65'535 || filter.find('\0') != std::string_view::npos)
        return false;
    const auto levels = split(filter, '/');
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i].find_first_of("+#") == std::string_view::npos) continue;
        if (levels[i] == "+" || (levels[i] == "#" && i + 1 == levels.size())) continue;
        return false;
    }
    return true;
}

std::string stable_id(std::span<const std::string> parts) {
    return sha256_hex(join(parts, std::string_view("\0", 1))).substr(0, 32);
}

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

}  // namespace fleet
