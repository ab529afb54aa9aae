// fleetdrill check: what a file is, whether the service would take it, and what its author probably
// did not mean.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "engine/detect/lint.hpp"
#include "engine/detect/profile_validate.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/policy.hpp"
#include "sim/cli/check_report.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/plan_check.hpp"
#include "sim/cli/play.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using fleet::Json;

constexpr std::array options_of_check{
    OptionCard{"format", "text|json|sarif", "how it is told; text by default"},
    OptionCard{"fail-on", "error|warning|never",
               "what exits 1: an invalid file (the default), a lint too, or nothing"},
};

/// A scenario's fleet is tried at this size at most.
constexpr std::uint64_t devices_max = 200;

/// The index in "…behaviors[3]…", as our keys or CloudFormation's.
std::optional<std::size_t> behavior_in(const std::string& path) {
    for (const auto* key : {"behaviors[", "Behaviors["}) {
        const auto at = path.find(key);
        if (at == std::string::npos) continue;
        std::size_t index = 0;
        const auto* const first = path.data() + at + 10;
        if (std::from_chars(first, path.data() + path.size(), index).ec == std::errc{})
            return index;
    }
    return std::nullopt;
}

CheckNote note_of(const fleet::Problem& problem) {
    return {.file = problem.file,
            .line = problem.line,
            .path = fleet::shortened(problem.path),
            .behavior = behavior_in(problem.path),
            .message = fleet::shortened(problem.message),
            .lint = {},
            .fix = {}};
}

void add_errors(const fleet::Problems& problems, CheckedFile& checked) {
    for (const auto& problem : problems.all()) checked.errors.push_back(note_of(problem));
}

CheckNote note_of(const engine::LintFinding& finding, const fleet::Problem& place) {
    auto note = note_of(place);
    note.behavior = finding.behavior;
    note.lint = std::string(finding.lint->name);
    note.fix = fleet::shortened(finding.fix);
    return note;
}

bool has(const Json& json, std::string_view key) { return json.is_object() && json.contains(key); }

bool is_profile(const Json& json) {
    return has(json, "securityProfileName") || has(json, "behaviors") || has(json, "Behaviors") ||
           has(json, "SecurityProfileName") ||
           engine::is_resource(json, "AWS::IoT::SecurityProfile");
}

bool is_json_schema(const Json& json) {
    return has(json, "$schema") && json["$schema"].is_string() &&
           json["$schema"].get_ref<const std::string&>().find("//json-schema.org/") !=
               std::string::npos;
}

/// A document that says who may assume a role.
bool is_trust(const Json& json) {
    if (!has(json, "Statement")) return false;
    const auto& statements = json["Statement"];
    if (!statements.is_array()) return has(statements, "Principal");
    return std::ranges::any_of(statements, [](const auto& one) { return has(one, "Principal"); });
}

void check_profiles(const fleet::Document& document, CheckedFile& checked) {
    fleet::Problems problems;
    for (const auto& profile : engine::profiles_in(document.root(), {})) {
        engine::check_profile(profile, document, problems, nullptr);
        for (const auto& finding : engine::lint(profile.request(), {}))
            checked.lints.push_back(
                note_of(finding, document.problem(profile.place(finding.path), finding.message)));
    }
    add_errors(problems, checked);
}

/// Of a policy, or of what GetPolicy and GetPolicyVersion answer.
void check_policy(const fleet::Document& document, CheckedFile& checked) {
    fleet::Problems problems;
    const auto& root = document.root();
    if (!has(root, "policyDocument")) {
        fleet::parse_policy(root, document, {}, problems);
    } else if (root["policyDocument"].is_string()) {
        const auto inner =
            fleet::parse_json(root["policyDocument"].get<std::string>(), document.file());
        fleet::parse_policy(inner.root(), inner, {}, problems);
    } else {
        fleet::parse_policy(root["policyDocument"], document, "policyDocument", problems);
    }
    add_errors(problems, checked);
}

/// What may stand in a scenario's sections is read as if it did.
void check_section(const fleet::Document& document, std::string_view section, std::string_view key,
                   bool is_list, CheckedFile& checked) {
    Json scenario;
    auto& place = scenario[std::string(section)][std::string(key)];
    if (is_list)
        place.push_back(document.root());
    else
        place = document.root();
    const auto wrapped = fleet::parse_json(fleet::to_line(scenario), document.file());
    fleet::Problems problems;
    engine::read_rules(wrapped, fleet::Time{}, fleet::Time{}, "123456789012", "us-east-1",
                       problems);
    const auto prefix = fmt::format("{}.{}{}", section, key, is_list ? "[0]" : "");
    for (const auto& problem : problems.all()) {
        auto rest = problem.path.starts_with(prefix) ? problem.path.substr(prefix.size()) : "";
        if (rest.starts_with('.')) rest.erase(0, 1);
        checked.errors.push_back(note_of(document.problem(rest, problem.message)));
    }
}

/// What its agent tells, as far as the section is right.
void tell_reports(const Json& reports, engine::Cohort& cohort) {
    if (has(reports, "groups") && reports["groups"].is_array()) {
        auto& groups = cohort.groups.emplace();
        for (const auto& group : reports["groups"])
            if (group.is_string()) groups.push_back(group.get<std::string>());
    }
    if (!has(reports, "customMetrics") || !reports["customMetrics"].is_object()) return;
    for (const auto& [name, metric] : reports["customMetrics"].items())
        cohort.custom_metrics.push_back(name);
}

std::vector<engine::Cohort> cohorts_of(const Json& scenario) {
    std::vector<engine::Cohort> cohorts;
    const auto list = Json::json_pointer("/fleet/cohorts");
    if (!scenario.contains(list) || !scenario[list].is_array()) return cohorts;
    for (const auto& cohort : scenario[list]) {
        if (!has(cohort, "name") || !cohort["name"].is_string()) continue;
        engine::Cohort one{.name = cohort["name"].get<std::string>(),
                           .has_agent = cohort.contains("reports")};
        if (has(cohort, "reports")) tell_reports(cohort["reports"], one);
        if (has(cohort, "reports") && has(cohort["reports"], "every") &&
            cohort["reports"]["every"].is_string()) {
            const auto every =
                fleet::parse_duration(cohort["reports"]["every"].get_ref<const std::string&>());
            if (every)
                one.report_period_seconds =
                    static_cast<std::uint32_t>(*every / std::chrono::seconds{1});
        }
        cohorts.push_back(std::move(one));
    }
    return cohorts;
}

/// The scenario with a fleet small enough to be tried; nothing where it names devices that a
/// smaller fleet has not.
std::optional<LoadedScenario> small_form(const std::string& path, const std::string& case_name,
                                         bool is_large) {
    scenarios::LoadOptions few;
    few.case_name = case_name;
    if (is_large) few.devices = devices_max;
    try {
        return load_scenario(path, few);
    } catch (const fleet::Error&) {
        return std::nullopt;  // as it stands it was loaded before
    }
}

/// Plays some hours of the scenario's fleet without anything going wrong.
engine::Findings play_healthy(LoadedScenario loaded) {
    auto& scenario = loaded.scenario;
    scenario.fleet.defects.clear();
    scenario.timeline.clear();
    scenario.duration = std::min<fleet::Duration>(scenario.duration, std::chrono::hours{4});
    scenario.fleet.duration = scenario.duration;
    loaded.rules.operations.clear();
    return play(loaded, {.transport = TransportKind::memory}).findings;
}

engine::DryRun dry_run_of(const engine::Findings& findings, const engine::SecurityProfile& profile,
                          std::uint64_t devices) {
    engine::DryRun run{.fleet = "the scenario's own healthy fleet",
                       .share_min = 0,
                       .devices = devices,
                       .alarmed = {}};
    for (const auto& behavior : profile.behaviors) {
        std::set<std::string> things;
        for (const auto& event : findings.violation_events) {
            if (event.type == engine::ViolationEventType::in_alarm &&
                event.profile_name == profile.name && event.behavior_name == behavior.name)
                things.insert(event.thing_name);
        }
        if (behavior.has_criteria)
            run.alarmed.emplace_back(things.size());
        else
            run.alarmed.emplace_back(std::nullopt);
    }
    return run;
}

/// Does the group lie in one of the targets?
bool lies_in(std::string group, const std::vector<std::string>& targets,
             const fleet::FleetDescription& fleet) {
    while (!group.empty()) {
        if (std::ranges::find(targets, "thinggroup/" + group) != targets.end()) return true;
        const auto known = std::ranges::find(fleet.groups, group, &fleet::GroupDescription::name);
        group = known == fleet.groups.end() ? std::string{} : known->parent;
    }
    return false;
}

/// Those of `cohorts` whose devices a profile is attached to.
std::vector<engine::Cohort> covered(const std::vector<engine::Cohort>& cohorts,
                                    const std::vector<std::string>& targets,
                                    const fleet::FleetDescription& fleet) {
    std::vector<engine::Cohort> found;
    for (const auto& cohort : cohorts) {
        const auto described =
            std::ranges::find(fleet.cohorts, cohort.name, &fleet::CohortDescription::name);
        if (described == fleet.cohorts.end()) continue;
        const bool is_covered = std::ranges::any_of(targets,
                                                    [](const auto& target) {
                                                        return target == "all/things" ||
                                                               target == "all/registered-things";
                                                    }) ||
                                std::ranges::any_of(described->groups, [&](const auto& group) {
                                    return lies_in(group, targets, fleet);
                                });
        if (is_covered) found.push_back(cohort);
    }
    return found;
}

void lint_scenario(const std::string& path, const std::string& case_name,
                   const LoadedScenario& loaded, CheckedFile& checked) {
    std::uint64_t devices = 0;
    for (const auto& cohort : loaded.scenario.fleet.cohorts) devices += cohort.count;
    if (loaded.rules.profiles.empty()) return;
    auto small = small_form(path, case_name, devices > devices_max);
    engine::Findings findings;
    if (small) findings = play_healthy(std::move(*small));
    const auto cohorts = cohorts_of(loaded.scenario.resolved.root());
    const auto& profiles = loaded.scenario.resolved.root()["detect"]["profiles"];
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const auto run =
            dry_run_of(findings, loaded.rules.profiles[i].profile, std::min(devices, devices_max));
        const auto base = fleet::path_of(fleet::path_of("detect.profiles", i), "profile");
        const auto held = covered(cohorts, loaded.rules.profiles[i].targets, loaded.scenario.fleet);
        for (const auto& profile : engine::profiles_in(profiles[i]["profile"], base)) {
            for (const auto& finding : engine::lint(
                     profile.request(), {.dry_run = small ? &run : nullptr, .cohorts = held}))
                checked.lints.push_back(note_of(
                    finding,
                    scenarios::in_its_file(loaded.scenario,
                                           loaded.scenario.resolved.problem(
                                               profile.place(finding.path), finding.message))));
        }
    }
}

/// What was told of one case already is not told of the next.
void add_new(const std::vector<CheckNote>& notes, std::vector<CheckNote>& known) {
    for (const auto& note : notes) {
        const bool is_known = std::ranges::any_of(known, [&](const CheckNote& one) {
            return std::tie(one.file, one.line, one.path, one.behavior, one.lint, one.message) ==
                   std::tie(note.file, note.line, note.path, note.behavior, note.lint,
                            note.message);
        });
        if (!is_known) known.push_back(note);
    }
}

void check_scenario(const std::string& path, CheckedFile& checked) {
    const auto attempt = [&](const auto& what, CheckedFile& notes) {
        try {
            what();
        } catch (const fleet::Error& error) {
            for (const auto& problem : error.problems()) notes.errors.push_back(note_of(problem));
            if (error.problems().empty())
                notes.errors.push_back(note_of({.file = path, .message = error.what()}));
        }
    };
    std::vector<std::string> cases;
    attempt([&] { cases = scenarios::case_names(path); }, checked);
    if (!checked.errors.empty()) return;
    if (cases.empty()) cases.emplace_back();  // the scenario as it is
    for (const auto& name : cases) {
        CheckedFile of_case;
        std::optional<LoadedScenario> loaded;
        attempt([&] { loaded = load_scenario(path, {.case_name = name}); }, of_case);
        if (loaded) {
            attempt([&] { lint_scenario(path, name, *loaded, of_case); }, of_case);
            attempt([&] { check_plan(std::move(*loaded), devices_max); }, of_case);
        }
        add_new(of_case.errors, checked.errors);
        add_new(of_case.lints, checked.lints);
    }
}

template <typename Read>
void check_definition(const fleet::Document& document, Read read, CheckedFile& checked) {
    fleet::Problems problems;
    read(document.root(), document, {}, problems);
    add_errors(problems, checked);
}

CheckedFile check_file(const fs::path& path) {
    CheckedFile checked{.file = path.string(), .kind = {}, .errors = {}, .lints = {}};
    const auto document = fleet::read_json(path, scenarios::scenario_bytes_max);
    const auto& root = document.root();
    if (is_json_schema(root)) {
        checked.kind = "JSON Schema";  // for editors, such as `new --schema` writes
    } else if (has(root, "fleet") || has(root, "include")) {
        checked.kind = "scenario";
        check_scenario(path.string(), checked);
    } else if (engine::is_template(root) || is_profile(root)) {
        checked.kind = engine::is_template(root) ? "template" : "security profile";
        check_profiles(document, checked);
    } else if (is_trust(root)) {
        checked.kind = "role's trust policy";  // the scenario that names it judges it
    } else if (has(root, "Statement") || has(root, "policyDocument")) {
        checked.kind = "policy";
        check_policy(document, checked);
    } else if (has(root, "auditCheckConfigurations")) {
        checked.kind = "audit configuration";
        check_section(document, "audit", "configuration", false, checked);
    } else if (has(root, "checkName") && has(root, "resourceIdentifier")) {
        checked.kind = "suppression";
        check_section(document, "audit", "suppressions", true, checked);
    } else if (has(root, "metricType") || has(root, "MetricType")) {
        checked.kind = "custom metric";
        check_definition(document, engine::read_custom_metric, checked);
    } else if (has(root, "stringValues") || has(root, "StringValues")) {
        checked.kind = "dimension";
        check_definition(document, engine::read_dimension, checked);
    } else {
        checked.kind = "unknown";
        checked.errors.push_back(note_of(document.problem(
            {},
            "is neither a scenario nor a security profile, policy, audit configuration, "
            "suppression, custom metric or dimension")));
    }
    return checked;
}

/// The files that were named, and every .json file below a folder that was.
std::vector<fs::path> wanted_files(const Options& options) {
    if (options.arguments().empty())
        throw fleet::Error("which files? name a file or a folder\nsee fleetdrill check --help");
    std::vector<fs::path> files;
    for (const auto& argument : options.arguments()) {
        if (!fs::is_directory(argument)) {
            files.emplace_back(argument);
            continue;
        }
        std::vector<fs::path> below;
        for (const auto& entry : fs::recursive_directory_iterator(argument)) {
            if (entry.is_regular_file() && entry.path().extension() == ".json")
                below.push_back(entry.path());
        }
        if (below.empty()) throw fleet::Error(argument + ": holds no .json file");
        std::ranges::sort(below);
        files.insert(files.end(), below.begin(), below.end());
    }
    return files;
}

std::vector<CheckRule> rules() {
    std::vector<CheckRule> rules{
        {"validation-error", "The service would refuse it, or this program would."}};
    for (const auto* lint : engine::lints())
        rules.push_back({std::string(lint->name), std::string(lint->story)});
    return rules;
}

int run(const Options& options) {
    const std::array<std::string, 3> formats{"text", "json", "sarif"};
    const std::array<std::string, 3> limits{"error", "warning", "never"};
    const auto format = options.word_or("format", formats, "text");
    const auto fail_on = options.word_or("fail-on", limits, "error");
    std::vector<CheckedFile> files;
    std::string unreadable;
    for (const auto& path : wanted_files(options)) {
        try {
            files.push_back(check_file(path));
        } catch (const fleet::Error& error) {
            unreadable += (unreadable.empty() ? "" : "\n") + std::string(error.what());
        }
    }
    if (!unreadable.empty()) throw fleet::Error(unreadable);
    const auto text = format == "json"    ? check_json(files)
                      : format == "sarif" ? check_sarif(files, rules(), std::string(version))
                                          : check_text(files, options.is_quiet());
    fmt::print("{}", text);
    const bool has_errors =
        std::ranges::any_of(files, [](const auto& f) { return !f.errors.empty(); });
    const bool has_lints =
        std::ranges::any_of(files, [](const auto& f) { return !f.lints.empty(); });
    if (fail_on == "never") return 0;
    return has_errors || (fail_on == "warning" && has_lints) ? 1 : 0;
}

}  // namespace

extern const Command check{
    .name = "check",
    .summary = "validates scenarios, profiles, policies and other rules; lints security profiles",
    .arguments = "FILE...",
    .options = options_of_check,
    .example = "fleetdrill check scenarios/library/quickstart --fail-on warning",
    .run = run,
};

}  // namespace cli
