#include "sim/recording_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "fleet/base/json.hpp"
#include "fleet/pki/pem_blocks.hpp"
#include "fleet/report_topic.hpp"

namespace sim {
namespace {

/// The name, when the line has one.
fleet::NameId named(fleet::Interner& names, std::string_view text) {
    return text.empty() ? fleet::no_name : names.intern(text);
}

std::optional<std::string> payload_of(std::string_view base64) {
    std::vector<std::uint8_t> bytes(base64.size() / 4 * 3 + 3);
    const auto size = fleet::decode_base64(base64, bytes);
    if (!size) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes.data()), *size);
}

fleet::Change change_of(const RecordedLine& line, const std::string& file) {
    try {
        return fleet::change_from_json(fleet::parse_json(line.change, file, line.number).root());
    } catch (const fleet::Error& error) {
        throw fleet::Error(fmt::format("{}:{}: {}", file, line.number, error.what()));
    }
}

}  // namespace

RecordingSource::RecordingSource(const std::filesystem::path& file, const RecordingHeader& header,
                                 fleet::Dictionary& dictionary)
    : header_(header),
      dictionary_(dictionary),
      file_(file.string()),
      reader_(file, header, problems_),
      now_(header.start) {
    learn_names(file, dictionary);
    has_line_ = reader_.next(line_);
}

/// Clients that are no things stand in the order of their texts, as in a run that knows them before
/// it begins.
void RecordingSource::learn_names(const std::filesystem::path& file,
                                  fleet::Dictionary& dictionary) {
    fleet::Problems problems;
    RecordingReader reader(file, header_, problems);
    std::set<std::string, std::less<>> strangers;
    const auto note = [&](std::string_view client) {
        if (!client.empty() && dictionary.clients.find(client) == fleet::no_name &&
            !strangers.contains(client))
            strangers.emplace(client);
    };
    RecordedLine line;
    while (reader.next(line)) {
        if (!line.change.empty()) {
            change_of(line, file_);
            continue;
        }
        note(line.client_id);
        // Whom a device reports for may never have connected.
        if (const auto topic = fleet::parse_report_topic(line.topic)) note(topic->thing);
        named(dictionary.certificates, line.certificate_id);
        named(dictionary.addresses, line.source_address);
        named(dictionary.topics, line.topic);
        if (!line.payload.empty() && !payload_of(line.payload))
            problems.add(
                {.file = file_, .line = line.number, .path = "payload", .message = "is no base64"});
    }
    problems.raise_if_any();
    for (const auto& client : strangers) dictionary.clients.intern(client);
}

void RecordingSource::take(const RecordedLine& line, fleet::Slice& slice) {
    if (!line.change.empty()) {
        slice.changes.push_back(change_of(line, file_));
        return;
    }
    auto& seen = slice.observations.emplace_back(line.seen);
    seen.client_id = named(dictionary_.clients, line.client_id);
    seen.certificate_id = named(dictionary_.certificates, line.certificate_id);
    seen.source_address = named(dictionary_.addresses, line.source_address);
    seen.topic = named(dictionary_.topics, line.topic);
    if (!line.payload.empty())
        seen.payload = dictionary_.payloads.keep(payload_of(line.payload).value_or(""));
}

bool RecordingSource::next(fleet::SliceListener& listener) {
    if (now_ >= header_.end) return false;
    told_.begin = now_;
    told_.end = std::min(header_.end, fleet::slot_start(now_) + fleet::slot_length);
    told_.observations.clear();
    told_.changes.clear();
    dictionary_.payloads.begin();
    now_ = told_.end;
    for (; has_line_ && line_.seen.time < told_.end; has_line_ = reader_.next(line_))
        take(line_, told_);
    problems_.raise_if_any();  // the file was altered since its names were read
    // By client, and of one client in the order of the file.
    std::ranges::stable_sort(told_.observations, [](const auto& a, const auto& b) {
        return std::pair(a.client_id, a.time) < std::pair(b.client_id, b.time);
    });
    observations_ += told_.observations.size();
    const auto observations = std::exchange(told_.observations, {});
    listener.begin(told_);
    listener.expect(1);
    listener.take(0, observations);
    listener.end();
    return true;
}

void RecordingSource::apply(std::vector<fleet::Change> /*changes*/,
                            std::vector<fleet::Outgoing> /*outgoing*/) {}

}  // namespace sim
