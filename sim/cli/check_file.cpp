#include "sim/cli/check_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"
#include "engine/detect/profile_validate.hpp"
#include "engine/rules.hpp"
#include "fleet/policy.hpp"
#include "scenarios/scenario.hpp"
#include "sim/cli/check_notes.hpp"
#include "sim/cli/check_scenario.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using fleet::Json;

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

template <typename Read>
void check_definition(const fleet::Document& document, Read read, CheckedFile& checked) {
    fleet::Problems problems;
    read(document.root(), document, {}, problems);
    add_errors(problems, checked);
}

/// The list that `aws iot create-security-profile --behaviors` takes.
bool is_list_of_behaviors(const Json& json) {
    return json.is_array() && !json.empty() && std::ranges::all_of(json, [](const Json& one) {
               return has(one, "name") && (has(one, "criteria") || has(one, "metric"));
           });
}

}  // namespace

bool is_security_profile(const Json& json) {
    return has(json, "securityProfileName") || has(json, "behaviors") || has(json, "Behaviors") ||
           has(json, "SecurityProfileName") ||
           engine::is_resource(json, "AWS::IoT::SecurityProfile");
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
    } else if (engine::is_template(root) || is_security_profile(root)) {
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
    } else if (is_list_of_behaviors(root)) {
        checked.kind = "unknown";
        checked.errors.push_back(note_of(document.problem(
            {},
            "is a list of behaviors; a security profile is {\"securityProfileName\": \"NAME\", "
            "\"behaviors\": [this list]}")));
    } else {
        checked.kind = "unknown";
        checked.errors.push_back(note_of(document.problem(
            {},
            "is neither a scenario nor a security profile, policy, audit configuration, "
            "suppression, custom metric or dimension")));
    }
    return checked;
}

}  // namespace cli
