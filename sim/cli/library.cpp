#include "sim/cli/library.hpp"

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/json_fields.hpp"

namespace cli {

namespace {

std::filesystem::path program_folder() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

/// Empty: there is none.
std::filesystem::path library_beside(const std::filesystem::path& program) {
    // Installed: bin/ next to share/. Built: build/PRESET within the source tree.
    for (const auto* place : {"../share/fleetdrill/scenarios", "../../scenarios/library"}) {
        auto folder = (program / place).lexically_normal();
        if (std::filesystem::is_directory(folder)) return folder;
    }
    return {};
}

}  // namespace

std::filesystem::path library_folder() {
    auto folder = library_beside(program_folder());
    if (folder.empty())
        throw fleet::Error("there is no scenario library beside " + program_folder().string() +
                           "; build in build/PRESET of the source tree, or install");
    return folder;
}

std::string scenario_meant(const std::string& given) {
    if (given.empty() || given.find('/') != std::string::npos || std::filesystem::exists(given))
        return given;
    const auto library = library_beside(program_folder());
    const auto scenario = library / given;
    return !library.empty() && std::filesystem::is_regular_file(scenario / "scenario.json")
               ? scenario.string()
               : given;
}

std::vector<LibraryScenario> scenarios_in(const std::filesystem::path& folder) {
    std::vector<LibraryScenario> scenarios;
    fleet::Problems problems;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto file = entry.path() / "scenario.json";
        if (!std::filesystem::is_regular_file(file)) continue;
        const auto document = fleet::read_json(file);
        scenarios.push_back({entry.path().filename().string(),
                             fleet::Fields(document, problems).text_or("title", "")});
    }
    problems.raise_if_any();
    std::ranges::sort(scenarios, {}, &LibraryScenario::name);
    return scenarios;
}

}  // namespace cli
