#include "fleet/pki/der.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fleet {
namespace {

constexpr std::string_view runs_out = "the length runs past the end";

/// Value of decimal digits, or -1 when there is anything else among them.
int decimal(DerBytes digits) {
    int value = 0;
    for (const auto digit : digits) {
        if (digit < '0' || digit > '9') return -1;
        value = 10 * value + (digit - '0');
    }
    return value;
}

std::optional<Time> time_of(int year, DerBytes rest) {
    if (rest.size() != 11 || rest.back() != 'Z' || year < 0) return std::nullopt;
    const int month = decimal(rest.subspan(0, 2)), day = decimal(rest.subspan(2, 2));
    const int hour = decimal(rest.subspan(4, 2)), minute = decimal(rest.subspan(6, 2));
    const int second = decimal(rest.subspan(8, 2));
    if (month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

}  // namespace

std::string DerFault::text() const {
    return exists_ ? fmt::format("byte {} ({}): {}", at_, what_, message_) : std::string{};
}

void DerFault::set(const std::uint8_t* at, std::string_view what, std::string_view message) {
    if (exists_) return;
    exists_ = true;
    at_ = at == nullptr ? 0 : at - whole_.data();
    what_ = what;
    message_ = message;
}

std::optional<std::size_t> DerReader::length(DerBytes& rest, std::string_view what) {
    const auto* const at = rest.data();
    const auto fail = [&](std::string_view message) {
        fault_->set(at, what, message);
        return std::nullopt;
    };
    if (rest.empty()) return fail(runs_out);
    const std::size_t first = rest.front();
    rest = rest.subspan(1);
    if (first < 0x80) return first;
    const auto size = first & 0x7FU;
    if (size == 0) return fail("an indefinite length is not DER");
    if (size > 4 || size > rest.size()) return fail(runs_out);
    std::size_t value = 0;
    for (const auto byte : rest.first(size)) value = (value << 8U) | byte;
    if (value < 0x80 || rest.front() == 0) return fail("the length is not in its shortest form");
    rest = rest.subspan(size);
    return value;
}

DerElement DerReader::any_other(std::string_view what) {
    if (fault_->exists()) return {};
    const auto start = rest_;
    if (start.size() < 2) {
        fault_->set(start.data(), what, "missing or cut off");
        return {};
    }
    const auto tag = start.front();
    if ((tag & 0x1FU) == 0x1FU) {
        fault_->set(start.data(), what, "a tag of more than one byte has no place here");
        return {};
    }
    auto rest = start.subspan(1);
    const auto size = length(rest, what);
    if (!size) return {};
    if (*size > rest.size()) {
        fault_->set(start.data(), what, runs_out);
        return {};
    }
    rest_ = rest.subspan(*size);
    return {.tag = tag, .content = rest.first(*size)};
}

void DerReader::skip_optional(std::uint8_t tag, std::string_view what) {
    if (next_is(tag)) take(tag, what);
}

void DerReader::expect_end(std::string_view what) {
    if (!at_end()) fault_->set(rest_.data(), what, "more bytes than the structure has room for");
}

DerBytes DerReader::integer(std::string_view what) {
    const auto bytes = take(der::integer, what);
    if (fault_->exists()) return {};
    const bool is_padded = bytes.size() > 1 && ((bytes[0] == 0x00 && bytes[1] < 0x80) ||
                                                (bytes[0] == 0xFF && bytes[1] >= 0x80));
    if (bytes.empty() || is_padded) {
        fault_->set(bytes.data(), what, "the integer is empty or not in its shortest form");
        return {};
    }
    return bytes;
}

DerBytes DerReader::object_identifier(std::string_view what) {
    const auto bytes = take(der::object_identifier, what);
    if (fault_->exists()) return {};
    bool is_start = true, is_well_formed = !bytes.empty() && bytes.back() < 0x80;
    for (const auto byte : bytes) {
        if (is_start && byte == 0x80) is_well_formed = false;  // a leading zero of an arc
        is_start = byte < 0x80;
    }
    if (is_well_formed) return bytes;
    fault_->set(bytes.data(), what, "the object identifier is malformed");
    return {};
}

DerBytes DerReader::bit_string(std::string_view what) {
    const auto bytes = take(der::bit_string, what);
    if (fault_->exists()) return {};
    if (!bytes.empty() && bytes.front() == 0) return bytes.subspan(1);
    fault_->set(bytes.data(), what, "the bit string does not hold whole bytes");
    return {};
}

bool DerReader::boolean(std::string_view what) {
    const auto bytes = take(der::boolean, what);
    if (fault_->exists()) return false;
    if (bytes.size() != 1) fault_->set(bytes.data(), what, "a boolean is one byte");
    return bytes.size() == 1 && bytes.front() != 0;
}

Serial DerReader::serial(std::string_view what, bool* is_negative) {
    auto bytes = integer(what);
    if (is_negative != nullptr) *is_negative = !bytes.empty() && (bytes.front() & 0x80U) != 0;
    if (bytes.size() > 1 && bytes.front() == 0) bytes = bytes.subspan(1);
    Serial serial;
    if (bytes.size() > serial.bytes.size()) {
        fault_->set(bytes.data(), what, "a serial number of more than 20 bytes");
        return {};
    }
    std::ranges::copy(bytes, serial.bytes.begin());
    serial.size = static_cast<std::uint8_t>(bytes.size());
    return serial;
}

Time DerReader::time(std::string_view what) {
    const auto* const at = rest_.data();
    const auto [tag, content] = any(what);
    std::optional<Time> time;
    if (tag == der::utc_time && content.size() == 13) {
        const int year = decimal(content.first(2));
        if (year >= 0) time = time_of(year < 50 ? 2000 + year : 1900 + year, content.subspan(2));
    } else if (tag == der::generalized_time && content.size() == 15) {
        time = time_of(decimal(content.first(4)), content.subspan(4));
    }
    if (!time) fault_->set(at, what, "not a time of the form YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ");
    return time.value_or(Time{});
}

}  // namespace fleet
