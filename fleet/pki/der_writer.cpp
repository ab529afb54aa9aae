#include "fleet/pki/der_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/pki/oids.hpp"

namespace fleet {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_days first_day{0y / 1 / 1};
constexpr std::chrono::sys_days last_day{9999y / 12 / 31};

bool is_printable(std::string_view text) {
    constexpr std::string_view others = " '()+,-./:=?";
    return std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

/// RFC 5280 appendix A wants PrintableString for three fields; UTF-8 is right for all others.
std::uint8_t string_tag(std::string_view field, std::string_view value) {
    const bool is_narrow =
        field == "Country" || field == "SerialNumber" || field == "DistinguishedNameQualifier";
    return is_narrow && is_printable(value) ? der::printable_string : der::utf8_string;
}

}  // namespace

std::size_t DerWriter::open(std::uint8_t tag) {
    bytes_.push_back(tag);
    bytes_.push_back(0);
    return bytes_.size();
}

void DerWriter::close(std::size_t start) {
    const auto length = bytes_.size() - start;
    if (length < 0x80) {
        bytes_[start - 1] = static_cast<std::uint8_t>(length);
        return;
    }
    std::array<std::uint8_t, sizeof length> size_bytes{};
    std::size_t used = 0;
    for (auto rest = length; rest != 0; rest >>= 8U)
        size_bytes[size_bytes.size() - ++used] = static_cast<std::uint8_t>(rest);
    bytes_[start - 1] = static_cast<std::uint8_t>(0x80U | used);
    bytes_.insert(bytes_.begin() + static_cast<std::ptrdiff_t>(start),
                  size_bytes.end() - static_cast<std::ptrdiff_t>(used), size_bytes.end());
}

void DerWriter::element(std::uint8_t tag, std::span<const std::uint8_t> content) {
    nest(tag, [&] { raw(content); });
}

void DerWriter::element(std::uint8_t tag, std::string_view content) {
    nest(tag, [&] {
        for (const char c : content) bytes_.push_back(static_cast<std::uint8_t>(c));
    });
}

void DerWriter::raw(std::span<const std::uint8_t> der) {
    bytes_.insert(bytes_.end(), der.begin(), der.end());
}

void DerWriter::integer(std::span<const std::uint8_t> magnitude) {
    while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
    nest(der::integer, [&] {
        if (magnitude.empty() || (magnitude.front() & 0x80U) != 0) bytes_.push_back(0);
        raw(magnitude);
    });
}

void DerWriter::integer(std::uint64_t value) {
    std::array<std::uint8_t, 8> magnitude{};
    for (auto& byte : magnitude) {
        byte = static_cast<std::uint8_t>(value >> 56U);
        value <<= 8U;
    }
    integer(magnitude);
}

void DerWriter::bit_string(std::span<const std::uint8_t> content) {
    nest(der::bit_string, [&] {
        bytes_.push_back(0);  // no unused bits
        raw(content);
    });
}

void DerWriter::time(Time time) {
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    // Whole days, because the calendar's year wraps around long before the clock does.
    if (day < first_day || day > last_day)
        throw Error(fmt::format(
            "a certificate cannot express the date {} ms after 1970: its years are 0 to 9999; "
            "choose a nearer date",
            epoch_ms(time)));
    const std::chrono::year_month_day date{day};
    const auto year = static_cast<int>(date.year());
    const bool is_short = year >= 1950 && year < 2050;
    const auto clock = (second - day).count();
    element(
        is_short ? der::utc_time : der::generalized_time,
        fmt::format("{:0{}}{:02}{:02}{:02}{:02}{:02}Z", is_short ? year % 100 : year,
                    is_short ? 2 : 4, static_cast<unsigned>(date.month()),
                    static_cast<unsigned>(date.day()), clock / 3600, clock / 60 % 60, clock % 60));
}

void DerWriter::name(const DistinguishedName& name) {
    nest(der::sequence, [&] {
        for (const auto& field : name) {
            const auto oid = field_oid(field.first);
            if (oid.empty())
                throw Error(
                    fmt::format("\"{}\" is no field of a certificate's subject; use "
                                "CommonName, Organization, … or an object identifier",
                                field.first));
            nest(der::set, [&] {
                nest(der::sequence, [&] {
                    object_identifier(oid);
                    element(string_tag(field.first, field.second), field.second);
                });
            });
        }
    });
}

}  // namespace fleet
