// The audit section of a scenario: sugar for UpdateAccountAuditConfiguration, CreateScheduledAudit
// and CreateAuditSuppression at the start, and one StartOnDemandAuditTask per run.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/account/check_setting.hpp"
#include "engine/audit/check_name.hpp"
#include "engine/audit/checks.hpp"
#include "engine/audit_rehearsal.hpp"
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

/// A name that is no audit check, with the nearest that is one.
std::string no_check(const std::string& name) {
    const std::vector<std::string> known(aws_check_names().begin(), aws_check_names().end());
    return fmt::format("\"{}\" is no audit check{}", name, fleet::did_you_mean(name, known));
}

void check_settings(RulesReader& reader, const Json& settings, const std::string& path) {
    if (!settings.is_object())
        return reader.add(path,
                          fmt::format("expected an object, found {}", fleet::excerpt(settings)));
    for (const auto& [name, setting] : settings.items()) {
        auto problem = problem_of_setting(name, setting);
        if (problem == invalid_check_name) problem = no_check(name);
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

/// In the order of the table.
std::vector<std::string> enabled_checks(const Json& configuration) {
    std::vector<std::string> enabled;
    const auto settings = configuration.find("auditCheckConfigurations");
    if (settings == configuration.end() || !settings->is_object()) return enabled;
    const auto is_enabled = [&](std::string_view check) {
        for (const auto& [name, setting] : settings->items()) {
            if (check_name_of(name) != check || !setting.is_object()) continue;
            const auto flag = setting.find("enabled");
            return flag != setting.end() && *flag == true;
        }
        return false;
    };
    for (const auto* check : audit_checks()) {
        if (is_enabled(check->name)) enabled.emplace_back(check->name);
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
        if (check_name_of(names[i]).empty()) reader.add(path_of(where, i), no_check(names[i]));
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

/// Operations at the start of the run, each told with its place when the service would refuse it.
class Sugar {
  public:
    Sugar(RulesReader& reader, Rules& rules)
        : reader_(reader), rules_(rules), rehearsal_(reader.frame()) {}

    /// False when it is refused.
    bool add(std::string_view operation, const Json& request, std::string_view path) {
        if (auto refusal = rehearsal_.perform(operation, request); !refusal.empty()) {
            reader_.add(path, std::move(refusal));
            return false;
        }
        rules_.operations.push_back({.time = reader_.frame().start,
                                     .operation = std::string(operation),
                                     .request = fleet::to_line(request),
                                     .expected_error = {},
                                     .where = {}});
        return true;
    }
    void add_each(std::string_view operation, const Json& section, std::string_view key) {
        const auto& entries = reader_.list(section, key, "audit");
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto path = path_of(path_of("audit", key), i);
            add(operation, with_moments(entries[i], path), path);
        }
    }

  private:
    /// A time may be written as everywhere in a scenario: "+10d".
    Json with_moments(Json request, const std::string& path) {
        if (!request.is_object()) return request;
        const auto given = request.find("expirationDate");
        if (given == request.end() || !given->is_string()) return request;
        const auto time = reader_.time(*given, path_of(path, "expirationDate"));
        *given = fleet::aws_time(time.value_or(reader_.frame().end + std::chrono::days{1}));
        return request;
    }

    RulesReader& reader_;
    Rules& rules_;
    AuditRehearsal rehearsal_;
};

bool is_get_started(const Json& root) {
    const auto account = root.find("account");
    if (account == root.end() || !account->is_object()) return false;
    const auto flag = account->find("getStarted");
    return flag != account->end() && *flag == true;
}

/// What the console leaves behind when Device Defender is first opened there, beside the role that
/// every account has.
Json daily_audit(const Json& configuration) {
    Json request;
    request["scheduledAuditName"] = "AWSIoTDeviceDefenderDailyAudit";
    request["frequency"] = "DAILY";
    request["targetCheckNames"] = enabled_checks(configuration);
    return request;
}

void read_age_origin(RulesReader& reader, const Json& section, Rules& rules) {
    const auto origin = section.find("ageOrigin");
    if (origin == section.end()) return;
    if (*origin == "notBefore")
        rules.reading.age_origin = AgeOrigin::not_before;
    else if (*origin != "creationDate")
        reader.add("audit.ageOrigin", fmt::format("expected creationDate or notBefore, found {}",
                                                  fleet::excerpt(*origin)));
}

void read_reading(RulesReader& reader, const Json& section, Rules& rules) {
    read_age_origin(reader, section, rules);
    const auto flag = section.find("suppressedAreNonCompliant");
    if (flag == section.end()) return;
    if (!flag->is_boolean())
        return reader.add("audit.suppressedAreNonCompliant",
                          fmt::format("expected true or false, found {}", fleet::excerpt(*flag)));
    rules.reading.counts_suppressed_as_non_compliant = *flag == true;
}

}  // namespace

void read_audit(RulesReader& reader, const Json& root, Rules& rules) {
    const bool is_started = is_get_started(root);
    if (!root.contains("audit") && !is_started) return;
    const auto section = root.contains("audit") ? root["audit"] : Json::object();
    constexpr std::array<std::string_view, 7> keys{"ageOrigin",
                                                   "configuration",
                                                   "enabledSince",
                                                   "runs",
                                                   "schedules",
                                                   "suppressions",
                                                   "suppressedAreNonCompliant"};
    if (!reader.is_object_of(section, "audit", keys)) return;
    if (section.contains("enabledSince")) {
        const auto since = reader.time(section["enabledSince"], "audit.enabledSince");
        rules.checks_enabled_since = since.value_or(rules.checks_enabled_since);
    }
    read_reading(reader, section, rules);
    const auto problems = reader.problems().all().size();
    const auto configuration = read_configuration(reader, section);
    // What is wrong with the configuration is told once, not once more by everything upon it.
    const bool is_sound = reader.problems().all().size() == problems;
    Sugar sugar(reader, rules);
    if (is_sound &&
        sugar.add("UpdateAccountAuditConfiguration", configuration, "audit.configuration")) {
        if (is_started)
            sugar.add("CreateScheduledAudit", daily_audit(configuration), "account.getStarted");
        sugar.add_each("CreateScheduledAudit", section, "schedules");
        sugar.add_each("CreateAuditSuppression", section, "suppressions");
    }
    const auto& runs = reader.list(section, "runs", "audit");
    for (std::size_t i = 0; i < runs.size(); ++i)
        read_run(reader, runs[i], path_of("audit.runs", i), configuration, rules);
}

}  // namespace engine
