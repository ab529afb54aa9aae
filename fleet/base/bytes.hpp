// Numbers as bytes, seven bits at a time: how the part files of a run in shards hold them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fleet {

/// Appends 1 to 10 bytes, the fewer the smaller the number.
inline void append_varint(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

/// Reads what append_varint wrote, never beyond its end.
class ByteReader {
  public:
    /// `name` says in messages what is read; both outlive the reader.
    ByteReader(std::string_view bytes, std::string_view name) : bytes_(bytes), name_(name) {}

    bool is_at_end() const { return at_ == bytes_.size(); }
    std::size_t left() const { return bytes_.size() - at_; }
    /// All raise Error where the bytes end early or a number is none.
    std::uint64_t varint() {
        if (at_ < bytes_.size()) {
            const auto first = static_cast<unsigned char>(bytes_[at_]);
            if (first < 0x80) {
                ++at_;
                return first;
            }
        }
        return long_varint();
    }
    /// A number of at most `max`.
    std::uint64_t number(std::uint64_t max);
    std::uint32_t number32() { return static_cast<std::uint32_t>(number(0xFFFFFFFFU)); }
    std::string_view text(std::size_t size);

  private:
    std::uint64_t long_varint();
    [[noreturn]] void refuse() const;

    std::string_view bytes_, name_;
    std::size_t at_ = 0;
};

}  // namespace fleet
