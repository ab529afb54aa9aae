#include "fleet/pki/oids.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "fleet/base/text.hpp"

namespace fleet {
namespace {

using namespace std::string_view_literals;

struct Named {
    std::string_view oid;
    std::string_view name;
};

// The fields that AWS IoT policy variables know; the rest keeps its dotted form.
constexpr std::array fields{
    Named{"\x55\x04\x03"sv, "CommonName"},
    Named{"\x55\x04\x0A"sv, "Organization"},
    Named{"\x55\x04\x0B"sv, "OrganizationalUnit"},
    Named{"\x55\x04\x06"sv, "Country"},
    Named{"\x55\x04\x08"sv, "State"},
    Named{"\x55\x04\x07"sv, "Locality"},
    Named{"\x55\x04\x05"sv, "SerialNumber"},
    Named{"\x55\x04\x2E"sv, "DistinguishedNameQualifier"},
    Named{"\x55\x04\x0C"sv, "Title"},
    Named{"\x55\x04\x04"sv, "Surname"},
    Named{"\x55\x04\x2A"sv, "GivenName"},
    Named{"\x55\x04\x2B"sv, "Initials"},
    Named{"\x55\x04\x41"sv, "Pseudonym"},
    Named{"\x55\x04\x2C"sv, "GenerationQualifier"},
};

// Names as OpenSSL prints them.
constexpr std::array signature_algorithms{
    Named{"\x2A\x86\x48\xCE\x3D\x04\x03\x02"sv, "ecdsa-with-SHA256"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B"sv, "sha256WithRSAEncryption"},
    Named{"\x2A\x86\x48\xCE\x3D\x04\x03\x03"sv, "ecdsa-with-SHA384"},
    Named{"\x2A\x86\x48\xCE\x3D\x04\x03\x04"sv, "ecdsa-with-SHA512"},
    Named{"\x2A\x86\x48\xCE\x3D\x04\x03\x01"sv, "ecdsa-with-SHA224"},
    Named{"\x2A\x86\x48\xCE\x3D\x04\x01"sv, "ecdsa-with-SHA1"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0C"sv, "sha384WithRSAEncryption"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0D"sv, "sha512WithRSAEncryption"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0E"sv, "sha224WithRSAEncryption"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x05"sv, "sha1WithRSAEncryption"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x04"sv, "md5WithRSAEncryption"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x02"sv, "md2WithRSAEncryption"},
    Named{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A"sv, "rsassaPss"},
    Named{"\x2B\x65\x70"sv, "ED25519"},
    Named{"\x2B\x65\x71"sv, "ED448"},
};

constexpr std::array curves{
    Curve{oid::prime256v1, KeyCurve::p256, 256},
    Curve{"\x2B\x81\x04\x00\x22"sv, KeyCurve::p384, 384},
    Curve{"\x2B\x81\x04\x00\x23"sv, KeyCurve::p521, 521},
    Curve{"\x2B\x81\x04\x00\x21"sv, KeyCurve::p224, 224},
    Curve{"\x2A\x86\x48\xCE\x3D\x03\x01\x01"sv, KeyCurve::p192, 192},
    Curve{"\x2B\x81\x04\x00\x0A"sv, KeyCurve::secp256k1, 256},
    Curve{"\x2B\x24\x03\x03\x02\x08\x01\x01\x07"sv, KeyCurve::brainpool_p256r1, 256},
    Curve{"\x2B\x24\x03\x03\x02\x08\x01\x01\x0B"sv, KeyCurve::brainpool_p384r1, 384},
    Curve{"\x2B\x24\x03\x03\x02\x08\x01\x01\x0D"sv, KeyCurve::brainpool_p512r1, 512},
};

template <class Table>
const typename Table::value_type* find(const Table& table, std::span<const std::uint8_t> oid) {
    const auto found =
        std::ranges::find_if(table, [&](const auto& e) { return is_oid(oid, e.oid); });
    return found == table.end() ? nullptr : &*found;
}

std::string name_or_dotted(const Named* named, std::span<const std::uint8_t> oid) {
    return named != nullptr ? std::string(named->name) : dotted(oid);
}

std::optional<std::uint64_t> arc_of(std::string_view text) {
    std::uint64_t arc = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), arc);
    if (failed != std::errc{} || end != text.data() + text.size() || arc >> 62U != 0)
        return std::nullopt;
    return arc;
}

void append_arc(std::string& encoded, std::uint64_t arc) {
    for (unsigned shift = 63; shift > 0; shift -= 7) {
        if (arc >> shift != 0) encoded += static_cast<char>(0x80U | ((arc >> shift) & 0x7FU));
    }
    encoded += static_cast<char>(arc & 0x7FU);
}

/// Empty when `text` is no dotted form.
std::string encoded(std::string_view text) {
    const auto parts = split(text, '.');
    if (parts.size() < 2) return {};
    const auto first = arc_of(parts[0]), second = arc_of(parts[1]);
    if (!first || !second || *first > 2 || (*first < 2 && *second > 39)) return {};
    std::string result;
    append_arc(result, *first * 40 + *second);
    for (std::size_t i = 2; i < parts.size(); ++i) {
        const auto arc = arc_of(parts[i]);
        if (!arc) return {};
        append_arc(result, *arc);
    }
    return result;
}

}  // namespace

const Curve* find_curve(std::span<const std::uint8_t> oid) { return find(curves, oid); }

std::string signature_algorithm_name(std::span<const std::uint8_t> oid) {
    return name_or_dotted(find(signature_algorithms, oid), oid);
}

std::string field_name(std::span<const std::uint8_t> oid) {
    return name_or_dotted(find(fields, oid), oid);
}

std::string field_oid(std::string_view name) {
    const auto found = std::ranges::find(fields, name, &Named::name);
    return found == fields.end() ? encoded(name) : std::string(found->oid);
}

std::string dotted(std::span<const std::uint8_t> oid) {
    std::string text;
    std::uint64_t arc = 0;
    for (const auto byte : oid) {
        if (arc >> 56U != 0) return '#' + to_hex(oid);
        arc = (arc << 7U) | (byte & 0x7FU);
        if ((byte & 0x80U) != 0) continue;
        if (text.empty()) {
            // The first byte group holds two arcs: 40 * first + second, first at most 2.
            const auto first = std::min<std::uint64_t>(arc / 40, 2);
            text = std::to_string(first);
            arc -= 40 * first;
        }
        text += '.' + std::to_string(arc);
        arc = 0;
    }
    return text;
}

}  // namespace fleet
