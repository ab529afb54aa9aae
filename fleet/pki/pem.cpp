// PEM, both ways (RFC 7468). Reading forgives what stands around blocks, and hides nothing inside
// them: a damaged block becomes an empty one, so that a reader reports it instead of missing it.
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/pki/authority.hpp"
#include "fleet/pki/pem_blocks.hpp"
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

int value_of(char c) { return digit_values[static_cast<unsigned char>(c)]; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Writes what four digits at a time say, as long as no other character stands among them; returns
/// how many characters that were.
std::size_t decode_run(std::string_view text, std::uint8_t*& out) {
    std::size_t at = 0;
    for (; at + 4 <= text.size(); at += 4) {
        const int a = value_of(text[at]), b = value_of(text[at + 1]), c = value_of(text[at + 2]),
                  d = value_of(text[at + 3]);
        if ((a | b | c | d) < 0) break;
        const auto group = static_cast<std::uint32_t>((a << 18) | (b << 12) | (c << 6) | d);
        *out++ = static_cast<std::uint8_t>(group >> 16U);
        *out++ = static_cast<std::uint8_t>(group >> 8U);
        *out++ = static_cast<std::uint8_t>(group);
    }
    return at;
}

std::string begin_of(std::string_view type) { return "-----BEGIN " + std::string(type) + "-----"; }
std::string end_of(std::string_view type) { return "-----END " + std::string(type) + "-----"; }

/// Where `marker` next begins a line.
std::size_t find_line(std::string_view text, std::string_view marker, std::size_t from) {
    auto at = text.find(marker, from);
    while (at != std::string_view::npos && !begins_line(text, at)) at = text.find(marker, at + 1);
    return at;
}

}  // namespace

bool begins_line(std::string_view text, std::size_t at) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
    return at == 0 || text[at - 1] == '\n' || text.substr(0, at) == byte_order_mark;
}

void append_pem(std::string& out, std::span<const std::uint8_t> der, std::string_view type) {
    constexpr std::size_t line_bytes = line_length / 4 * 3;
    out += begin_of(type);
    out += '\n';
    auto at = out.size();
    // OpenSSL ends what it encodes with a zero, for which the next line's place is room enough.
    out.resize(at + (der.size() + 2) / 3 * 4 + (der.size() + line_bytes - 1) / line_bytes + 1);
    for (; !der.empty(); der = der.subspan(std::min(der.size(), line_bytes))) {
        const auto bytes = static_cast<int>(std::min(der.size(), line_bytes));
        at += static_cast<std::size_t>(::EVP_EncodeBlock(
            reinterpret_cast<unsigned char*>(out.data() + at), der.data(), bytes));
        out[at++] = '\n';
    }
    out.resize(at);
    out += end_of(type);
    out += '\n';
}

std::string to_pem(std::span<const std::uint8_t> der, std::string_view type) {
    std::string pem;
    append_pem(pem, der, type);
    return pem;
}

std::optional<std::size_t> decode_base64(std::string_view text, std::span<std::uint8_t> out) {
    require(out.size() >= text.size() / 4 * 3 + 3, "no room for what a text may hold");
    auto* at = out.data();
    std::uint32_t group = 0;
    int digits = 0, padding = 0;
    while (!text.empty()) {
        if (digits == 0 && padding == 0) text.remove_prefix(decode_run(text, at));
        if (text.empty()) break;
        const char c = text.front();
        text.remove_prefix(1);
        if (is_space(c)) continue;
        const int value = c == '=' ? 0 : value_of(c);
        if (value == no_digit || (padding > 0 && c != '=')) return std::nullopt;
        padding += c == '=' ? 1 : 0;
        group = (group << 6U) | static_cast<std::uint32_t>(value);
        if (++digits < 4) continue;
        for (const unsigned shift : {16U, 8U, 0U})
            *at++ = static_cast<std::uint8_t>(group >> shift);
        group = 0;
        digits = 0;
    }
    if (digits != 0 || padding > 2) return std::nullopt;
    return static_cast<std::size_t>(at - out.data()) - static_cast<std::size_t>(padding);
}

PemBlocks::PemBlocks(std::string_view text, std::string_view type)
    : text_(text), begin_marker_(begin_of(type)), end_marker_(end_of(type)) {}

std::optional<PemBlock> PemBlocks::next() {
    const auto begin = find_line(text_, begin_marker_, at_);
    at_ = std::min(begin, text_.size());
    if (begin == std::string_view::npos) return std::nullopt;
    const auto body = begin + begin_marker_.size();
    // A block ends where the next line of dashes begins; if that is not its own end, it has none.
    const auto end = std::min(find_line(text_, "-----", body), text_.size());
    at_ = end;
    return PemBlock{.begin = begin,
                    .body = text_.substr(body, end - body),
                    .is_closed = text_.substr(end).starts_with(end_marker_)};
}

std::vector<Bytes> from_pem(std::string_view pem, std::string_view type) {
    PemBlocks blocks(pem, type);
    std::vector<Bytes> ders;
    while (const auto block = blocks.next()) {
        Bytes der(block->body.size() / 4 * 3 + 3);
        const auto size = block->is_closed ? decode_base64(block->body, der) : std::nullopt;
        der.resize(size.value_or(0));
        ders.push_back(std::move(der));
    }
    return ders;
}

}  // namespace fleet
