#include "scenarios/load.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"
#include "fleet/base/text_form.hpp"
#include "scenarios/read_sections.hpp"
#include "scenarios/scale.hpp"
#include "scenarios/settle.hpp"
#include "scenarios/sources.hpp"

namespace scenarios {
namespace {

using fleet::Json;

constexpr std::uint64_t fleet_devices_max = 100'000'000;

/// The name of the folder the file stands in, wherever it was called from.
std::string folder_name(const std::filesystem::path& file) {
    const auto absolute = std::filesystem::absolute(file).lexically_normal();
    const auto name = absolute.parent_path().filename().string();
    return name.empty() ? "scenario" : name;
}

/// The name of a folder as one that a scenario may have; of text that no terminal obeys.
std::string plain_name(std::string name) {
    constexpr std::size_t longest = 128;
    if (name.size() > longest) name.resize(longest);
    for (auto& c : name) {
        if (!fleet::scenario_name_form.accepts(std::string{'a', c})) c = '_';
    }
    if (!fleet::scenario_name_form.accepts(name)) name.front() = '_';
    return name;
}

void scale(Json& root, std::uint64_t devices) {
    auto& cohorts = root.at("fleet").at("cohorts");
    std::vector<std::uint64_t> counts;
    std::uint64_t sum = 0;
    for (const auto& cohort : cohorts) {
        counts.push_back(fleet::whole_number(cohort.at("count")).value());
        sum += counts.back();
    }
    if (devices > fleet_devices_max)
        throw fleet::Error(
            fmt::format("--devices {}: at most {} are possible", devices, fleet_devices_max));
    if (sum == 0)
        throw fleet::Error(fmt::format(
            "--devices {}: every cohort has the count 0, there is nothing to scale", devices));
    const auto result = scaled(counts, devices);
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (result[i] > cohort_devices_max)
            throw fleet::Error(fmt::format(
                "--devices {}: the cohort \"{}\" would have {} devices, "
                "at most {} are possible",
                devices, cohorts[i].at("name").get<std::string>(), result[i], cohort_devices_max));
        cohorts[i]["count"] = result[i];
    }
}

/// Where no value stands, because its variable has none, nothing more is told.
void check_form(Sources& sources, const fleet::Shape& shape, const std::set<std::string>& refused,
                fleet::Problems& problems) {
    sources.inline_files(shape, problems);
    const auto report = [&](const std::string& path, std::string message) {
        if (!refused.contains(path)) problems.add(sources.problem(path, std::move(message)));
    };
    fleet::check(sources.root(), shape, "", report);
    problems.raise_if_any();
}

/// A title is printed: no line breaks, nothing that a terminal obeys.
bool is_printable(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        // In UTF-8 the second block of control characters is C2 80 to C2 9F.
        const bool is_second_block =
            c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c < 0x20 || c == 0x7F || is_second_block) return false;
    }
    return true;
}

void read_head(const Reading& reading, Scenario& scenario) {
    const auto& whole = reading.whole;
    const auto text = [&](const char* key) { return whole.at(key).get<std::string>(); };
    scenario.title = text("title");
    if (!is_printable(scenario.title))
        reading.problem("title", "holds a line break or another control character");
    scenario.seed = fleet::whole_number(whole.at("seed")).value();
    scenario.start = fleet::parse_time(text("start")).value();
    scenario.duration = fleet::parse_duration(text("duration")).value();
    if (scenario.duration > scenario_duration_max) {
        reading.problem("duration", "is longer than 400d");
        scenario.duration = scenario_duration_max;
    }
    scenario.broker = {.enforce_crl = whole.at("broker").at("enforceCrl"),
                       .close_on_deny = whole.at("broker").at("closeOnDeny")};
    scenario.has_expect = whole.contains("expect");
    scenario.fleet.start = scenario.start;
    scenario.fleet.duration = scenario.duration;
}

/// Without a name of its own it is called like its folder; a case of it SCENARIO/CASE.
void name_it(Json& root, const std::filesystem::path& file, const std::string& case_name) {
    if (!root.contains("name")) root["name"] = plain_name(folder_name(file));
    if (case_name.empty()) return;
    root["name"] = root.at("name").get<std::string>() + "/" + case_name;
}

}  // namespace

std::filesystem::path scenario_file(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored) ? path / "scenario.json" : path;
}

Scenario load(const std::filesystem::path& path, const LoadOptions& options,
              const KindTables& kinds) {
    const auto file = scenario_file(path);
    const auto shape = scenario_shape(kinds);
    Sources sources(read_with_includes(file));
    fleet::Problems of_form;
    auto settled = settle(sources, shape, options, of_form);
    check_form(sources, shape, settled.refused, of_form);
    if (options.devices) scale(sources.root(), *options.devices);

    Scenario scenario;
    scenario.misplaced = std::move(settled.misplaced);
    scenario.why_expect_stays = std::move(settled.why_expect_stays);
    auto& root = sources.root();
    name_it(root, file, options.case_name);
    scenario.name = root.at("name");
    const auto whole = fleet::with_defaults(root, shape);
    root["seed"] = whole.at("seed");
    auto files = sources.files();
    fleet::Problems problems;
    const Reading reading{whole, sources, kinds, problems};
    read_head(reading, scenario);
    read_account(reading, scenario);
    read_cohorts(reading, files.names, scenario);
    read_groups(reading, scenario);
    read_defects(reading, scenario);
    read_timeline(reading, scenario);
    check_audit(reading, scenario);
    problems.raise_if_any();
    scenario.files = std::move(files.texts);
    scenario.file_places = std::move(files.places);
    scenario.origins = sources.release_origins();
    scenario.resolved = sources.release();
    return scenario;
}

}  // namespace scenarios
