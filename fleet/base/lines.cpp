#include "fleet/base/lines.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace fleet {
namespace {
constexpr std::size_t chunk_bytes = 1U << 20;
}

LineReader::LineReader(const std::filesystem::path& file) : file_(file.string()) {
    require_regular(file);
    stream_.open(file, std::ios::binary);
    if (!stream_)
        throw Error(fmt::format("{}: cannot be read: no such file, or no permission", file_));
}

bool LineReader::refill() {
    buffer_.erase(0, at_);
    at_ = 0;
    const auto kept = buffer_.size();
    buffer_.resize(kept + chunk_bytes);
    stream_.read(buffer_.data() + kept, static_cast<std::streamsize>(chunk_bytes));
    if (stream_.bad()) throw Error(fmt::format("{}: cannot be read to its end", file_));
    buffer_.resize(kept + static_cast<std::size_t>(stream_.gcount()));
    return buffer_.size() > kept;
}

std::optional<std::string_view> LineReader::next() {
    std::size_t searched = 0;
    while (true) {
        const auto end = buffer_.find('\n', at_ + searched);
        if (end == std::string::npos) {
            searched = buffer_.size() - at_;
            if (searched > line_bytes_max) break;
            if (refill()) continue;
        }
        const auto length = std::min(end, buffer_.size()) - at_;
        if (length > line_bytes_max) break;
        if (length == 0 && end == std::string::npos) return std::nullopt;
        std::string_view line(buffer_.data() + at_, length);
        at_ = std::min(at_ + length + 1, buffer_.size());
        searched = 0;
        ++number_;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) return line;
    }
    throw Error(
        fmt::format("{}:{}: the line is longer than {} bytes", file_, number_ + 1, line_bytes_max));
}

LineWriter::LineWriter(std::filesystem::path file)
    : file_(std::move(file)), beside_(file_.string() + fmt::format(".{}.part", ::getpid())) {
    stream_.open(beside_, std::ios::binary | std::ios::trunc);
    if (!stream_)
        throw Error(
            fmt::format("{}: cannot be written: no such folder, or no permission", file_.string()));
}

LineWriter::~LineWriter() {
    if (!stream_.is_open()) return;
    stream_.close();
    std::error_code ignored;
    std::filesystem::remove(beside_, ignored);
}

void LineWriter::end_line() {
    buffer_ += '\n';
    pass_on();
}

void LineWriter::pass_on() {
    // Whole pages only: what the system must not complete later is written in half the time.
    if (buffer_.size() >= chunk_bytes) write(buffer_.size() / chunk_bytes * chunk_bytes);
}

void LineWriter::write(std::size_t bytes) {
    stream_.write(buffer_.data(), static_cast<std::streamsize>(bytes));
    buffer_.erase(0, bytes);
}

void LineWriter::close() {
    write(buffer_.size());
    stream_.flush();
    if (!stream_)
        throw Error(fmt::format("{}: cannot be written: the disk is full", file_.string()));
    std::error_code failure;
    std::filesystem::rename(beside_, file_, failure);
    if (failure)
        throw Error(fmt::format("{}: cannot be written: {}", file_.string(), failure.message()));
    stream_.close();
}

}  // namespace fleet
