#include "scenarios/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace scenarios {
namespace {

using fleet::Json;

std::string escaped(std::string_view key) {
    std::string text;
    for (const char c : key) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return text;
}

Json& at(Json& root, const std::string& pointer) { return root[Json::json_pointer(pointer)]; }

const fleet::Document& document_at(const fleet::Document& scenario, const Origins& origins,
                                   const Origins::Place& place) {
    return place.document == 0 ? scenario : origins.included[place.document - 1];
}

/// The problem where an option or a case has changed the value at `path`; the latest one counts.
std::optional<fleet::Problem> override_problem(const Origins& origins, std::string_view path,
                                               const std::string& message) {
    const auto found = std::find_if(origins.overrides.rbegin(), origins.overrides.rend(),
                                    [&](const auto& each) { return is_within(path, each.path); });
    if (found == origins.overrides.rend()) return std::nullopt;
    return fleet::Problem{.file = found->file,
                          .line = found->line,
                          .path = std::string(path),
                          .message = message + found->note};
}

/// Tells the text that a variable's value has taken the place of.
std::string as_written(const Origins& origins, std::string_view path) {
    const auto found = origins.written.find(path);
    return found == origins.written.end() ? std::string{}
                                          : fmt::format(" (written as \"{}\")", found->second);
}

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

bool is_within(std::string_view path, std::string_view ancestor) {
    if (!path.starts_with(ancestor)) return false;
    return ancestor.empty() || path.size() == ancestor.size() || path[ancestor.size()] == '.' ||
           path[ancestor.size()] == '[';
}

Sources::Sources(Included scenario)
    : scenario_(std::move(scenario.scenario)),
      origins_(std::move(scenario.origins)),
      bytes_(scenario.bytes) {}

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
        const auto file = folder_of(place.path) / name;
        auto text = fleet::read_file(file, scenario_bytes_max);
        bytes_ += text.size();
        if (bytes_ > scenario_files_bytes_max)
            throw fleet::Error(fmt::format("all files together are larger than {} bytes",
                                           scenario_files_bytes_max));
        auto document = fleet::parse_json(text, file.string());
        value = document.root();
        references_.insert_or_assign(
            place.path, Reference{name, place.pointer, std::move(text), std::move(document)});
    } catch (const fleet::Error& error) {
        problems.add(
            problem(place.path, fmt::format("while reading the file it names: {}", error.what())));
    }
}

/// What a file's name at `path` is relative to: the file that names it; an option names it from the
/// scenario's own.
std::filesystem::path Sources::folder_of(std::string_view path) const {
    const bool is_overridden = std::ranges::any_of(
        origins_.overrides, [&](const auto& each) { return is_within(path, each.path); });
    const auto place = is_overridden ? Origins::Place{} : place_of(origins_.merged, path);
    return std::filesystem::path(document_at(scenario_, origins_, place).file()).parent_path();
}

void Sources::mark_overridden(Origins::Override over) {
    const auto is_gone = [&](const auto& each) { return is_within(each.first, over.path); };
    std::erase_if(references_, is_gone);
    std::erase_if(origins_.written, is_gone);
    std::erase_if(origins_.overrides,
                  [&](const auto& each) { return is_within(each.path, over.path); });
    origins_.overrides.push_back(std::move(over));
}

void Sources::mark_moved(const std::string& path, std::string_view place) {
    auto origin = place_of(origins_.merged, place);
    std::erase_if(origins_.merged, [&](const auto& each) { return is_within(each.first, path); });
    origins_.merged.insert_or_assign(path, std::move(origin));
}

void Sources::mark_written(const std::string& path, std::string text) {
    origins_.written.insert_or_assign(path, std::move(text));
}

bool Sources::is_included(std::string_view path) const {
    return place_of(origins_.merged, path).document != 0 ||
           std::ranges::any_of(origins_.merged, [&](const auto& each) {
               return each.second.document != 0 && is_within(each.first, path);
           });
}

std::pair<const fleet::Document&, std::string> Sources::origin(std::string_view path) const {
    for (const auto& [place, reference] : references_) {
        if (!is_within(path, place)) continue;
        auto rest = std::string(path.substr(place.size()));
        if (rest.starts_with('.')) rest.erase(0, 1);
        return {reference.document, rest};
    }
    const auto place = place_of(origins_.merged, path);
    return {document_at(scenario_, origins_, place), place.path};
}

fleet::Problem Sources::problem(std::string_view path, std::string message) const {
    if (auto changed = override_problem(origins_, path, message)) return *changed;
    const auto [document, rest] = origin(path);
    return document.problem(rest, std::move(message) + as_written(origins_, path));
}

Origins Sources::release_origins() {
    auto origins = std::move(origins_);
    origins_ = {};
    for (auto& [path, reference] : references_)
        origins.files.emplace(path, std::move(reference.document));
    references_.clear();
    return origins;
}

fleet::Problem in_its_file(const Scenario& scenario, const fleet::Problem& problem) {
    const auto& origins = scenario.origins;
    if (auto changed = override_problem(origins, problem.path, problem.message)) return *changed;
    for (const auto& [path, document] : origins.files) {
        if (!is_within(problem.path, path)) continue;
        auto rest = problem.path.substr(path.size());
        if (rest.starts_with('.')) rest.erase(0, 1);
        return document.problem(rest, problem.message);
    }
    const auto message = problem.message + as_written(origins, problem.path);
    if (origins.merged.empty())
        return {
            .file = problem.file, .line = problem.line, .path = problem.path, .message = message};
    const auto place = place_of(origins.merged, problem.path);
    return document_at(scenario.resolved, origins, place).problem(place.path, message);
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
