// Distinguished names from DER: whatever alphabet a certificate uses, the result is UTF-8, because
// it goes on into JSON.
#include <cstddef>

#include "fleet/base/text.hpp"
#include "fleet/pki/der.hpp"
#include "fleet/pki/oids.hpp"

namespace fleet {
namespace {

void append_utf8(std::string& text, std::uint32_t code) {
    const auto tail = [](std::uint32_t bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0U | (code >> 6U));
        text += tail(code);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0U | (code >> 12U));
        text += tail(code >> 6U);
        text += tail(code);
    } else {
        text += static_cast<char>(0xF0U | (code >> 18U));
        text += tail(code >> 12U);
        text += tail(code >> 6U);
        text += tail(code);
    }
}

/// How many bytes the UTF-8 sequence at the front has; 0 when it is none.
std::size_t utf8_size(DerBytes bytes) {
    const auto first = bytes.front();
    if (first < 0x80) return 1;
    const std::size_t size = first < 0xC2   ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
    if (size == 0 || size > bytes.size()) return 0;
    for (const auto byte : bytes.subspan(1, size - 1)) {
        if ((byte & 0xC0U) != 0x80U) return 0;
    }
    const auto second = bytes[1];
    const bool is_overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool is_outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return is_overlong || is_outside ? 0 : size;
}

bool is_utf8(DerBytes bytes) {
    while (!bytes.empty()) {
        const auto size = utf8_size(bytes);
        if (size == 0) return false;
        bytes = bytes.subspan(size);
    }
    return true;
}

/// Big-endian characters of `width` bytes each; one byte each is Latin-1.
std::string wide_text(DerBytes bytes, std::size_t width) {
    std::string text;
    for (; bytes.size() >= width; bytes = bytes.subspan(width)) {
        std::uint32_t code = 0;
        for (const auto byte : bytes.first(width)) code = (code << 8U) | byte;
        append_utf8(text, code);
    }
    return text;
}

std::string text_of(const DerElement& value) {
    switch (value.tag) {
        case der::bmp_string:
            return wide_text(value.content, 2);
        case der::universal_string:
            return wide_text(value.content, 4);
        case der::utf8_string:
        case der::printable_string:
        case der::numeric_string:
        case der::visible_string:
        case der::ia5_string:
        case der::teletex_string:
            // Certificates put UTF-8 and Latin-1 into all of these; what is valid UTF-8 is UTF-8.
            if (!is_utf8(value.content)) return wide_text(value.content, 1);
            return {value.content.begin(), value.content.end()};
        default:
            return '#' + to_hex(value.content);  // no text at all (RFC 4514 §2.4)
    }
}

/// Calls `visit(oid, value)` for each field of a name's content, in order.
template <class Visit>
void for_each_field(DerReader parts, std::string_view what, Visit&& visit) {
    while (!parts.at_end()) {
        auto fields = parts.inside(der::set, what);
        while (!fields.at_end()) {
            auto pair = fields.inside(der::sequence, what);
            const auto oid = pair.object_identifier(what);
            const auto value = pair.any(what);
            pair.expect_end(what);
            if (!parts.fault().exists()) visit(oid, value);
        }
    }
}

}  // namespace

DerBytes DerReader::name_bytes(std::string_view what) {
    const auto content = take(der::sequence, what);
    for_each_field(DerReader(content, *fault_), what, [](DerBytes, const DerElement&) {});
    return content;
}

DistinguishedName DerReader::name(std::string_view what) {
    const auto content = name_bytes(what);
    return fault_->exists() ? DistinguishedName{} : name_of(content);
}

DistinguishedName name_of(DerBytes checked_content) {
    DistinguishedName name;
    DerFault fault(checked_content);
    for_each_field(DerReader(checked_content, fault), "name",
                   [&](DerBytes oid, const DerElement& value) {
                       name.emplace_back(field_name(oid), text_of(value));
                   });
    return name;
}

}  // namespace fleet
