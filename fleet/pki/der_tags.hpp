// The tags of DER that certificates use, shared by the reader and the writer.
#pragma once

#include <cstdint>

namespace fleet::der {

inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t null = 0x05;
inline constexpr std::uint8_t object_identifier = 0x06;
inline constexpr std::uint8_t enumerated = 0x0A;
inline constexpr std::uint8_t utf8_string = 0x0C;
inline constexpr std::uint8_t numeric_string = 0x12;
inline constexpr std::uint8_t printable_string = 0x13;
inline constexpr std::uint8_t teletex_string = 0x14;
inline constexpr std::uint8_t ia5_string = 0x16;
inline constexpr std::uint8_t utc_time = 0x17;
inline constexpr std::uint8_t generalized_time = 0x18;
inline constexpr std::uint8_t visible_string = 0x1A;
inline constexpr std::uint8_t universal_string = 0x1C;
inline constexpr std::uint8_t bmp_string = 0x1E;
inline constexpr std::uint8_t sequence = 0x30;
inline constexpr std::uint8_t set = 0x31;

/// [number] of its surroundings, holding one value or none.
constexpr std::uint8_t context(unsigned number) {
    return static_cast<std::uint8_t>(0x80U | number);
}
/// [number] of its surroundings, holding further elements.
constexpr std::uint8_t context_holding(unsigned number) {
    return static_cast<std::uint8_t>(0xA0U | number);
}

}  // namespace fleet::der
