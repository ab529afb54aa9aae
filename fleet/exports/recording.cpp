#include "fleet/exports/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fleet/base/json_fields.hpp"
#include "fleet/base/lines.hpp"
#include "fleet/change.hpp"

namespace fleet::exports {
namespace {

constexpr std::string_view format = "fleetdrill.observations/1";
constexpr std::chrono::days audit_window{31};
constexpr std::size_t problems_max = 20;

class RecordingReader {
  public:
    RecordingReader(const std::filesystem::path& file, const RecordingRequest& request,
                    AccountExport& account)
        : lines_(file), request_(request), account_(account) {}

    void read() {
        read_header();
        while (!is_over_ && problems_.all().size() < problems_max) {
            const auto line = lines_.next();
            if (!line) break;
            if (may_matter(*line) || !is_whole(*line))
                read_line(*line);
            else
                ++observations_;
        }
        problems_.raise_if_any();
        const auto expected = request_.observations.value_or(observations_);
        if (!is_over_ && observations_ != expected)
            throw Error(
                fmt::format("{}: holds {} of the {} observations that run.json tells: it "
                            "was cut or altered",
                            lines_.file(), observations_, expected));
    }

  private:
    /// A line that was cut, or is none, is read all the same, to be refused with its place.
    static bool is_whole(std::string_view line) {
        return line.size() > 1 && line.front() == '{' && line.back() == '}';
    }
    /// Most lines tell of messages.
    static bool may_matter(std::string_view line) {
        return line.find("connected") != std::string_view::npos ||
               line.find("change") != std::string_view::npos;
    }

    Time time_in(const Fields& fields, std::string_view key) {
        const auto time = parse_time(fields.text(key));
        if (!time) fields.problem(key, "expected a time such as \"2018-08-06T00:00:00Z\"");
        return time.value_or(Time{});
    }

    void read_header() {
        const auto line = lines_.next();
        const auto document = parse_json(line.value_or("null"), lines_.file(), 1);
        const Fields header(document, problems_);
        if (header.text("format") != format)
            header.problem("format", fmt::format("expected \"{}\"", format));
        const auto start = time_in(header, "start");
        const auto end = std::max(time_in(header, "end"), request_.quiet_until);
        const auto at = request_.at;
        problems_.raise_if_any();
        if (at < start || end <= at - audit_window)
            account_.inventory.unknown.add(Part::connections);
        account_.notes.push_back(
            fmt::format("connections are known from {} to {}", format_time(start),
                        format_time(std::clamp(at, start, std::max(start, end)))));
    }

    void read_line(std::string_view line) {
        const auto document = parse_json(line, lines_.file(), lines_.number());
        const Fields fields(document, problems_);
        const auto time = time_in(fields, "time");
        if (time < reached_) fields.problem("time", "is earlier than in a line above");
        reached_ = std::max(reached_, time);
        if (time > request_.at) {
            is_over_ = true;
            return;
        }
        const auto kind = fields.text("kind");
        if (kind == "change") return alter(document);
        ++observations_;
        const auto seen = observation_kind(kind);
        if (!seen) return fields.problem("kind", fmt::format("\"{}\" is none", kind));
        if (ConnectionHistory::wants(*seen) && time < request_.at) remember(fields, time, *seen);
    }

    void alter(const Document& document) {
        try {
            apply(account_.inventory, change_from_json(document.root()));
        } catch (const Error& error) {
            problems_.add(document.problem("", error.what()));
        }
    }

    void remember(const Fields& fields, Time time, ObservationKind kind) {
        Observation seen{.time = time, .kind = kind};
        const auto client = fields.text("clientId");
        if (client.empty()) return;  // told by now
        seen.client_id = account_.dictionary.clients.intern(client);
        if (fields.has("certificateId"))
            seen.certificate_id =
                account_.dictionary.certificates.intern(fields.text("certificateId"));
        if (const auto reason = reason_named(fields.text_or("reason", "")))
            seen.reason = *reason;
        else
            fields.problem("reason", "is none that a connection ends for");
        account_.history.add(seen);
    }

    LineReader lines_;
    const RecordingRequest& request_;
    AccountExport& account_;
    Problems problems_;
    Time reached_{};
    std::uint64_t observations_ = 0;
    bool is_over_ = false;
};

}  // namespace

void read_recording(const std::filesystem::path& file, const RecordingRequest& request,
                    AccountExport& account) {
    RecordingReader(file, request, account).read();
}

}  // namespace fleet::exports
