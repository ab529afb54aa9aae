#include "engine/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/profile_validate.hpp"
#include "engine/operations.hpp"
#include "engine/rules_reader.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;
using fleet::path_of;

/// Long enough for everything an on-demand audit looks back at.
constexpr std::chrono::days enabled_before_start{31};

bool is_known_operation(RulesReader& reader, const Json& name, const std::string& path) {
    if (!name.is_string()) {
        reader.add(path, fmt::format("expected the name of an AWS operation, found {}",
                                     fleet::excerpt(name)));
        return false;
    }
    const auto text = name.get<std::string>();
    if (operation_named(text) != nullptr) return true;
    std::vector<std::string> known;
    for (const auto* operation : operations()) known.emplace_back(operation->name);
    reader.add(path, fmt::format("\"{}\" is no operation that this engine performs{}", text,
                                 fleet::did_you_mean(text, known)));
    return false;
}

/// A request may be as wrong as the scenario wants it: then there is nothing to note.
void note_unjudged(const Json& request, const std::string& path, Rules& rules) {
    const auto behaviors = request.find("behaviors");
    if (behaviors == request.end() || !behavior_problems(*behaviors).empty()) return;
    for (const auto& note : unjudged_notes(*behaviors))
        rules.notes.push_back(fmt::format("{}: {}", path, note));
}

void read_operation(RulesReader& reader, const Json& entry, const std::string& path, Rules& rules) {
    constexpr std::array<std::string_view, 4> keys{"at", "operation", "request", "expectError"};
    reader.is_object_of(entry, path, keys);
    PlannedOperation planned;
    planned.where = path;
    bool is_whole = is_known_operation(reader, entry["operation"], path_of(path, "operation"));
    const auto request = entry.contains("request") ? entry["request"] : Json::object();
    if (!request.is_object()) {
        reader.add(path_of(path, "request"),
                   fmt::format("expected an object, found {}", fleet::excerpt(request)));
    }
    if (entry.contains("expectError")) {
        if (entry["expectError"].is_string())
            planned.expected_error = entry["expectError"].get<std::string>();
        else
            reader.add(path_of(path, "expectError"), "expected the code of an AWS error");
    }
    if (!entry.contains("at"))
        return reader.add(path, "\"at\" is missing: when is the operation performed?");
    const auto time = reader.time(entry["at"], path_of(path, "at"));
    if (!is_whole || !time) return;
    planned.time = *time;
    planned.operation = entry["operation"].get<std::string>();
    planned.request = fleet::to_line(request);
    if (planned.operation == "CreateSecurityProfile") note_unjudged(request, path, rules);
    rules.operations.push_back(std::move(planned));
}

}  // namespace

void read_timeline(RulesReader& reader, const Json& section, Rules& rules) {
    if (!section.is_array())
        return reader.add("timeline",
                          fmt::format("expected a list, found {}", fleet::excerpt(section)));
    for (std::size_t i = 0; i < section.size(); ++i) {
        if (section[i].is_object() && section[i].contains("operation"))
            read_operation(reader, section[i], path_of("timeline", i), rules);
    }
}

Rules read_rules(const fleet::Document& scenario, fleet::Time start, fleet::Time end,
                 std::string_view account_id, std::string_view region, fleet::Problems& problems) {
    const RunFrame frame{.start = start, .end = end, .account_id = account_id, .region = region};
    RulesReader reader(scenario, frame, problems);
    Rules rules;
    rules.start = start;
    rules.checks_enabled_since = start - enabled_before_start;
    const auto& root = scenario.root();
    if (!root.is_object()) {
        reader.add({}, "a scenario is an object");
        return rules;
    }
    read_audit(reader, root, rules);
    if (root.contains("detect")) read_detect(reader, root["detect"], rules);
    if (root.contains("timeline")) read_timeline(reader, root["timeline"], rules);
    // What stands first at one instant stays first: the sections before the timeline.
    std::ranges::stable_sort(rules.operations, {}, &PlannedOperation::time);
    return rules;
}

}  // namespace engine
