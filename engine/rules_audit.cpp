// The audit section of a scenario: sugar for UpdateAccountAuditConfiguration at the start and one
// StartOnDemandAuditTask per run.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/account/check_setting.hpp"
#include "engine/audit/checks.hpp"
#include "engine/rules_reader.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;
using fleet::path_of;

constexpr std::string_view default_audit_role = "AWSIoTDeviceDefenderAudit";

/// Every check there is, with the role every synthesised account has.
Json default_configuration(const RunFrame& frame) {
    Json configuration;
    configuration["roleArn"] =
        fmt::format("arn:aws:iam::{}:role/{}", frame.account_id, default_audit_role);
    for (const auto* check : audit_checks())
        configuration["auditCheckConfigurations"][std::string(check->name)]["enabled"] = true;
    return configuration;
}

std::vector<std::string> check_names() {
    const auto names = aws_check_names();
    return {names.begin(), names.end()};
}

void check_settings(RulesReader& reader, const Json& settings, const std::string& path) {
    if (!settings.is_object())
        return reader.add(path,
                          fmt::format("expected an object, found {}", fleet::excerpt(settings)));
    for (const auto& [name, setting] : settings.items()) {
        auto problem = problem_of_setting(name, setting);
        if (problem == invalid_check_name)
            problem = fmt::format("\"{}\" is no audit check{}", name,
                                  fleet::did_you_mean(name, check_names()));
        if (!problem.empty()) reader.add(path_of(path, name), problem);
    }
}

Json read_configuration(RulesReader& reader, const Json& section) {
    const auto given = section.find("configuration");
    if (given == section.end()) return default_configuration(reader.frame());
    constexpr std::array<std::string_view, 3> keys{
        "roleArn", "auditNotificationTargetConfigurations", "auditCheckConfigurations"};
    const std::string path = "audit.configuration";
    if (!reader.is_object_of(*given, path, keys)) return Json::object();
    if (given->contains("auditCheckConfigurations"))
        check_settings(reader, (*given)["auditCheckConfigurations"],
                       path_of(path, "auditCheckConfigurations"));
    auto configuration = *given;
    if (!configuration.contains("roleArn"))
        configuration["roleArn"] = default_configuration(reader.frame())["roleArn"];
    return configuration;
}

std::vector<std::string> enabled_checks(const Json& configuration) {
    std::vector<std::string> enabled;
    const auto settings = configuration.find("auditCheckConfigurations");
    if (settings == configuration.end() || !settings->is_object()) return enabled;
    for (const auto* check : audit_checks()) {
        const auto setting = settings->find(check->name);
        if (setting == settings->end() || !setting->is_object()) continue;
        const auto flag = setting->find("enabled");
        if (flag != setting->end() && *flag == true) enabled.emplace_back(check->name);
    }
    return enabled;
}

std::vector<std::string> checks_of_run(RulesReader& reader, const Json& run,
                                       const std::string& path, const Json& configuration) {
    if (!run.contains("checks")) {
        auto enabled = enabled_checks(configuration);
        if (enabled.empty()) reader.add(path, "no check is enabled that this run could perform");
        return enabled;
    }
    const auto where = path_of(path, "checks");
    auto names = reader.texts(run["checks"], where);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto known = check_names();
        if (std::ranges::find(known, names[i]) == known.end())
            reader.add(path_of(where, i), fmt::format("\"{}\" is no audit check{}", names[i],
                                                      fleet::did_you_mean(names[i], known)));
    }
    return names;
}

void read_run(RulesReader& reader, const Json& run, const std::string& path,
              const Json& configuration, Rules& rules) {
    constexpr std::array<std::string_view, 3> keys{"at", "checks", "name"};
    if (!reader.is_object_of(run, path, keys)) return;
    if (!run.contains("at")) return reader.add(path, "\"at\" is missing: when is the audit?");
    const auto time = reader.time(run["at"], path_of(path, "at"));
    Json request;
    request["targetCheckNames"] = checks_of_run(reader, run, path, configuration);
    if (!time) return;
    if (*time < reader.frame().start)
        return reader.add(path_of(path, "at"), "an audit cannot run before the scenario starts");
    rules.operations.push_back({.time = *time,
                                .operation = "StartOnDemandAuditTask",
                                .request = fleet::to_line(request),
                                .expected_error = {},
                                .where = {}});
}

}  // namespace

void read_audit(RulesReader& reader, const Json& section, Rules& rules) {
    constexpr std::array<std::string_view, 5> keys{"configuration", "enabledSince", "runs",
                                                   "schedules", "suppressions"};
    if (!reader.is_object_of(section, "audit", keys)) return;
    reader.refuse_entries(section, "schedules", "audit");
    reader.refuse_entries(section, "suppressions", "audit");
    if (section.contains("enabledSince")) {
        const auto since = reader.time(section["enabledSince"], "audit.enabledSince");
        rules.checks_enabled_since = since.value_or(rules.checks_enabled_since);
    }
    const auto configuration = read_configuration(reader, section);
    rules.operations.push_back({.time = reader.frame().start,
                                .operation = "UpdateAccountAuditConfiguration",
                                .request = fleet::to_line(configuration),
                                .expected_error = {},
                                .where = {}});
    const auto& runs = reader.list(section, "runs", "audit");
    for (std::size_t i = 0; i < runs.size(); ++i)
        read_run(reader, runs[i], path_of("audit.runs", i), configuration, rules);
}

}  // namespace engine
