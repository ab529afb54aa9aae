// fleetdrill test: every scenario under the paths against its own expectations. A red build names
// the rule.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>

#include "engine/report/report.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/result_file.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array options_of_test{
    OptionCard{"junit", "FILE", "also writes JUnit XML: one case for each expectation"},
    OptionCard{"filter", "GLOB", "only scenarios whose name matches, such as 'flood-*'"},
    OptionCard{"transport", "broker|memory", "in process (the default), or over a real Mosquitto"},
    OptionCard{"seed", "N", "0 … 2^64-1; instead of the scenarios' own"},
    OptionCard{"set", "PATH=VALUE", "changes every scenario, or a file it names", true},
    OptionCard{"threads", "N", "1 … 256; no result depends on it"},
};

/// One scenario that was played, as far as its verdict needs it.
struct Verdict {
    LoadedScenario loaded;
    engine::Findings findings;
    score::Score score;
    std::uint64_t devices = 0;

    report::Story story() const {
        return {.title = loaded.scenario.title,
                .name = loaded.scenario.name,
                .seed = loaded.scenario.seed,
                .devices = devices,
                .start = loaded.scenario.start,
                .end = loaded.scenario.end(),
                .findings = findings,
                .score = score};
    }
};

void find_scenarios(const fs::path& path, std::vector<fs::path>& found) {
    if (!fs::exists(path))
        throw fleet::Error(fmt::format("{}: no such file or folder", path.string()));
    if (!fs::is_directory(path)) {
        found.push_back(path);
        return;
    }
    const auto before = found.size();
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
        if (entry.path().filename() == "scenario.json") found.push_back(entry.path().parent_path());
    }
    if (found.size() == before) {
        throw fleet::Error(
            fmt::format("{}: holds no scenario (no scenario.json in it or below)", path.string()));
    }
}

std::vector<fs::path> wanted_scenarios(const Options& options) {
    if (options.arguments().empty())
        throw fleet::Error("which scenarios? name a folder, or a scenario.json");
    std::vector<fs::path> found;
    for (const auto& argument : options.arguments()) find_scenarios(argument, found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (options.has("filter")) {
        const auto& pattern = options.text("filter");
        const auto is_other = [&](const fs::path& path) {
            const auto folder = fs::is_directory(path) ? path : fs::absolute(path).parent_path();
            return !fleet::glob_match(pattern, fs::absolute(folder).filename().string());
        };
        found.erase(std::remove_if(found.begin(), found.end(), is_other), found.end());
        if (found.empty())
            throw fleet::Error(fmt::format("no scenario's name matches {}", pattern));
    }
    return found;
}

void print_verdict(const Verdict& verdict, bool is_quiet) {
    const auto& expectations = verdict.score.expectations;
    const auto missed = std::count_if(expectations.begin(), expectations.end(),
                                      [](const auto& result) { return !result.is_met; });
    if (!is_quiet || missed != 0) {
        fmt::print("{}  {}: {} of {} expectations met\n", missed == 0 ? "ok  " : "FAIL",
                   verdict.loaded.scenario.name,
                   expectations.size() - static_cast<std::size_t>(missed), expectations.size());
    }
    for (const auto& result : expectations) {
        if (result.is_met) continue;
        fmt::print("      expected  {}\n      got       {}\n", result.expectation, result.why);
    }
}

int run(const Options& options) {
    if (options.has("junit")) check_result_file("junit", options.text("junit"));
    std::deque<Verdict> verdicts;
    // Everything is loaded before anything is played: a slip in the last scenario is told at once.
    for (const auto& path : wanted_scenarios(options)) {
        verdicts.push_back({.loaded = load_scenario(path.string(), load_options(options))});
        if (!verdicts.back().loaded.scenario.has_expect) {
            throw fleet::Error(fmt::format(
                "{}: nothing is expected here; add \"expect\": {{}} to expect what the truth says",
                path.string()));
        }
    }
    const auto transport = wanted_transport(options, TransportKind::memory);
    sim::stop_on_signals();
    const auto threads = static_cast<unsigned>(options.number_or("threads", 0, 0, 256));
    Progress progress(!options.is_quiet());
    std::size_t failed = 0;
    std::vector<report::Story> stories;
    for (auto& verdict : verdicts) {
        const auto& name = verdict.loaded.scenario.name;
        auto played = play(verdict.loaded, {.transport = transport,
                                            .threads = threads,
                                            .on_progress = [&](const std::string& line) {
                                                progress.show(fmt::format("{}: {}", name, line));
                                            }});
        verdict.findings = std::move(played.findings);
        verdict.score = std::move(played.score);
        verdict.devices = played.fleet->devices.size();
        progress.clear();
        print_verdict(verdict, options.is_quiet());
        if (!verdict.score.is_passed) ++failed;
        stories.push_back(verdict.story());
    }
    if (options.has("junit"))
        write_result_file(options.text("junit"), report::render_junit(stories));
    if (!options.is_quiet())
        fmt::print("{} scenarios, {} passed, {} failed\n", verdicts.size(),
                   verdicts.size() - failed, failed);
    return failed == 0 ? 0 : 1;
}

}  // namespace

extern const Command test{
    .name = "test",
    .summary = "plays every scenario under the paths and compares with what it expects",
    .arguments = "PATH...",
    .options = options_of_test,
    .example = "fleetdrill test scenarios/library --junit results.xml",
    .run = run,
};

}  // namespace cli
