#include "scenarios/scenario.hpp"

#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"

namespace scenarios {

std::vector<std::pair<std::string, std::string>> scenario_files(const Scenario& scenario) {
    auto written = scenario.resolved.root();
    for (const auto& [pointer, name] : scenario.file_places)
        written[fleet::Json::json_pointer(pointer)] = name;
    std::vector<std::pair<std::string, std::string>> files{
        {"scenario.json", fleet::to_text(written)}};
    files.insert(files.end(), scenario.files.begin(), scenario.files.end());
    return files;
}

std::string scenario_hash(const Scenario& scenario) {
    // nlohmann::json, unlike fleet::Json, sorts its keys.
    auto sorted = nlohmann::json::parse(fleet::to_line(scenario.resolved.root()));
    sorted.erase("name");
    return fleet::sha256_hex(sorted.dump());
}

}  // namespace scenarios
