// The timeline and the moments of the audit section.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/text_form.hpp"
#include "scenarios/read_sections.hpp"

namespace scenarios {
namespace {

using fleet::Json;

std::string within(const Scenario& scenario) {
    return fmt::format("the scenario runs from {} to {}", fleet::format_time(scenario.start),
                       fleet::format_time(scenario.end()));
}

fleet::Time moment(const Json& text, const Scenario& scenario) {
    return fleet::parse_moment(text.get_ref<const std::string&>(), scenario.start, scenario.end())
        .value_or(scenario.start);
}

TimelineEntry read_kind(const Reading& reading, const Json& entry, const std::string& path,
                        const Scenario& scenario) {
    TimelineEntry read;
    read.kind = entry.at("kind");
    read.at = moment(entry.at("at"), scenario);
    read.where = path;
    read.strength = entry.at("strength");
    read.parameters = read_parameters(entry, reading.kinds.timeline);
    read.devices =
        read_devices(reading, entry.at("devices"), fleet::path_of(path, "devices"), scenario);
    if (read.at < scenario.start || read.at >= scenario.end()) {
        reading.problem(
            fleet::path_of(path, "at"),
            fmt::format("is {}, but {}", fleet::format_time(read.at), within(scenario)));
        return read;
    }
    read.duration = scenario.end() - read.at;
    if (!entry.contains("for")) return read;
    const auto longest = read.duration;
    read.duration = fleet::parse_duration(entry.at("for").get_ref<const std::string&>())
                        .value_or(fleet::Duration{});
    if (read.duration > longest)
        reading.problem(fleet::path_of(path, "for"),
                        fmt::format("ends at {}, but {}",
                                    fleet::format_time(read.at + read.duration), within(scenario)));
    return read;
}

TimelineEntry read_operation(const Reading& reading, const Json& entry, const std::string& path,
                             const Scenario& scenario) {
    TimelineEntry read;
    read.operation = entry.at("operation");
    read.at = moment(entry.at("at"), scenario);
    read.where = path;
    if (read.at < scenario.start)
        reading.problem(fleet::path_of(path, "at"),
                        fmt::format("is {}, before the start; {}", fleet::format_time(read.at),
                                    within(scenario)));
    return read;
}

}  // namespace

void read_timeline(const Reading& reading, Scenario& scenario) {
    const auto& timeline = reading.whole.at("timeline");
    for (std::size_t i = 0; i < timeline.size(); ++i) {
        const auto path = fleet::path_of("timeline", i);
        const auto read = timeline[i].contains("operation") ? read_operation : read_kind;
        scenario.timeline.push_back(read(reading, timeline[i], path, scenario));
    }
}

void check_audit(const Reading& reading, const Scenario& scenario) {
    const auto audit = reading.whole.find("audit");
    if (audit == reading.whole.end()) return;
    const auto& runs = audit->at("runs");
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto path = fleet::path_of("audit.runs", i);
        const auto at = runs[i].find("at");
        if (at == runs[i].end()) continue;
        const bool is_moment =
            at->is_string() && fleet::moment_form.accepts(at->get_ref<const std::string&>());
        if (!is_moment)
            reading.problem(fleet::path_of(path, "at"),
                            fmt::format("found {}, expected {}", fleet::excerpt(*at),
                                        fleet::moment_form.expected));
        else if (moment(*at, scenario) < scenario.start)
            reading.problem(fleet::path_of(path, "at"), "is before the start; " + within(scenario));
    }
}

}  // namespace scenarios
