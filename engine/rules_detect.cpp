// The detect section of a scenario: profiles in force from the start.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/definitions.hpp"
#include "engine/rules_reader.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;
using fleet::path_of;

/// The tail of a target, given as a tail or as a full ARN of this account.
std::string tail_of(const RunFrame& frame, const std::string& target) {
    const auto prefix = fmt::format("arn:aws:iot:{}:{}:", frame.region, frame.account_id);
    return target.starts_with(prefix) ? target.substr(prefix.size()) : target;
}

bool is_target(const std::string& tail) {
    constexpr std::array<std::string_view, 3> all{"all/things", "all/registered-things",
                                                  "all/unregistered-things"};
    constexpr std::string_view group = "thinggroup/";
    return std::ranges::find(all, tail) != all.end() ||
           (tail.starts_with(group) && tail.size() > group.size());
}

std::vector<std::string> read_targets(RulesReader& reader, const Json& entry,
                                      const std::string& path) {
    if (!entry.contains("targets")) return {"all/registered-things"};
    const auto where = path_of(path, "targets");
    auto targets = reader.texts(entry["targets"], where);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        targets[i] = tail_of(reader.frame(), targets[i]);
        if (!is_target(targets[i]))
            reader.add(path_of(where, i),
                       fmt::format("\"{}\" is no target; expected all/registered-things, "
                                   "all/unregistered-things, all/things or thinggroup/NAME",
                                   targets[i]));
    }
    return targets;
}

/// Says of every name that stands twice where it does, and of a list that is too long.
template <typename Definition>
void check_list(RulesReader& reader, const std::vector<Definition>& definitions,
                const std::string& path, std::size_t most) {
    for (std::size_t i = 0; i < definitions.size(); ++i) {
        const auto first = std::ranges::find(definitions, definitions[i].name, &Definition::name);
        if (&*first != &definitions[i])
            reader.add(path_of(path, i), fmt::format("{} stands twice", definitions[i].name));
    }
    if (definitions.size() > most)
        reader.add(path,
                   fmt::format("{} entries, an account may have {}", definitions.size(), most));
}

/// What behaviours may refer to. A definition that is wrong leaves the list open: one problem, not
/// one more for every behaviour that uses it.
Definitions read_definitions(RulesReader& reader, const Json& section) {
    Definitions definitions;
    const auto before = reader.problems().all().size();
    const auto read_each = [&](const char* key, auto& list, auto read) {
        const auto& entries = reader.list(section, key, "detect");
        const auto path = path_of("detect", key);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            auto one = read(entries[i], reader.scenario(), path_of(path, i), reader.problems());
            if (one) list.push_back(std::move(*one));
        }
    };
    read_each("customMetrics", definitions.custom_metrics, read_custom_metric);
    read_each("dimensions", definitions.dimensions, read_dimension);
    definitions.is_complete = reader.problems().all().size() == before;
    check_list(reader, definitions.custom_metrics, "detect.customMetrics", custom_metrics_max);
    check_list(reader, definitions.dimensions, "detect.dimensions", dimensions_max);
    return definitions;
}

/// AWS attaches at most five profiles to one target.
void check_targets(RulesReader& reader, const std::string& path, const Rules& rules) {
    constexpr std::ptrdiff_t profiles_max = 5;
    for (const auto& target : rules.profiles.back().targets) {
        const auto attached = std::ranges::count_if(rules.profiles, [&](const auto& attachment) {
            return std::ranges::find(attachment.targets, target) != attachment.targets.end();
        });
        if (attached == profiles_max + 1)
            reader.add(path, fmt::format("is the sixth profile of the target {}; AWS attaches at "
                                         "most {} to one",
                                         target, profiles_max));
    }
}

void read_attachment(RulesReader& reader, const Json& entry, const std::string& path,
                     Rules& rules) {
    constexpr std::array<std::string_view, 2> keys{"profile", "targets"};
    if (!reader.is_object_of(entry, path, keys)) return;
    auto targets = read_targets(reader, entry, path);
    if (!entry.contains("profile"))
        return reader.add(path, "\"profile\" is missing: which security profile is attached?");
    auto profile = read_profile(entry["profile"], reader.scenario(), path_of(path, "profile"),
                                reader.problems(), &rules.definitions);
    if (!profile) return;
    for (auto& note : profile->notes)
        rules.notes.push_back(fmt::format("profile {}: {}", profile->name, note));
    const auto is_same = [&](const auto& other) { return other.profile.name == profile->name; };
    if (std::ranges::any_of(rules.profiles, is_same))
        return reader.add(path_of(path, "profile"),
                          fmt::format("the profile {} stands twice; list all of its targets once",
                                      profile->name));
    rules.profiles.push_back({.profile = std::move(*profile), .targets = std::move(targets)});
    check_targets(reader, path, rules);
}

/// One of two words; `first` when it is absent.
bool is_second(RulesReader& reader, const Json& section, const char* key, std::string_view first,
               std::string_view second) {
    const auto given = section.find(key);
    if (given == section.end() || *given == first) return false;
    if (*given == second) return true;
    reader.add(path_of("detect", key),
               fmt::format("expected {} or {}, found {}", first, second, fleet::to_line(*given)));
    return false;
}

bool is_true(RulesReader& reader, const Json& section, const char* key) {
    const auto given = section.find(key);
    if (given == section.end()) return false;
    if (!given->is_boolean())
        reader.add(path_of("detect", key),
                   fmt::format("expected true or false, found {}", fleet::to_line(*given)));
    return *given == true;
}

void read_percentiles(RulesReader& reader, const Json& section, PercentileReading& reading) {
    reading.is_of_others = is_second(reader, section, "percentilePopulation", "all", "others");
    reading.is_interpolated =
        is_second(reader, section, "percentileMethod", "nearest-rank", "linear");
    reading.is_of_previous = is_second(reader, section, "percentileWindow", "same", "previous");
    if (reading.is_of_others && reading.is_of_previous)
        reader.add("detect.percentilePopulation",
                   "others are compared in the same window only; leave percentileWindow out, or "
                   "compare with all");
}

void read_reading(RulesReader& reader, const Json& section, DetectReading& reading) {
    reading.has_tumbling_windows = is_second(reader, section, "windows", "sliding", "tumbling");
    reading.counts_absence_in_seconds =
        is_second(reader, section, "disconnectDurationUnit", "minutes", "seconds");
    reading.is_connected_active = is_true(reader, section, "connectedIsActive");
    reading.reports.needs_rising_ids = is_true(reader, section, "risingReportIds");
    read_percentiles(reader, section, reading.percentiles);
    const auto delay = section.find("minimumReportDelay");
    if (delay == section.end()) return;
    const auto parsed = delay->is_string()
                            ? fleet::parse_duration(delay->get_ref<const std::string&>())
                            : std::nullopt;
    if (!parsed || *parsed < fleet::Duration{})
        return reader.add(
            "detect.minimumReportDelay",
            fmt::format("expected a duration such as \"5m\", or \"0s\" for none, found {}",
                        fleet::to_line(*delay)));
    reading.reports.minimum_delay = *parsed;
}

}  // namespace

void read_detect(RulesReader& reader, const Json& section, Rules& rules) {
    constexpr std::array<std::string_view, 11> keys{
        "profiles",         "customMetrics",          "dimensions",
        "windows",          "disconnectDurationUnit", "minimumReportDelay",
        "risingReportIds",  "connectedIsActive",      "percentilePopulation",
        "percentileMethod", "percentileWindow"};
    if (!reader.is_object_of(section, "detect", keys)) return;
    read_reading(reader, section, rules.detect);
    rules.definitions = read_definitions(reader, section);
    const auto& profiles = reader.list(section, "profiles", "detect");
    for (std::size_t i = 0; i < profiles.size(); ++i)
        read_attachment(reader, profiles[i], path_of("detect.profiles", i), rules);
}

std::vector<std::string> export_topics(const Rules& rules) {
    std::vector<std::string> topics;
    for (const auto& attachment : rules.profiles) topics.push_back(attachment.profile.export_topic);
    for (const auto& planned : rules.operations) {
        if (!planned.operation.ends_with("SecurityProfile")) continue;
        const auto request = fleet::parse_json(planned.request, planned.operation);
        const auto topic = Json::json_pointer("/metricsExportConfig/mqttTopic");
        const auto& root = request.root();
        if (root.is_object() && root.contains(topic) && root[topic].is_string())
            topics.push_back(root[topic].get<std::string>());
    }
    std::ranges::sort(topics);
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
    std::erase(topics, std::string{});
    return topics;
}

}  // namespace engine
