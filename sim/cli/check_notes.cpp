#include "sim/cli/check_notes.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <tuple>

namespace cli {
namespace {

/// The index in "…behaviors[3]…", as our keys or CloudFormation's.
std::optional<std::size_t> behavior_in(const std::string& path) {
    for (const auto* key : {"behaviors[", "Behaviors["}) {
        const auto at = path.find(key);
        if (at == std::string::npos) continue;
        std::size_t index = 0;
        const auto* const first = path.data() + at + 10;
        if (std::from_chars(first, path.data() + path.size(), index).ec == std::errc{})
            return index;
    }
    return std::nullopt;
}

}  // namespace

CheckNote note_of(const fleet::Problem& problem) {
    return {.file = problem.file,
            .line = problem.line,
            .path = fleet::shortened(problem.path),
            .behavior = behavior_in(problem.path),
            .message = fleet::shortened(problem.message),
            .lint = {},
            .fix = {}};
}

void add_errors(const fleet::Problems& problems, CheckedFile& checked) {
    for (const auto& problem : problems.all()) checked.errors.push_back(note_of(problem));
}

CheckNote note_of(const engine::LintFinding& finding, const fleet::Problem& place) {
    auto note = note_of(place);
    note.behavior = finding.behavior;
    note.lint = std::string(finding.lint->name);
    note.fix = fleet::shortened(finding.fix);
    return note;
}

void add_new(const std::vector<CheckNote>& notes, std::vector<CheckNote>& known) {
    for (const auto& note : notes) {
        const bool is_known = std::ranges::any_of(known, [&](const CheckNote& one) {
            return std::tie(one.file, one.line, one.path, one.behavior, one.lint, one.message) ==
                   std::tie(note.file, note.line, note.path, note.behavior, note.lint,
                            note.message);
        });
        if (!is_known) known.push_back(note);
    }
}

bool has(const fleet::Json& json, std::string_view key) {
    return json.is_object() && json.contains(key);
}

}  // namespace cli
