#include "fleet/base/bytes.hpp"

#include <fmt/format.h>

#include "fleet/base/error.hpp"

namespace fleet {

std::uint64_t ByteReader::long_varint() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (at_ == bytes_.size()) refuse();
        const auto byte = static_cast<unsigned char>(bytes_[at_++]);
        const auto bits = std::uint64_t{byte} & 0x7F;
        if (shift == 63 && bits > 1) refuse();
        number |= bits << shift;
        if (byte < 0x80) return number;
    }
    refuse();
}

std::uint64_t ByteReader::number(std::uint64_t max) {
    const auto found = varint();
    if (found > max) refuse();
    return found;
}

std::string_view ByteReader::text(std::size_t size) {
    if (size > left()) refuse();
    at_ += size;
    return bytes_.substr(at_ - size, size);
}

void ByteReader::refuse() const {
    throw Error(fmt::format("{}: is damaged: byte {} makes no sense", name_, at_));
}

}  // namespace fleet
