#include "sim/cli/library.hpp"

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/json_fields.hpp"

namespace cli {

std::filesystem::path library_folder() {
    const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    // Installed: bin/ next to share/. Built: build/PRESET within the source tree.
    for (const auto* place : {"../share/fleetdrill/scenarios", "../../scenarios/library"}) {
        const auto folder = (beside / place).lexically_normal();
        if (std::filesystem::is_directory(folder)) return folder;
    }
    throw fleet::Error("there is no scenario library beside " + beside.string() +
                       "; build in build/PRESET of the source tree, or install");
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
