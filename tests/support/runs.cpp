#include "tests/support/runs.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace support {

ARun::ARun() {
    using Side = engine::BehaviorInForce::Side;
    facts.start = run_start;
    facts.end = run_end;
    facts.devices = 4;
    facts.behaviors_for = [](std::string_view) {
        return std::vector<engine::BehaviorInForce>{{.profile_name = "Base",
                                                     .behavior_name = "Flood",
                                                     .metric = "aws:num-messages-sent",
                                                     .side = Side::high,
                                                     .window = 10min,
                                                     .datapoints_to_alarm = 2},
                                                    {.profile_name = "Base",
                                                     .behavior_name = "Quiet",
                                                     .metric = "aws:num-messages-sent",
                                                     .side = Side::low,
                                                     .window = 5min,
                                                     .datapoints_to_alarm = 1},
                                                    {.profile_name = "Base",
                                                     .behavior_name = "Address",
                                                     .metric = "aws:source-ip-address",
                                                     .side = Side::foreign,
                                                     .window = 5min,
                                                     .datapoints_to_alarm = 1}};
    };
    facts.cohort_of = [](std::string_view thing) {
        return thing.starts_with("pump") ? std::string("pumps") : std::string("kettles");
    };
    facts.things_of_certificate = [](std::string_view id) {
        return std::vector<std::string>{fmt::format("pump-{}", id.back())};
    };
    for (const auto* behavior : {"Flood", "Quiet", "Address"})
        findings.behavior_json[{"Base", behavior}] = fmt::format(R"({{"name":"{}"}})", behavior);
}

scenarios::Incident& ARun::flood(std::string thing, fleet::Duration start, fleet::Duration end) {
    scenarios::Incident incident;
    incident.id = fmt::format("message-flood-{}", truth.incidents.size() + 1);
    incident.kind = "message-flood";
    incident.actors = {thing};
    incident.affected = {std::move(thing)};
    incident.start = run_start + start;
    incident.end = run_start + end;
    incident.speaks = {{"aws:num-messages-sent", scenarios::MetricSpeaks::Side::high}};
    return truth.incidents.emplace_back(std::move(incident));
}

scenarios::Incident& ARun::expiring(std::string id) {
    scenarios::Incident incident;
    incident.id = fmt::format("expiring-certificate-{}", truth.incidents.size() + 1);
    incident.kind = "expiring-certificate";
    incident.start = run_start;
    incident.end = run_end;
    incident.checks = {{"DEVICE_CERTIFICATE_EXPIRING_CHECK", "deviceCertificateId", std::move(id),
                        "CERTIFICATE_APPROACHING_EXPIRATION"}};
    return truth.incidents.emplace_back(std::move(incident));
}

engine::AuditTask& ARun::audit(fleet::Duration at, std::string check) {
    engine::AuditTask task;
    task.task_id = fmt::format("{:032x}", findings.tasks.size() + 1);
    task.status = "COMPLETED";
    task.type = "ON_DEMAND_AUDIT_TASK";
    task.start = run_start + at;
    task.checks.push_back({.check_name = std::move(check),
                           .status = "COMPLETED_NON_COMPLIANT",
                           .total_resources = 4,
                           .non_compliant_resources = 1,
                           .suppressed_resources = 0,
                           .error_code = {},
                           .message = {}});
    return findings.tasks.emplace_back(std::move(task));
}

engine::AuditFinding& ARun::finding(std::string key, std::string value, std::string reason) {
    const auto& task = findings.tasks.back();
    engine::AuditFinding finding;
    finding.finding_id = fmt::format("{:032x}", 100 + findings.audit_findings.size());
    finding.task_id = task.task_id;
    finding.check_name = task.checks.front().check_name;
    finding.task_start_time = task.start;
    finding.finding_time = task.start + 1s;
    finding.severity = engine::Severity::medium;
    finding.resource = {.type = key == "clientId" ? "CLIENT_ID" : "DEVICE_CERTIFICATE",
                        .identifier = {{std::move(key), std::move(value)}},
                        .additional_info = {}};
    finding.reason = "It is so.";
    finding.reason_code = std::move(reason);
    return findings.audit_findings.emplace_back(std::move(finding));
}

engine::ViolationEvent& ARun::alarm(std::string thing, fleet::Duration at, std::string behavior) {
    engine::ViolationEvent event;
    event.violation_id = fmt::format("{:032x}", 1000 + findings.violation_events.size());
    event.thing_name = std::move(thing);
    event.profile_name = "Base";
    event.behavior_name = std::move(behavior);
    event.type = engine::ViolationEventType::in_alarm;
    event.time = run_start + at;
    event.value = engine::MetricValue{.form = engine::MetricValue::Form::count, .count = 90};
    return findings.violation_events.emplace_back(std::move(event));
}

score::Score ARun::mark(std::string_view scenario) const {
    return score::mark(findings, truth, facts, fleet::parse_json(scenario, "scenario.json"));
}

score::ExpectationResult ARun::judge(std::string_view expect, std::string_view words) const {
    const auto score = mark(fmt::format(R"({{"expect": {}}})", expect));
    std::string all;
    for (const auto& result : score.expectations) {
        if (result.expectation.starts_with(words)) return result;
        all += result.expectation + "\n";
    }
    throw std::runtime_error(fmt::format("no expectation begins with \"{}\":\n{}", words, all));
}

}  // namespace support
