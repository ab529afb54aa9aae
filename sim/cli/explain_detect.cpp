#include "sim/cli/explain_detect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/metrics.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace cli {
namespace {

using engine::DetectMoment;
using engine::DetectTrace;
using Outcome = DetectMoment::Outcome;
using Moments = std::vector<DetectMoment>;

constexpr std::size_t listed_max = 60;

std::string datapoint_text(const DetectTrace& trace, const DetectMoment& moment) {
    if (trace.is_reported) return moment.told;
    if (trace.is_of_lists) return fleet::join(moment.addresses, ", ");
    if (!trace.is_of_extremes || moment.low == moment.high) return fmt::format("{}", moment.high);
    return fmt::format("{} to {}", moment.low, moment.high);
}

std::string held_against(const DetectMoment& moment) {
    return fmt::format(", held against {} ({} things)", moment.limit, moment.population);
}

std::string_view reason(Outcome outcome) {
    switch (outcome) {
        case Outcome::not_covered:
            return "the profile is not attached to it";
        case Outcome::not_active:
            return "it was not active in the window: no datapoint";
        case Outcome::refused:
            return "its reports were refused, as throttled or malformed: no datapoint";
        case Outcome::not_reported:
            return "it reported nothing of it: no datapoint";
        case Outcome::filling:
            return "the window is longer than anything is known of it: no datapoint";
        case Outcome::never_connected:
            return "it was not seen to connect yet: no datapoint";
        case Outcome::nothing_counted:
            return "it was active, and there is nothing to measure: no datapoint";
        case Outcome::not_comparable:
            return "too few things had a datapoint to compare it with";
        default:
            return {};
    }
}

std::string state_text(const DetectTrace& trace, const DetectMoment& moment, bool was_on) {
    if (moment.is_on && !was_on) return "the alarm rises";
    if (!moment.is_on && was_on) return "the alarm clears";
    const bool counts = moment.run > 0;
    if (moment.is_on)
        return counts ? fmt::format("{} of {} in a row to clear", moment.run, trace.to_clear)
                      : std::string("still in alarm");
    return counts ? fmt::format("{} of {} in a row to alarm", moment.run, trace.to_alarm)
                  : std::string{};
}

std::string moment_line(const DetectTrace& trace, const DetectMoment& moment, bool was_on) {
    const auto time = fleet::format_time(moment.time);
    if (!moment.is_judged()) return fmt::format("  {}  {}\n", time, reason(moment.outcome));
    auto line = fmt::format("  {}  {} {}", time, datapoint_text(trace, moment),
                            moment.outcome == Outcome::violates ? "violates" : "conforms");
    if (trace.is_statistical) line += held_against(moment);
    const auto state = state_text(trace, moment, was_on);
    return line + (state.empty() ? "" : "; " + state) + '\n';
}

/// The windows [first, last), as many as anybody reads.
std::string lines_of(const DetectTrace& trace, std::size_t first, std::size_t last) {
    std::string text;
    const auto end = std::min(last, first + listed_max);
    for (auto i = first; i < end; ++i)
        text += moment_line(trace, trace.moments[i], i > 0 && trace.moments[i - 1].is_on);
    if (end < last) text += fmt::format("  … and {} more\n", last - end);
    return text;
}

/// From a little before the alarm until it is over.
std::string alarm_lines(const DetectTrace& trace, fleet::Time alarm) {
    const auto& moments = trace.moments;
    const auto risen = std::ranges::find(moments, alarm, &DetectMoment::time);
    if (risen == moments.end()) return {};
    const auto at = static_cast<std::size_t>(risen - moments.begin());
    const auto before = std::size_t{trace.to_alarm} + trace.slots + 1;
    auto last = at + 1;
    while (last < moments.size() && moments[last - 1].is_on) ++last;
    return lines_of(trace, at - std::min(at, before), last);
}

/// Further from what is normal is more.
bool is_nearer(const DetectTrace& trace, const DetectMoment& a, const DetectMoment& b) {
    if (a.high == b.high) return trace.is_upper_limit ? a.number < b.number : b.number < a.number;
    return trace.is_upper_limit ? a.high < b.high : b.low < a.low;
}

std::string summary(const DetectTrace& trace) {
    std::size_t judged = 0, violated = 0;
    std::uint32_t longest = 0, run = 0;
    const DetectMoment* furthest = nullptr;
    std::array<std::size_t, 8> unjudged{};
    for (const auto& moment : trace.moments) {
        if (!moment.is_judged()) {
            ++unjudged.at(static_cast<std::size_t>(moment.outcome));
            continue;
        }
        ++judged;
        const bool violates = moment.outcome == Outcome::violates;
        violated += violates ? 1 : 0;
        run = violates ? run + 1 : 0;
        longest = std::max(longest, run);
        if (furthest == nullptr || is_nearer(trace, *furthest, moment)) furthest = &moment;
    }
    auto text = fmt::format("  {}, {} of them violated it; at most {} in a row, needed: {}\n",
                            trace.is_reported ? fmt::format("{} datapoints were reported", judged)
                                              : fmt::format("{} windows had a datapoint", judged),
                            violated, longest, trace.to_alarm);
    if (furthest != nullptr && !trace.is_of_lists)
        text += fmt::format("  the {} datapoint was {} at {}{}\n",
                            trace.is_upper_limit ? "largest" : "smallest",
                            trace.is_reported      ? furthest->told
                            : trace.is_upper_limit ? std::to_string(furthest->high)
                                                   : std::to_string(furthest->low),
                            fleet::format_time(furthest->time),
                            trace.is_statistical ? held_against(*furthest) : std::string{});
    for (std::size_t i = 0; i < unjudged.size(); ++i) {
        if (unjudged[i] > 0)
            text +=
                fmt::format("  {} {}: {}\n", unjudged[i], unjudged[i] == 1 ? "window" : "windows",
                            reason(static_cast<Outcome>(i)));
    }
    return text;
}

/// Every alarm, and whatever counted towards one.
std::string all_lines(const DetectTrace& trace) {
    std::string text;
    std::size_t told = 0, more = 0;
    for (std::size_t i = 0; i < trace.moments.size(); ++i) {
        const auto& moment = trace.moments[i];
        const bool was_on = i > 0 && trace.moments[i - 1].is_on;
        if (moment.outcome != Outcome::violates && !was_on && !moment.is_on) continue;
        if (told < listed_max)
            text += moment_line(trace, moment, was_on), ++told;
        else
            ++more;
    }
    if (more > 0) text += fmt::format("  … and {} more\n", more);
    return text;
}

std::string windows_text(const DetectTrace& trace) {
    const auto window = fleet::format_duration(fleet::slot_length * trace.slots);
    if (!trace.is_reported || trace.is_statistical)
        return fmt::format(
            "windows of {}, {}", window,
            trace.has_tumbling_windows ? "one after the other" : "one ends with every slot");
    if (trace.slots == 1) return "every report is judged";
    return fmt::format("every report is judged, with those of the {} before it", window);
}

std::string head(const DetectCase& what, const DetectTrace& trace) {
    const auto behavior = fleet::Json::parse(trace.behavior);
    const auto* metric = engine::metric_named(behavior.value("metric", ""));
    auto text = fmt::format("{}/{} on {}\n", what.question.profile, what.question.behavior,
                            what.question.thing);
    if (metric != nullptr) text += fmt::format("{} Unit: {}.\n", metric->story, metric->unit);
    if (behavior.contains("metricDimension"))
        text += fmt::format("Of the topics of {}\n", fleet::to_line(behavior["metricDimension"]));
    return text + fmt::format("Normal is {}; {}\n\n", fleet::to_line(behavior["criteria"]),
                              windows_text(trace));
}

}  // namespace

DetectCase detect_case(const std::string& behavior, const std::string& thing) {
    const auto slash = behavior.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == behavior.size())
        throw fleet::Error(fmt::format("--behavior: expected PROFILE/BEHAVIOR, found \"{}\"",
                                       fleet::shortened(behavior)));
    return {.question = {.thing = thing,
                         .profile = behavior.substr(0, slash),
                         .behavior = behavior.substr(slash + 1)}};
}

DetectCase detect_case(const fleet::Json& event) {
    const auto text = [](const fleet::Json& object, const char* member) {
        const auto found = object.is_object() ? object.find(member) : object.end();
        return found != object.end() && found->is_string() ? found->get<std::string>()
                                                           : std::string{};
    };
    DetectCase what{.question = {.thing = text(event, "thingName"),
                                 .profile = text(event, "securityProfileName"),
                                 .behavior = {}}};
    if (event.contains("behavior")) what.question.behavior = text(event["behavior"], "name");
    if (event.contains("violationEventTime"))
        what.alarm = fleet::read_aws_time(event["violationEventTime"]);
    return what;
}

std::string explained(const DetectCase& what, const DetectTrace& trace) {
    if (!trace.is_in_force)
        throw fleet::Error(fmt::format("{}/{}: no such behavior judged in this run",
                                       what.question.profile, what.question.behavior));
    auto text = head(what, trace);
    if (what.alarm) return text + alarm_lines(trace, *what.alarm);
    return text + summary(trace) + all_lines(trace);
}

}  // namespace cli
