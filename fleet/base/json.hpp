// JSON at the edges: reading with places (file, line, path), bounded; writing in AWS's form.
//
// Key order is kept (ordered_json), because AWS's key order is part of what we promise. An AWS
// timestamp is a value of its own kind (aws_time): epoch seconds with exactly three decimals,
// written from integer milliseconds, which no double could promise.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "fleet/base/error.hpp"
#include "fleet/base/time.hpp"

namespace fleet {

using Json = nlohmann::ordered_json;

/// Nothing we read may nest deeper.
inline constexpr int json_depth_max = 64;

/// A JSON text together with the line of every value in it. Movable, not copyable.
class Document {
  public:
    Document();
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    const std::string& file() const { return file_; }
    const Json& root() const { return *root_; }
    Json& root() { return *root_; }
    /// 1-based line of the value at `path` (as in fleet.cohorts[0].count), or of its nearest
    /// ancestor that has one.
    int line_of(std::string_view path) const;
    /// The problem `message` at `path`, its line looked up.
    Problem problem(std::string_view path, std::string message) const;

  private:
    friend Document parse_json(std::string_view, const std::string&, int);
    struct Lines;
    std::string file_;
    std::unique_ptr<Json> root_;
    std::unique_ptr<Lines> lines_;
};

/// Parses JSON with // and /* */ comments. Raises Error naming `file` and the line for malformed
/// text, invalid UTF-8, nesting beyond json_depth_max, or a key that stands twice in one object.
/// `first_line` is where the text starts in the file: a .jsonl file is parsed line by line.
Document parse_json(std::string_view text, const std::string& file, int first_line = 1);
/// Reads and parses a file of at most `bytes_max` bytes. Raises Error naming the file.
Document read_json(const std::filesystem::path& file, std::uint64_t bytes_max = 256ULL << 20);
/// Raises Error for what is there and is no regular file: reading a pipe might wait forever.
void require_regular(const std::filesystem::path& file);
/// Whole content of a file. Raises Error naming the file when it cannot be read or exceeds
/// `bytes_max`.
std::string read_file(const std::filesystem::path& file, std::uint64_t bytes_max = 256ULL << 20);
/// Writes beside and renames, so that nobody ever sees half a file. Raises Error naming the file.
void write_file(const std::filesystem::path& file, std::string_view content);

/// An AWS timestamp; to_text and to_line print it as epoch seconds with three decimals.
Json aws_time(Time time);
/// Reads what aws_time wrote, or a plain number of epoch seconds. nullopt for anything else.
std::optional<Time> read_aws_time(const Json& value);

/// Two-space indent, LF, final newline: the form of every .json file we write.
std::string to_text(const Json& value);
/// Compact, without a newline: one line of a .jsonl file, or an SNS message body.
std::string to_line(const Json& value);
/// Appends `text` to `out` as a JSON string with quotes; for writers of large files that build no
/// Json values.
void append_json_string(std::string& out, std::string_view text);

/// "object", "array", "text", "number", … : how messages name what was found.
std::string_view kind_of(const Json& value);
/// The value in a few characters for a message, long ones cut.
std::string excerpt(const Json& value);
/// `path` + `.key` or `path` + `[index]`.
std::string path_of(std::string_view path, std::string_view key);
std::string path_of(std::string_view path, std::size_t index);

}  // namespace fleet
