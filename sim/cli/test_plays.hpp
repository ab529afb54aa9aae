// Scenarios played one beside the other, their verdicts told in order.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/report/report.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/outcome.hpp"
#include "sim/cli/play.hpp"

namespace cli {

/// One scenario to test, and what became of it.
struct TestCase {
    std::filesystem::path path;
    std::string case_name;  // empty: its scenario has no cases
    std::string name;
    std::optional<LoadedScenario> loaded;
    std::optional<Outcome> outcome;
    std::string why_not;                   // it could not be loaded or played
    std::vector<fleet::Problem> problems;  // the same one by one, where it tells of files

    /// Notes why it cannot be loaded or played, and names its file where the message does not.
    void refuse(const fleet::Error& error);
    bool is_played() const { return outcome.has_value(); }
    bool is_passed() const { return outcome && outcome->score.is_passed; }
    /// Of one that was played; refers to this object.
    report::Story story() const;
};

/// Loads every scenario that the options want, before anything is played: a slip in the last one is
/// told at once.
std::vector<TestCase> load_cases(const Options& options);

struct PlayCases {
    TransportKind transport = TransportKind::memory;
    unsigned jobs = 1;     // scenarios at a time
    unsigned threads = 0;  // of each, when one is played at a time
    /// Called on the calling thread, in the order of the cases, for each that is through.
    std::function<void(const TestCase&)> on_done;
    std::function<void(const std::string&)> on_progress;
};

/// Plays those that could be loaded. Ends early, with the rest neither played nor with a reason,
/// when the program is asked to stop.
void play_cases(std::vector<TestCase>& cases, const PlayCases& how);

/// --jobs, --threads and --transport.
PlayCases play_cases_options(const Options& options);

}  // namespace cli
