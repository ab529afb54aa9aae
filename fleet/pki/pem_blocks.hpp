// The blocks of a PEM text, one after the other, in place: what reading whole files and reading
// huge ones have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fleet {

struct PemBlock {
    std::size_t begin = 0;   // of its first line, in the text
    std::string_view body;   // between the lines of dashes
    bool is_closed = false;  // its own END line follows
};

/// True when nothing but blanks stands before `at` in its line; in the first line also a byte order
/// mark. Editors and YAML leave both before PEM.
bool begins_line(std::string_view text, std::size_t at);

/// Walks the blocks of one type; what stands around them is passed over.
class PemBlocks {
  public:
    /// `text` must outlive it.
    PemBlocks(std::string_view text, std::string_view type);
    std::optional<PemBlock> next();

  private:
    std::string_view text_;
    std::string begin_marker_;
    std::string end_marker_;
    std::size_t at_ = 0;
};

/// Decodes base64 with white space and the right padding into `out`, which must have room for three
/// bytes per four characters and three more; how many bytes it was, or nothing when it is no
/// base64.
std::optional<std::size_t> decode_base64(std::string_view text, std::span<std::uint8_t> out);

}  // namespace fleet
