// Files of lines, too large for memory: read and written through one buffer, bounded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace fleet {

/// No line we read may be longer.
inline constexpr std::size_t line_bytes_max = 4U << 20;

/// The lines of a file, one after the other. Raises Error naming the file when it cannot be read,
/// and the line when one is longer than line_bytes_max.
class LineReader {
  public:
    explicit LineReader(const std::filesystem::path& file);

    /// The next line without its newline, empty lines skipped; nullopt at the end. The view lives
    /// until the next call.
    std::optional<std::string_view> next();
    /// 1-based number of the line that next() returned last.
    int number() const { return number_; }
    const std::string& file() const { return file_; }

  private:
    bool refill();

    std::string file_;
    std::ifstream stream_;
    std::string buffer_;
    std::size_t at_ = 0;
    int number_ = 0;
};

/// Writes a file beside its name and renames it in close(), so that nobody ever sees half of it;
/// what was not closed leaves nothing behind. Raises Error naming the file.
class LineWriter {
  public:
    explicit LineWriter(std::filesystem::path file);
    LineWriter(const LineWriter&) = delete;
    LineWriter& operator=(const LineWriter&) = delete;
    ~LineWriter();

    /// Where to append. end_line() ends the line; pass_on() empties the text from time to time, as
    /// end_line() does.
    std::string& text() { return buffer_; }
    void end_line();
    void pass_on();
    void close();

  private:
    void write(std::size_t bytes);

    std::filesystem::path file_;
    std::filesystem::path beside_;
    std::ofstream stream_;
    std::string buffer_;
};

}  // namespace fleet
