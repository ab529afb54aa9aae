#include "sim/recording_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

namespace sim {
namespace {

void append_member(std::string& line, std::string_view key, std::string_view text) {
    line += ",\"";
    line += key;
    line += "\":";
    fleet::append_json_string(line, text);
}

void append_name(std::string& line, std::string_view key, const fleet::Interner& names,
                 fleet::NameId id) {
    if (id != fleet::no_name) append_member(line, key, names.text(id));
}

/// Payloads are bytes: base64, as everywhere in JSON.
std::string base64(std::string_view bytes) {
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            group =
                group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j)
            text += i + j <= bytes.size() ? digits[group >> (18 - 6 * j) & 63] : '=';
    }
    return text;
}

bool has_sizes(fleet::ObservationKind kind) {
    return kind == fleet::ObservationKind::published || kind == fleet::ObservationKind::delivered ||
           kind == fleet::ObservationKind::report;
}

}  // namespace

RecordingWriter::RecordingWriter(const std::filesystem::path& file, const fleet::Fleet& fleet,
                                 const fleet::Dictionary& dictionary, fleet::Time start,
                                 fleet::Time end)
    : name_(file.string()),
      stream_(file, std::ios::binary),
      fleet_(fleet),
      dictionary_(dictionary) {
    const fleet::Json header{{"format", "fleetdrill.observations/1"},
                             {"account", fleet.inventory.account.id},
                             {"start", fleet::format_time(start)},
                             {"end", fleet::format_time(end)},
                             {"inventory", "inventory"}};
    stream_ << fleet::to_line(header) << '\n';
    if (!stream_)
        throw fleet::Error(
            fmt::format("{}: cannot be written: no permission, or the disk is full", name_));
}

void RecordingWriter::append(const fleet::Observation& seen) {
    line_ += "{\"time\":\"";
    line_ += fleet::format_time(seen.time);
    line_ += "\",\"kind\":\"";
    line_ += fleet::name_of(seen.kind);
    line_ += '"';
    if (seen.connection != 0)
        fmt::format_to(std::back_inserter(line_), ",\"connection\":{}", seen.connection);
    append_name(line_, "clientId", dictionary_.clients, seen.client_id);
    append_name(line_, "certificateId", dictionary_.certificates, seen.certificate_id);
    append_name(line_, "sourceAddress", dictionary_.addresses, seen.source_address);
    append_name(line_, "topic", dictionary_.topics, seen.topic);
    fmt::format_to(std::back_inserter(line_), ",\"count\":{}", seen.count);
    if (has_sizes(seen.kind) || seen.bytes_sum != 0) {
        fmt::format_to(std::back_inserter(line_),
                       ",\"bytesMin\":{},\"bytesMax\":{},\"bytesSum\":{}", seen.bytes_min,
                       seen.bytes_max, seen.bytes_sum);
    }
    if (seen.reason != fleet::Reason::none)
        append_member(line_, "reason", fleet::name_of(seen.reason));
    if (seen.payload != fleet::no_name)
        append_member(line_, "payload", base64(dictionary_.payloads.text(seen.payload)));
    line_ += "}\n";
}

void RecordingWriter::write(const fleet::Slice& slice) {
    line_.clear();
    auto change = slice.changes.begin();
    const auto append_changes_until = [&](fleet::Time time) {
        for (; change != slice.changes.end() && change->time <= time; ++change)
            line_ += fleet::to_line(fleet::to_json(*change, fleet_.inventory)) + '\n';
    };
    // A slice goes client by client, the file by time; of one instant both tell in the same order.
    std::vector<const fleet::Observation*> by_time;
    by_time.reserve(slice.observations.size());
    for (const auto& seen : slice.observations) by_time.push_back(&seen);
    std::ranges::stable_sort(by_time, {}, &fleet::Observation::time);
    for (const auto* seen : by_time) {
        append_changes_until(seen->time);
        append(*seen);
    }
    append_changes_until(slice.end);
    stream_ << line_;
    if (!stream_) throw fleet::Error(fmt::format("{}: cannot be written: the disk is full", name_));
}

void RecordingWriter::close() {
    stream_.flush();
    if (!stream_) throw fleet::Error(fmt::format("{}: cannot be written: the disk is full", name_));
}

}  // namespace sim
