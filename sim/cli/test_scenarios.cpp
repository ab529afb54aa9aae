#include "sim/cli/test_scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "sim/cli/library.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/scenario_options.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

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

std::string scenario_name(const fs::path& path) {
    const auto folder = fs::is_directory(path) ? path : fs::absolute(path).parent_path();
    return fs::absolute(folder / ".").lexically_normal().parent_path().filename().string();
}

void add_cases(const fs::path& path, std::vector<WantedScenario>& wanted) {
    const auto name = scenario_name(path);
    std::vector<std::string> cases;
    try {
        cases = scenarios::case_names(path);
    } catch (const fleet::Error&) {
        cases.clear();  // loading it will say the same, where a person expects it
    }
    if (cases.empty()) wanted.push_back({path, {}, name});
    for (const auto& one : cases) wanted.push_back({path, one, name + "/" + one});
}

}  // namespace

std::vector<WantedScenario> wanted_scenarios(const Options& options) {
    if (options.arguments().empty())
        throw fleet::Error("which scenarios? name a folder, or a scenario.json");
    std::vector<fs::path> found;
    for (const auto& argument : options.arguments())
        find_scenarios(scenario_meant(argument), found);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<WantedScenario> wanted;
    for (const auto& path : found) add_cases(path, wanted);
    if (!options.has("filter")) return wanted;
    const auto& pattern = options.text("filter");
    std::erase_if(wanted, [&](const WantedScenario& one) {
        return !fleet::glob_match(pattern, one.name) &&
               !fleet::glob_match(pattern, scenario_name(one.path));
    });
    if (wanted.empty()) throw fleet::Error(fmt::format("no scenario's name matches {}", pattern));
    return wanted;
}

LoadedScenario load_expecting(const WantedScenario& wanted, const Options& options) {
    auto how = load_options(options);
    how.may_misplace = true;
    how.case_name = wanted.case_name;
    auto loaded = load_scenario(wanted.path.string(), how);
    if (!loaded.scenario.has_expect)
        throw fleet::Error(fmt::format(
            "{}: nothing is expected here; add \"expect\": {{}} to expect what the truth says",
            wanted.path.string()));
    return loaded;
}

void check_sets(const Options& options, std::span<const LoadedScenario* const> scenarios) {
    const auto sets = options.texts("set");
    for (std::size_t i = 0; i < sets.size() && !scenarios.empty(); ++i) {
        const auto why = [i](const LoadedScenario* loaded) -> const std::string& {
            return loaded->scenario.misplaced[i];
        };
        const auto without = std::ranges::count_if(
            scenarios, [&](const LoadedScenario* loaded) { return !why(loaded).empty(); });
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

}  // namespace cli
