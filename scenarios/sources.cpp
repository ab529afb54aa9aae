#include "scenarios/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace scenarios {
namespace {

using fleet::Json;

/// All files of a scenario together; one file may stand in thousands of places.
constexpr std::uint64_t all_bytes_max = 16 * scenario_bytes_max;

/// Is `path` the value at `ancestor`, or within it?
bool is_within(std::string_view path, std::string_view ancestor) {
    if (!path.starts_with(ancestor)) return false;
    return ancestor.empty() || path.size() == ancestor.size() || path[ancestor.size()] == '.' ||
           path[ancestor.size()] == '[';
}

std::string escaped(std::string_view key) {
    std::string text;
    for (const char c : key) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return text;
}

Json& at(Json& root, const std::string& pointer) { return root[Json::json_pointer(pointer)]; }

/// `name` without its folders, with a number where another file has that name already.
std::string unique_name(const std::string& name,
                        const std::vector<std::pair<std::string, std::string>>& taken) {
    const auto plain = std::filesystem::path(name).filename().string();
    const auto dot = std::min(plain.find('.', 1), plain.size());
    const auto is_taken = [&](const std::string& candidate) {
        return candidate == "scenario.json" ||
               std::any_of(taken.begin(), taken.end(),
                           [&](const auto& file) { return file.first == candidate; });
    };
    auto candidate = plain;
    for (int n = 2; is_taken(candidate); ++n)
        candidate = fmt::format("{}-{}{}", plain.substr(0, dot), n, plain.substr(dot));
    return candidate;
}

}  // namespace

Sources::Sources(fleet::Document scenario, std::filesystem::path folder)
    : scenario_(std::move(scenario)), folder_(std::move(folder)) {}

void Sources::inline_files(const fleet::Shape& shape, fleet::Problems& problems) {
    visit(root(), shape, {}, problems);
}

void Sources::visit(Json& value, const fleet::Shape& shape, const Place& place,
                    fleet::Problems& problems) {
    if (fleet::is_file_or_object(shape) && value.is_string()) return read(value, place, problems);
    const auto* chosen = fleet::resolve(shape, value);
    if (chosen == nullptr || !value.is_structured()) return;
    std::size_t index = 0;
    for (auto item = value.begin(); item != value.end(); ++item, ++index) {
        if (value.is_array()) {
            if (chosen->kind != fleet::Shape::Kind::array) return;
            visit(*item, chosen->parts[0],
                  {fleet::path_of(place.path, index), fmt::format("{}/{}", place.pointer, index)},
                  problems);
        } else if (const auto* part = fleet::shape_of_key(*chosen, item.key())) {
            visit(
                *item, *part,
                {fleet::path_of(place.path, item.key()), place.pointer + "/" + escaped(item.key())},
                problems);
        }
    }
}

void Sources::read(Json& value, const Place& place, fleet::Problems& problems) {
    const auto name = value.get<std::string>();
    if (!fleet::file_form.accepts(name)) return;  // the check of the shape says so
    try {
        auto text = fleet::read_file(folder_ / name, scenario_bytes_max);
        bytes_ += text.size();
        if (bytes_ > all_bytes_max)
            throw fleet::Error(
                fmt::format("all files together are larger than {} bytes", all_bytes_max));
        auto document = fleet::parse_json(text, (folder_ / name).string());
        value = document.root();
        references_.insert_or_assign(
            place.path, Reference{name, place.pointer, std::move(text), std::move(document)});
    } catch (const fleet::Error& error) {
        problems.add(
            problem(place.path, fmt::format("while reading the file it names: {}", error.what())));
    }
}

void Sources::mark_overridden(std::string path, std::string option) {
    std::erase_if(references_, [&](const auto& each) { return is_within(each.first, path); });
    overrides_.emplace_back(std::move(path), std::move(option));
}

std::pair<const fleet::Document&, std::string> Sources::origin(std::string_view path) const {
    for (const auto& [place, reference] : references_) {
        if (!is_within(path, place)) continue;
        auto rest = std::string(path.substr(place.size()));
        if (rest.starts_with('.')) rest.erase(0, 1);
        return {reference.document, rest};
    }
    return {scenario_, std::string(path)};
}

fleet::Problem Sources::problem(std::string_view path, std::string message) const {
    for (const auto& [place, option] : overrides_) {
        if (is_within(path, place))
            return {.file = option,
                    .line = 0,
                    .path = std::string(path),
                    .message = std::move(message)};
    }
    const auto [document, rest] = origin(path);
    return document.problem(rest, std::move(message));
}

Origins Sources::release_origins() {
    Origins origins{.files = {}, .overrides = std::move(overrides_)};
    for (auto& [path, reference] : references_)
        origins.files.emplace(path, std::move(reference.document));
    references_.clear();
    return origins;
}

fleet::Problem in_its_file(const Scenario& scenario, const fleet::Problem& problem) {
    for (const auto& [path, option] : scenario.origins.overrides) {
        if (is_within(problem.path, path))
            return {.file = option, .line = 0, .path = problem.path, .message = problem.message};
    }
    for (const auto& [path, document] : scenario.origins.files) {
        if (!is_within(problem.path, path)) continue;
        auto rest = problem.path.substr(path.size());
        if (rest.starts_with('.')) rest.erase(0, 1);
        return document.problem(rest, problem.message);
    }
    return problem;
}

Sources::Files Sources::files() const {
    Files files;
    std::map<std::pair<std::string, std::string>, std::string> known;  // written name and text
    auto now = root();
    for (const auto& [path, reference] : references_) {
        const auto& content = at(now, reference.pointer);
        auto text = content == reference.document.root() ? reference.text : fleet::to_text(content);
        auto& name = known[{reference.name, text}];
        if (name.empty()) {
            name = unique_name(reference.name, files.texts);
            files.texts.emplace_back(name, std::move(text));
        }
        files.places.emplace_back(reference.pointer, name);
        files.names.emplace(path, name);
    }
    return files;
}

}  // namespace scenarios
