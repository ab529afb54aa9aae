#include "fleet/base/part_file.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace fleet {
namespace {

constexpr std::size_t head_bytes = 16;
using Head = std::array<char, head_bytes>;

/// Little-endian, whatever the machine.
void put(Head& head, std::size_t at, std::uint64_t number) {
    for (std::size_t i = 0; i < 8; ++i) head[at + i] = static_cast<char>(number >> (8 * i) & 0xFF);
}
std::uint64_t get(const Head& head, std::size_t at) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i)
        number |= std::uint64_t{static_cast<unsigned char>(head[at + i])} << (8 * i);
    return number;
}

std::string first_line(std::string_view kind) { return fmt::format("fleetdrill.{}\n", kind); }

std::string chained(const std::string& digest, const Head& head, std::string_view frame) {
    return sha256_hex(digest + std::string(head.data(), head.size()) + sha256_hex(frame));
}

}  // namespace

PartWriter::PartWriter(const std::filesystem::path& file, std::string_view kind)
    : name_(file.string()), stream_(file, std::ios::binary) {
    const auto line = first_line(kind);
    stream_ << line;
    summary_ = {.bytes = line.size(), .digest = sha256_hex(line)};
    check();
}

void PartWriter::write(Time time, std::string_view frame) {
    Head head{};
    put(head, 0, static_cast<std::uint64_t>(epoch_ms(time)));
    put(head, 8, frame.size());
    stream_.write(head.data(), head.size());
    stream_ << frame;
    summary_.bytes += head.size() + frame.size();
    summary_.digest = chained(summary_.digest, head, frame);
    check();
}

PartSummary PartWriter::close() {
    stream_.flush();
    check();
    return summary_;
}

void PartWriter::check() {
    if (stream_) return;
    throw Error(fmt::format("{}: cannot be written: no permission, or the disk is full", name_));
}

PartReader::PartReader(const std::filesystem::path& file, std::string_view kind,
                       PartSummary expected)
    : name_(file.string()), stream_(file, std::ios::binary), expected_(std::move(expected)) {
    if (!stream_) throw Error(fmt::format("{}: cannot be read", name_));
    std::error_code failure;
    const auto bytes = std::filesystem::file_size(file, failure);
    if (failure || bytes != expected_.bytes)
        throw Error(fmt::format("{}: has {} bytes where {} were written: it is not whole", name_,
                                failure ? 0 : bytes, expected_.bytes));
    const auto line = first_line(kind);
    std::string found(line.size(), '\0');
    stream_.read(found.data(), static_cast<std::streamsize>(found.size()));
    if (!stream_ || found != line)
        throw Error(
            fmt::format("{}: does not begin with {}", name_, line.substr(0, line.size() - 1)));
    read_ = {.bytes = line.size(), .digest = sha256_hex(line)};
}

bool PartReader::next() {
    const auto damaged = [this] {
        return Error(fmt::format("{}: is not what the shard wrote: its digest differs", name_));
    };
    if (read_.bytes == expected_.bytes) {
        if (read_.digest != expected_.digest) throw damaged();
        return false;
    }
    Head head{};
    const auto left = expected_.bytes - read_.bytes;
    if (left < head.size()) throw damaged();
    stream_.read(head.data(), head.size());
    const auto size = get(head, 8);
    const auto time = get(head, 0);
    if (!stream_ || size > left - head.size() ||
        time > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        throw damaged();
    frame_.resize(size);
    stream_.read(frame_.data(), static_cast<std::streamsize>(size));
    if (!stream_) throw damaged();
    time_ = Time{Duration{static_cast<std::int64_t>(time)}};
    read_.bytes += head.size() + size;
    read_.digest = chained(read_.digest, head, frame_);
    return true;
}

}  // namespace fleet
