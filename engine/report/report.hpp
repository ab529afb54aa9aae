// Renders a finished run, one file per format; and AWS's own JSON files of a run directory.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.hpp"
#include "engine/score/score.hpp"
#include "fleet/base/json.hpp"

namespace report {

struct Story {
    std::string title;  // of the scenario
    std::string name;   // of its folder
    std::uint64_t seed = 0;
    std::uint64_t devices = 0;
    fleet::Time start;
    fleet::Time end;
    const engine::Findings& findings;
    const score::Score& score;
};

/// A format: a card and a function.
struct Format {
    std::string_view name;       // "text"
    std::string_view file_name;  // "report.txt"; where it is written in a run directory
    std::string_view purpose;
    std::string (*render)(const Story&);
};

std::span<const Format* const> formats();
/// nullptr when there is none.
const Format* format_named(std::string_view name);

/// The text format; with `is_coloured` for a terminal that shows colours.
std::string render_text(const Story& story, bool is_coloured);

/// audit/, detect/, notifications.jsonl, operations.jsonl, metrics/, score.json of a run directory;
/// `folder` exists.
void write_run_files(const Story& story, const std::filesystem::path& folder);

}  // namespace report
