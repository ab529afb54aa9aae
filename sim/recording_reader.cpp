#include "sim/recording_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "fleet/base/json_fields.hpp"
#include "fleet/base/lines.hpp"
#include "fleet/base/text.hpp"

namespace sim {
namespace {

using simdjson::dom::element;

constexpr std::string_view format = "fleetdrill.observations/1";
constexpr std::size_t problems_max = 20;
constexpr std::chrono::days longest{3660};

/// Everything that is wrong with one line; what is right goes into it.
class LineFields {
  public:
    LineFields(RecordedLine& line, const std::string& file, fleet::Problems& problems)
        : line_(line), file_(file), problems_(problems) {}

    /// False when something was wrong.
    bool read(simdjson::dom::object object, std::string_view text) {
        std::vector<std::string_view> keys;
        for (const auto [key, value] : object) {
            if (std::ranges::find(keys, key) != keys.end()) say(key, "stands twice");
            keys.push_back(key);
            take(key, value, text);
        }
        for (const std::string_view due : {"time", "kind"})
            if (std::ranges::find(keys, due) == keys.end()) say(due, "is missing");
        if (is_right_ && line_.change.empty()) check();
        return is_right_;
    }

    void say(std::string_view key, std::string message) {
        is_right_ = false;
        problems_.add({.file = file_,
                       .line = line_.number,
                       .path = std::string(key),
                       .message = std::move(message)});
    }

  private:
    void take(std::string_view key, element value, std::string_view text) {
        auto& seen = line_.seen;
        if (key == "time") return take_time(value);
        if (key == "kind") return take_kind(value, text);
        if (key == "change") return;  // read as a whole
        if (key == "reason") return take_reason(value);
        if (key == "clientId") return take_text(key, value, line_.client_id);
        if (key == "certificateId") return take_text(key, value, line_.certificate_id);
        if (key == "sourceAddress") return take_text(key, value, line_.source_address);
        if (key == "topic") return take_text(key, value, line_.topic);
        if (key == "payload") return take_text(key, value, line_.payload);
        if (key == "connection") return take_number(key, value, seen.connection);
        if (key == "count") return take_number(key, value, seen.count);
        if (key == "bytesMin") return take_number(key, value, seen.bytes_min);
        if (key == "bytesMax") return take_number(key, value, seen.bytes_max);
        if (key == "bytesSum") return take_number(key, value, seen.bytes_sum);
        refuse(key);
    }

    void refuse(std::string_view key) {
        static const std::vector<std::string> known{
            "time",          "kind",          "change",   "reason",  "clientId",
            "certificateId", "sourceAddress", "topic",    "payload", "connection",
            "count",         "bytesMin",      "bytesMax", "bytesSum"};
        say(key, fmt::format("is no member of an observation{}", fleet::did_you_mean(key, known)));
    }

    void take_text(std::string_view key, element value, std::string_view& text) {
        if (value.get(text)) say(key, "expected a text");
    }

    template <typename Number>
    void take_number(std::string_view key, element value, Number& number) {
        std::uint64_t found = 0;
        if (value.get(found) || found > std::numeric_limits<Number>::max())
            return say(key, fmt::format("expected a whole number from 0 to {}",
                                        std::numeric_limits<Number>::max()));
        number = static_cast<Number>(found);
    }

    void take_time(element value) {
        std::string_view text;
        const auto time = value.get(text) ? std::nullopt : fleet::parse_time(text);
        if (!time) return say("time", "expected a time such as \"2018-08-06T00:00:00Z\"");
        line_.seen.time = *time;
    }

    void take_kind(element value, std::string_view text) {
        std::string_view name;
        if (value.get(name)) return say("kind", "expected a text");
        if (name == "change") {
            line_.change = text;
        } else if (const auto kind = fleet::observation_kind(name)) {
            line_.seen.kind = *kind;
        } else {
            say("kind", fmt::format("\"{}\" is none", fleet::shortened(name)));
        }
    }

    void take_reason(element value) {
        std::string_view name;
        const auto reason = value.get(name) ? std::nullopt : fleet::reason_named(name);
        if (!reason) return say("reason", "is none that this version knows");
        line_.seen.reason = *reason;
    }

    /// What one member alone does not tell.
    void check() {
        using enum fleet::ObservationKind;
        const auto& seen = line_.seen;
        const auto kind = seen.kind;
        const bool is_before = kind == refused || seen.reason == fleet::Reason::connect;
        if (!is_before && seen.connection == 0)
            say("connection", "is missing: which connection of its client id is it, from 1?");
        if (seen.connection != 0 && line_.source_address.empty())
            say("sourceAddress", "is missing: what happens on a connection tells its peer");
        if (line_.topic.empty() && !is_before && kind != connected && kind != disconnected)
            say("topic", "is missing");
        const bool has_reason = kind == refused || kind == disconnected || kind == denied;
        if (has_reason != (seen.reason != fleet::Reason::none))
            say("reason",
                has_reason ? "is missing" : "belongs to refused, disconnected and denied");
        if (seen.count == 0) say("count", "expected at least 1");
        if (line_.client_id.empty() && seen.kind != fleet::ObservationKind::refused)
            say("clientId", "is missing: only a refused connection may have none");
        if (seen.bytes_min > seen.bytes_max ||
            seen.bytes_sum > seen.count * std::uint64_t{seen.bytes_max})
            say("bytesSum", "bytesMin, bytesMax and bytesSum cannot belong to as many messages");
    }

    RecordedLine& line_;
    const std::string& file_;
    fleet::Problems& problems_;
    bool is_right_ = true;
};

}  // namespace

RecordingHeader read_recording_header(const std::filesystem::path& file) {
    fleet::LineReader lines(file);
    const auto first = lines.next();
    if (!first)
        throw fleet::Error(
            fmt::format("{}: is empty; the first line of a recording is its header", lines.file()));
    const auto document = fleet::parse_json(*first, lines.file(), 1);
    fleet::Problems problems;
    const fleet::Fields fields(document, problems);
    RecordingHeader header;
    if (fields.text("format") != format)
        fields.problem("format", fmt::format("expected \"{}\"", format));
    const auto time_in = [&](std::string_view key) {
        const auto time = fleet::parse_time(fields.text(key));
        if (!time) fields.problem(key, "expected a time such as \"2018-08-06T00:00:00Z\"");
        return time.value_or(fleet::Time{});
    };
    header.start = time_in("start");
    header.end = time_in("end");
    if (problems.empty() && header.end <= header.start) fields.problem("end", "is not after start");
    if (header.end - header.start > longest)
        fields.problem("end", "is more than ten years after start");
    header.account = fields.text_or("account", "");
    header.inventory = fields.text_or("inventory", "");
    problems.raise_if_any();
    return header;
}

struct RecordingReader::State {
    State(const std::filesystem::path& file, const RecordingHeader& told, fleet::Problems& of_lines)
        : lines(file), header(told), problems(of_lines), reached(told.start) {
        lines.next();
    }

    /// Times are in order, and within what the header says.
    bool is_in_order(LineFields& fields, fleet::Time time) {
        if (time == fleet::Time{}) return true;  // none was told
        if (time < reached) {
            fields.say("time", reached == header.start ? "is before the recording's start"
                                                       : "is earlier than in a line above");
            return false;
        }
        reached = time;
        if (time < header.end) return true;
        fields.say("time", "is not before the recording's end");
        return false;
    }

    bool read(std::string_view text, RecordedLine& line) {
        line = {};
        line.number = lines.number();
        LineFields fields(line, lines.file(), problems);
        simdjson::dom::object object;
        if (parser.parse(text.data(), text.size()).get(object)) {
            fields.say({}, "is no JSON object: the line is cut, or not JSON");
            return false;
        }
        const bool is_right = fields.read(object, text);
        return is_in_order(fields, line.seen.time) && is_right;
    }

    fleet::LineReader lines;
    RecordingHeader header;
    fleet::Problems& problems;
    simdjson::dom::parser parser;
    fleet::Time reached;
};

RecordingReader::RecordingReader(const std::filesystem::path& file, const RecordingHeader& header,
                                 fleet::Problems& problems)
    : state_(std::make_unique<State>(file, header, problems)) {}
RecordingReader::RecordingReader(RecordingReader&&) noexcept = default;
RecordingReader::~RecordingReader() = default;

bool RecordingReader::next(RecordedLine& line) {
    while (state_->problems.all().size() < problems_max) {
        const auto text = state_->lines.next();
        if (!text) return false;
        if (state_->read(*text, line)) return true;
    }
    return false;
}

}  // namespace sim
