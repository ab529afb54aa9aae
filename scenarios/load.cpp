#include "scenarios/load.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"
#include "fleet/base/text_form.hpp"
#include "scenarios/override.hpp"
#include "scenarios/read_sections.hpp"
#include "scenarios/scale.hpp"
#include "scenarios/sources.hpp"

namespace scenarios {
namespace {

using fleet::Json;

constexpr std::uint64_t fleet_devices_max = 100'000'000;

std::filesystem::path file_of(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored) ? path / "scenario.json" : path;
}

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

/// After each override the files are read again, because it may have named another one. What
/// cannot be read is told in the end: a later override may mend it.
std::vector<std::string> apply_options(Sources& sources, const fleet::Shape& shape,
                                       const LoadOptions& options) {
    fleet::Problems later;
    std::vector<std::string> misplaced;
    sources.inline_files(shape, later);
    for (const auto& option : options.sets) {
        misplaced.push_back(apply_override(sources, shape, option).value_or(""));
        if (!misplaced.back().empty() && !options.may_misplace)
            throw fleet::Error(misplaced.back());
        sources.inline_files(shape, later);
    }
    if (!sources.root().is_object()) return misplaced;
    sources.root().erase("$schema");
    if (options.seed) sources.root()["seed"] = *options.seed;
    return misplaced;
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

void check_form(Sources& sources, const fleet::Shape& shape) {
    fleet::Problems problems;
    sources.inline_files(shape, problems);
    const auto report = [&](const std::string& path, std::string message) {
        problems.add(sources.problem(path, std::move(message)));
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

}  // namespace

Scenario load(const std::filesystem::path& path, const LoadOptions& options,
              const KindTables& kinds) {
    const auto file = file_of(path);
    const auto shape = scenario_shape(kinds);
    Sources sources(fleet::read_json(file, scenario_bytes_max), file.parent_path());
    auto misplaced = apply_options(sources, shape, options);
    check_form(sources, shape);
    if (options.devices) scale(sources.root(), *options.devices);

    Scenario scenario;
    scenario.misplaced = std::move(misplaced);
    auto& root = sources.root();
    if (!root.contains("name")) root["name"] = plain_name(folder_name(file));
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
