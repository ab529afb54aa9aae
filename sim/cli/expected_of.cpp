#include "sim/cli/expected_of.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using fleet::Json;

/// A section without entries still says that something in particular was expected: an empty one
/// would say that the truth is all.
void empty(Json& expect, const char* section, std::vector<std::string>& notes) {
    const auto found = expect.find(section);
    if (found == expect.end() || found->empty()) return;
    *found = Json::array();
    notes.push_back(fmt::format("expected {} are not judged: the files tell none", section));
}

void drop_figures(Json& expect, std::string_view half, std::vector<std::string>& notes) {
    const auto score = expect.find("score");
    if (score == expect.end() || !score->is_object()) return;
    auto kept = Json::object();
    for (const auto& [name, bound] : score->items())
        if (!name.starts_with(half)) kept[name] = bound;
    if (kept.size() == score->size()) return;
    *score = std::move(kept);
    notes.push_back(fmt::format("expected figures of {} are not judged", half));
}

}  // namespace

std::vector<std::string> keep_what_findings_tell(const StatedFindings& stated, Json& scenario) {
    std::vector<std::string> notes;
    const auto found = scenario.find("expect");
    if (found == scenario.end() || !found->is_object()) return notes;
    for (const auto* section : {"notifications", "operations"}) empty(*found, section, notes);
    if (!stated.has_audit) empty(*found, "findings", notes);
    if (!stated.has_audit || !stated.are_tasks_told) empty(*found, "tasks", notes);
    if (!stated.has_audit) drop_figures(*found, "audit", notes);
    if (!stated.has_detect) empty(*found, "alarms", notes);
    if (!stated.has_detect) drop_figures(*found, "detect", notes);
    return notes;
}

}  // namespace cli
