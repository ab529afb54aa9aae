#include "scenarios/override.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace scenarios {
namespace {

using fleet::Json;

struct Step {
    std::string key;
    bool is_bracketed = false;
};

/// What may name an element of an array, first come first served.
constexpr std::array name_keys{"name",  "securityProfileName", "metricName", "scheduledAuditName",
                               "kind",  "operation",           "behavior",   "check",
                               "metric"};

/// Why the path leads nowhere; nothing while it leads on.
using Obstacle = std::optional<std::string>;

[[noreturn]] void fail(std::string_view option, const std::string& message) {
    throw fleet::Error(fmt::format("--set {}: {}", option, message));
}

/// What is no path has no steps.
std::vector<Step> steps_of(std::string_view path) {
    std::vector<Step> steps;
    while (!path.empty()) {
        const bool is_bracketed = path.front() == '[';
        if (is_bracketed || (!steps.empty() && path.front() == '.')) path.remove_prefix(1);
        const auto end =
            is_bracketed ? path.find(']') : std::min(path.find_first_of(".["), path.size());
        if (end == std::string_view::npos || end == 0) return {};
        steps.push_back({std::string(path.substr(0, end)), is_bracketed});
        path.remove_prefix(end + (is_bracketed ? 1 : 0));
    }
    return steps;
}

constexpr std::string_view no_path =
    "is no path: keys are joined by dots, elements stand in [brackets]";

/// The texts an element of an array may be called by; of {"profile": {…}} also those of its value.
std::vector<std::string> names_of(const Json& element) {
    std::vector<std::string> names;
    if (!element.is_object()) return names;
    for (const auto* key : name_keys) {
        if (const auto found = element.find(key); found != element.end() && found->is_string())
            names.push_back(found->get<std::string>());
    }
    if (const auto profile = element.find("profile"); profile != element.end()) {
        for (auto& name : names_of(*profile)) names.push_back(std::move(name));
    }
    return names;
}

/// Where the path has led so far.
struct Walk {
    Json* value;
    const fleet::Shape* shape;  // null where no shape is known
    std::string path;
};

Obstacle enter_element(Walk& walk, const Step& step) {
    auto& array = *walk.value;
    std::size_t index = array.size();
    const auto* last = step.key.data() + step.key.size();
    const auto [end, failed] = std::from_chars(step.key.data(), last, index);
    if (failed != std::errc{} || end != last) {
        std::vector<std::string> known;
        for (index = 0; index < array.size(); ++index) {
            const auto names = names_of(array[index]);
            if (std::find(names.begin(), names.end(), step.key) != names.end()) break;
            known.insert(known.end(), names.begin(), names.end());
        }
        if (index == array.size())
            return fmt::format("{} has no element \"{}\"{}", walk.path, step.key,
                               fleet::did_you_mean(step.key, known));
    }
    if (index >= array.size())
        return fmt::format("{} has {} element{}, counted from 0", walk.path, array.size(),
                           array.size() == 1 ? "" : "s");
    walk.value = &array[index];
    walk.path = fleet::path_of(walk.path, index);
    if (walk.shape != nullptr)
        walk.shape =
            walk.shape->kind == fleet::Shape::Kind::array ? &walk.shape->parts[0] : nullptr;
    return std::nullopt;
}

Obstacle enter_key(Walk& walk, const Step& step, bool is_last) {
    if (step.is_bracketed && walk.shape != nullptr && walk.shape->kind == fleet::Shape::Kind::array)
        return fmt::format("there is no {} here", walk.path);
    auto& object = *walk.value;
    const auto* part = walk.shape == nullptr ? nullptr : fleet::shape_of_key(*walk.shape, step.key);
    if (!object.contains(step.key)) {
        std::vector<std::string> known;
        for (auto item = object.begin(); item != object.end(); ++item) known.push_back(item.key());
        if (walk.shape != nullptr) {
            for (const auto& field : walk.shape->fields) known.push_back(field.name);
        }
        if (walk.path == "variables")
            return fmt::format("no variable is named \"{}\"{}", step.key,
                               fleet::did_you_mean(step.key, known));
        if (part == nullptr)
            return fmt::format("unknown key \"{}\"{}{}", step.key,
                               walk.path.empty() ? "" : " in " + walk.path,
                               fleet::did_you_mean(step.key, known));
        object[step.key] = is_last ? Json(nullptr) : Json::object();
    }
    walk.value = &object[step.key];
    walk.path = fleet::path_of(walk.path, step.key);
    walk.shape = part;
    return std::nullopt;
}

Obstacle take(Walk& walk, const Step& step, bool is_last) {
    if (walk.shape != nullptr) walk.shape = fleet::resolve(*walk.shape, *walk.value);
    if (walk.value->is_array() && step.is_bracketed) return enter_element(walk, step);
    if (walk.value->is_object()) return enter_key(walk, step, is_last);
    return fmt::format("{} is {}, it has no \"{}\"", walk.path, fleet::kind_of(*walk.value),
                       step.key);
}

/// What is read before anything is overridden.
Obstacle settled(const Step& first) {
    if (first.key != "include" && first.key != "cases") return std::nullopt;
    return fmt::format("\"{}\" says what there is to change; it is not changed itself", first.key);
}

Json value_of(std::string_view text) {
    try {
        auto document = fleet::parse_json(text, "--set");
        return std::move(document.root());
    } catch (const fleet::Error&) {
        return Json(std::string(text));
    }
}

}  // namespace

bool is_of_variables(std::string_view path) { return is_within(path, "variables"); }

std::optional<std::string> apply_value(Sources& sources, const fleet::Shape& shape,
                                       std::string_view path, Json value, Origins::Override from) {
    const auto steps = steps_of(path);
    if (steps.empty()) return std::string(no_path);
    if (auto obstacle = settled(steps.front())) return obstacle;
    auto before = sources.root();
    Walk walk{&sources.root(), &shape, {}};
    for (const auto& step : steps) {
        auto obstacle = take(walk, step, &step == &steps.back());
        if (!obstacle) continue;
        sources.root() = std::move(before);  // keys may have been added on the way
        return obstacle;
    }
    *walk.value = std::move(value);
    from.path = walk.path;
    sources.mark_overridden(std::move(from));
    return std::nullopt;
}

std::optional<std::string> apply_override(Sources& sources, const fleet::Shape& shape,
                                          std::string_view option) {
    const auto equals = option.find('=');
    if (equals == std::string_view::npos) fail(option, "has no '='; write --set path=value");
    const auto path = option.substr(0, equals);
    if (path.empty()) fail(option, "names no key; write --set path=value");
    if (steps_of(path).empty()) fail(option, std::string(no_path));
    const Origins::Override from{
        .path = {}, .file = fmt::format("--set {}", option), .line = 0, .note = {}};
    const auto obstacle =
        apply_value(sources, shape, path, value_of(option.substr(equals + 1)), from);
    if (!obstacle) return std::nullopt;
    return fmt::format("--set {}: {}", option, *obstacle);
}

}  // namespace scenarios
