// What `diff` compares: run directories as they lie on disk, or one scenario or recording under two
// sets of rules.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/report/comparison.hpp"
#include "scenarios/load.hpp"

namespace cli {

/// What a folder says that `run`, `merge`, `detect --out` or `audit --out` left. Raises Error when
/// it holds neither findings nor violation events, and for what is malformed in it.
report::ComparedRun read_run(const std::string& folder);

/// The two sets of profiles, and what they are played or replayed with.
struct RulesQuestion {
    std::string before, after;  // profile files or folders of them
    std::string subject;        // a scenario, a recording, or a run directory
    scenarios::LoadOptions load;
    std::string inventory;  // of a recording; empty: the one it names
    std::vector<std::string> custom_metrics, dimensions;
    unsigned threads = 0;
    std::function<void(const std::string&)> on_progress, on_note;
};

/// Both, after one simulation – or two, where the rules change what happens – or one replay.
std::pair<report::ComparedRun, report::ComparedRun> judge_twice(const RulesQuestion& question);

}  // namespace cli
