// PEM, both ways (RFC 7468). Reading forgives what stands around blocks, and hides nothing inside
// them: a damaged block becomes an empty one, so that a reader reports it instead of missing it.
#include <algorithm>
#include <array>

#include "fleet/pki/authority.hpp"
#include "fleet/pki/read.hpp"

namespace fleet {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t line_length = 64;
constexpr int no_digit = -1;

constexpr std::array<int, 256> digit_values = [] {
    std::array<int, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<int>(i);
    return values;
}();

std::string to_base64(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto left = bytes.size() - i;
        const std::uint32_t group = (std::uint32_t{bytes[i]} << 16U) |
                                    (left > 1 ? std::uint32_t{bytes[i + 1]} << 8U : 0U) |
                                    (left > 2 ? std::uint32_t{bytes[i + 2]} : 0U);
        text += alphabet[group >> 18U];
        text += alphabet[(group >> 12U) & 0x3FU];
        text += left > 1 ? alphabet[(group >> 6U) & 0x3FU] : '=';
        text += left > 2 ? alphabet[group & 0x3FU] : '=';
    }
    return text;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Empty when `text` is not base64 with white space and the right padding.
Bytes from_base64(std::string_view text) {
    Bytes bytes;
    std::uint32_t group = 0;
    int digits = 0, padding = 0;
    for (const char c : text) {
        if (is_space(c)) continue;
        const int value = c == '=' ? 0 : digit_values[static_cast<unsigned char>(c)];
        if (value == no_digit || (padding > 0 && c != '=')) return {};
        padding += c == '=' ? 1 : 0;
        group = (group << 6U) | static_cast<std::uint32_t>(value);
        if (++digits % 4 != 0) continue;
        for (const unsigned shift : {16U, 8U, 0U})
            bytes.push_back(static_cast<std::uint8_t>(group >> shift));
        group = 0;
    }
    if (digits % 4 != 0 || padding > 2) return {};
    bytes.resize(bytes.size() - static_cast<std::size_t>(padding));
    return bytes;
}

/// Where `marker` next begins a line.
std::size_t find_line(std::string_view text, std::string_view marker, std::size_t from) {
    auto at = text.find(marker, from);
    while (at != std::string_view::npos && at > 0 && text[at - 1] != '\n')
        at = text.find(marker, at + 1);
    return at;
}

}  // namespace

std::string to_pem(std::span<const std::uint8_t> der, std::string_view type) {
    std::string pem = "-----BEGIN " + std::string(type) + "-----\n";
    const auto digits = to_base64(der);
    for (std::size_t i = 0; i < digits.size(); i += line_length) {
        pem += std::string_view(digits).substr(i, line_length);
        pem += '\n';
    }
    return pem + "-----END " + std::string(type) + "-----\n";
}

std::vector<Bytes> from_pem(std::string_view pem, std::string_view type) {
    const auto begin_marker = "-----BEGIN " + std::string(type) + "-----";
    const auto end_marker = "-----END " + std::string(type) + "-----";
    std::vector<Bytes> blocks;
    auto begin = find_line(pem, begin_marker, 0);
    while (begin != std::string_view::npos) {
        const auto body = begin + begin_marker.size();
        // A block ends where the next line of dashes begins; if that is not its own end, it has
        // none.
        const auto end = std::min(find_line(pem, "-----", body), pem.size());
        const bool is_closed = pem.substr(end).starts_with(end_marker);
        blocks.push_back(is_closed ? from_base64(pem.substr(body, end - body)) : Bytes{});
        begin = find_line(pem, begin_marker, end);
    }
    return blocks;
}

}  // namespace fleet
