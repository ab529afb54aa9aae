// fleetdrill test: every scenario under the paths against its own expectations. A red build names
// the rule.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <set>

#include "engine/report/report.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/result_file.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/surroundings.hpp"
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
    OptionCard{"set", "PATH=VALUE", "changes every scenario, or a file it names, that has the path",
               true},
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

/// Adds every folder below `folder` that holds a scenario, through symbolic links, each once. What
/// a run left is no scenario to test, nor is what a hidden folder holds.
void find_below(const fs::path& folder, std::set<fs::path>& seen, std::vector<fs::path>& found) {
    std::error_code failure;
    if (!seen.insert(fs::canonical(folder, failure)).second) return;
    if (fs::is_regular_file(folder / "scenario.json", failure)) found.push_back(folder);
    for (auto entry = fs::directory_iterator(folder, failure);
         !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
        std::error_code ignored;
        if (!entry->path().filename().string().starts_with('.') && entry->is_directory(ignored) &&
            !is_result_folder(entry->path()))
            find_below(entry->path(), seen, found);
    }
    if (failure)
        throw fleet::Error(
            fmt::format("{}: cannot be searched: {}", folder.string(), failure.message()));
}

void find_scenarios(const fs::path& path, std::vector<fs::path>& found) {
    if (!fs::exists(path))
        throw fleet::Error(fmt::format("{}: no such file or folder", path.string()));
    if (!fs::is_directory(path)) {
        found.push_back(path);
        return;
    }
    const auto before = found.size();
    std::set<fs::path> seen;
    find_below(path, seen, found);
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
        fmt::print("      not met   {}\n      because   {}\n", result.expectation, result.why);
    }
}

/// What went wrong with the scenario at `path`, named where the message does not name it.
report::Unplayed unplayed(const fs::path& path, const fleet::Error& error, bool is_quiet) {
    sim::raise_if_stopped();  // no fault of the scenario's
    const auto folder = fs::is_directory(path) ? path : fs::absolute(path).parent_path();
    std::string why = error.what();
    if (why.find(path.string()) == std::string::npos)
        why = fmt::format("{}: {}", path.string(), why);
    if (!is_quiet) fmt::print("ERROR {}: could not be played\n", folder.filename().string());
    tell_failure(why.c_str());
    return {.name = folder.filename().string(), .why = why};
}

LoadedScenario load(const fs::path& path, const Options& options) {
    auto how = load_options(options);
    how.may_misplace = true;
    auto loaded = load_scenario(path.string(), how);
    if (!loaded.scenario.has_expect)
        throw fleet::Error(fmt::format(
            "{}: nothing is expected here; add \"expect\": {{}} to expect what the truth says",
            path.string()));
    return loaded;
}

using Found = std::vector<std::pair<fs::path, LoadedScenario>>;

/// An option that changed nothing anywhere is a slip of the pen; one that some scenarios have no
/// place for is told, and they are played as they stand.
void check_sets(const Options& options, const Found& scenarios) {
    const auto sets = options.texts("set");
    for (std::size_t i = 0; i < sets.size() && !scenarios.empty(); ++i) {
        const auto why = [i](const auto& found) -> const std::string& {
            return found.second.scenario.misplaced[i];
        };
        const auto without = std::ranges::count_if(
            scenarios, [&](const auto& found) { return !why(found).empty(); });
        if (without == std::ssize(scenarios))
            throw fleet::Error(scenarios.size() == 1
                                   ? why(scenarios.front())
                                   : fmt::format("{} (nor is there a place for it in any other of "
                                                 "the {} scenarios)",
                                                 why(scenarios.front()), scenarios.size()));
        if (without != 0 && !options.is_quiet())
            std::fprintf(stderr, "fleetdrill: --set %s: has no place in %td of %zu scenarios\n",
                         sets[i].c_str(), without, scenarios.size());
    }
}

Verdict judge(LoadedScenario loaded, const Options& options, TransportKind transport) {
    Progress progress(!options.is_quiet(), options.is_verbose());
    const auto threads = static_cast<unsigned>(options.number_or("threads", 0, 0, 256));
    auto played = play(
        loaded,
        {.transport = transport, .threads = threads, .on_progress = [&](const std::string& line) {
             progress.show(fmt::format("{}: {}", loaded.scenario.name, line));
         }});
    return {.loaded = std::move(loaded),
            .findings = std::move(played.findings),
            .score = std::move(played.score),
            .devices = played.fleet->devices.size()};
}

std::string counted(std::size_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

int run(const Options& options) {
    if (options.has("junit")) check_result_file("junit", options.text("junit"));
    const auto transport = wanted_transport(options, TransportKind::memory);
    sim::stop_on_signals();
    std::vector<report::Unplayed> broken;
    Found scenarios;
    // Everything is loaded before anything is played: a slip in the last scenario is told at once.
    for (const auto& path : wanted_scenarios(options)) {
        try {
            scenarios.emplace_back(path, load(path, options));
        } catch (const fleet::Error& error) {
            broken.push_back(unplayed(path, error, options.is_quiet()));
        }
    }
    check_sets(options, scenarios);
    std::deque<Verdict> verdicts;
    std::size_t failed = 0;
    for (auto& [path, loaded] : scenarios) {
        try {
            verdicts.push_back(judge(std::move(loaded), options, transport));
        } catch (const fleet::Error& error) {
            broken.push_back(unplayed(path, error, options.is_quiet()));
            continue;
        }
        print_verdict(verdicts.back(), options.is_quiet());
        if (!verdicts.back().score.is_passed) ++failed;
    }
    if (options.has("junit")) {
        std::vector<report::Story> stories;
        for (const auto& verdict : verdicts) stories.push_back(verdict.story());
        write_result_file(options.text("junit"), report::render_junit(stories, broken));
    }
    if (!options.is_quiet())
        fmt::print("{}, {} passed, {} failed{}\n",
                   counted(verdicts.size() + broken.size(), "scenario"), verdicts.size() - failed,
                   failed,
                   broken.empty() ? "" : fmt::format(", {} could not be played", broken.size()));
    if (!broken.empty()) return 2;
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
