// The detect section of a scenario: profiles in force from the start.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

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

void read_attachment(RulesReader& reader, const Json& entry, const std::string& path,
                     Rules& rules) {
    constexpr std::array<std::string_view, 2> keys{"profile", "targets"};
    if (!reader.is_object_of(entry, path, keys)) return;
    auto targets = read_targets(reader, entry, path);
    if (!entry.contains("profile"))
        return reader.add(path, "\"profile\" is missing: which security profile is attached?");
    auto profile = read_profile(entry["profile"], reader.scenario(), path_of(path, "profile"),
                                reader.problems());
    if (!profile) return;
    const auto is_same = [&](const auto& other) { return other.profile.name == profile->name; };
    if (std::ranges::any_of(rules.profiles, is_same))
        return reader.add(path_of(path, "profile"),
                          fmt::format("the profile {} stands twice; list all of its targets once",
                                      profile->name));
    rules.profiles.push_back({.profile = std::move(*profile), .targets = std::move(targets)});
}

}  // namespace

void read_detect(RulesReader& reader, const Json& section, Rules& rules) {
    constexpr std::array<std::string_view, 3> keys{"profiles", "customMetrics", "dimensions"};
    if (!reader.is_object_of(section, "detect", keys)) return;
    reader.refuse_entries(section, "customMetrics", "detect");
    reader.refuse_entries(section, "dimensions", "detect");
    const auto& profiles = reader.list(section, "profiles", "detect");
    for (std::size_t i = 0; i < profiles.size(); ++i)
        read_attachment(reader, profiles[i], path_of("detect.profiles", i), rules);
}

}  // namespace engine
