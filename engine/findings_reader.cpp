#include "engine/findings_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "engine/answer_item.hpp"
#include "engine/audit/check_name.hpp"
#include "engine/audit/task.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

/// What the answers call their lists.
constexpr std::array<std::string_view, 3> lists{"findings", "violationEvents", "activeViolations"};

constexpr const char* expected_answer =
    "expected an answer of ListAuditFindings, ListViolationEvents, ListActiveViolations or "
    "DescribeAuditTask, or a list of what they list";

/// The members of an identifier, those of a policy version or an issuer flattened.
void flatten(const Json& identifier, std::vector<std::pair<std::string, std::string>>& members) {
    for (const auto& [key, value] : identifier.items()) {
        if (value.is_string()) members.emplace_back(key, value.get<std::string>());
        if (value.is_object()) flatten(value, members);
    }
}

std::optional<Severity> severity_named(std::string_view name) {
    for (const auto severity :
         {Severity::critical, Severity::high, Severity::medium, Severity::low})
        if (name_of(severity) == name) return severity;
    return std::nullopt;
}

std::optional<ViolationEventType> event_type_named(std::string_view name) {
    for (const auto type : {ViolationEventType::in_alarm, ViolationEventType::alarm_cleared,
                            ViolationEventType::alarm_invalidated})
        if (name_of(type) == name) return type;
    return std::nullopt;
}

}  // namespace

void FindingsReader::read(const fleet::Document& document) {
    const auto& root = document.root();
    const auto each = [&](const Json& list, std::string_view path) {
        if (!list.is_array())
            return problems_.add(document.problem(
                path, fmt::format("expected a list, found {}", fleet::excerpt(list))));
        for (std::size_t i = 0; i < list.size(); ++i)
            read_item({document, list[i], fleet::path_of(path, i), problems_});
    };
    if (root.is_array() && root.empty())
        return problems_.add(document.problem(
            "", "an empty list does not tell what it lists: {\"findings\": []} does"));
    if (root.is_array()) return each(root, "");
    bool is_known = false;
    for (const auto name : lists) {
        if (!root.is_object() || !root.contains(name)) continue;
        is_known = true;
        (name == lists.front() ? has_findings_ : has_violations_) = true;
        each(root[name], name);
    }
    if (is_known) return;
    read_item({document, root, "", problems_});
}

void FindingsReader::read_tasks(const fleet::Document& document) {
    if (!document.root().is_array() || !document.root().empty()) read(document);
}

void FindingsReader::read_item(const AnswerItem& item) {
    if (item.has("checkName")) return read_finding(item);
    if (item.has("auditDetails")) return read_task(item);
    if (item.has("violationEventType")) return read_event(item);
    if (item.has("violationStartTime")) return read_active(item);
    item.add(item.path(),
             fmt::format("{}; found {}", expected_answer, fleet::excerpt(item.value())));
}

/// Without an id nobody can tell.
bool FindingsReader::is_repeated(const std::string& id) {
    return !id.empty() && !known_.insert(id).second;
}

bool FindingsReader::may_be_of(const std::string& task_id) const {
    const auto& all = findings_.audit_findings;
    return all.empty() || std::ranges::find(all, task_id, &AuditFinding::task_id) != all.end();
}

void FindingsReader::read_finding(const AnswerItem& item) {
    has_findings_ = true;
    AuditFinding finding;
    finding.finding_id = item.text_or_nothing("findingId");
    finding.task_id = item.text_or_nothing("taskId");
    const auto name = item.text("checkName");
    const auto known = check_name_of(name);
    finding.check_name = known.empty() ? name : std::string(known);
    finding.task_start_time =
        item.time(item.has("taskStartTime") ? "taskStartTime" : "findingTime");
    finding.finding_time = item.time(item.has("findingTime") ? "findingTime" : "taskStartTime");
    if (const auto severity = item.text_or_nothing("severity"); !severity.empty()) {
        const auto read = severity_named(severity);
        if (!read) item.complain("severity", "CRITICAL, HIGH, MEDIUM or LOW");
        finding.severity = read.value_or(Severity::low);
    }
    const auto resource = item.object("nonCompliantResource");
    finding.resource.type = resource.text_or_nothing("resourceType");
    flatten(resource.object("resourceIdentifier").value(), finding.resource.identifier);
    if (resource.has("resourceIdentifier") && finding.resource.identifier.empty())
        resource.complain("resourceIdentifier", "an object of texts");
    finding.reason_code = item.text("reasonForNonComplianceCode");
    finding.is_suppressed = item.is_true("isSuppressed");
    if (is_repeated(finding.finding_id)) return;
    findings_.audit_findings.push_back(std::move(finding));
}

void FindingsReader::read_task(const AnswerItem& item) {
    AuditTask task;
    task.task_id = item.text_or_nothing("taskId");
    task.status = item.text("taskStatus");
    task.type = item.text_or_nothing("taskType");
    task.start = item.time("taskStartTime");
    task.scheduled_audit_name = item.text_or_nothing("scheduledAuditName");
    const auto details = item.object("auditDetails");
    for (const auto& [name, value] : details.value().items()) {
        const auto known = check_name_of(name);
        const auto told = details.object(name);
        task.checks.push_back(
            {.check_name = known.empty() ? name : std::string(known),
             .status = told.text("checkRunStatus"),
             .total_resources = told.count("totalResourcesCount"),
             .non_compliant_resources = told.count("nonCompliantResourcesCount"),
             .suppressed_resources = told.count("suppressedNonCompliantResourcesCount"),
             .error_code = {},
             .message = {}});
    }
    const auto id = task.task_id.empty() ? fleet::format_time(task.start) : task.task_id;
    if (is_repeated("task " + id)) return;
    findings_.tasks.push_back(std::move(task));
}

void FindingsReader::read_event(const AnswerItem& item) {
    has_violations_ = true;
    ViolationEvent event;
    event.violation_id = item.text_or_nothing("violationId");
    event.thing_name = item.text("thingName");
    event.profile_name = item.text("securityProfileName");
    const auto behavior = item.object("behavior");
    event.behavior_name = behavior.text("name");
    const auto type = event_type_named(item.text("violationEventType"));
    if (!type && item.member("violationEventType")->is_string())
        item.complain("violationEventType", "in-alarm, alarm-cleared or alarm-invalidated");
    event.type = type.value_or(ViolationEventType::in_alarm);
    event.time = item.time("violationEventTime");
    if (!event.violation_id.empty() &&
        is_repeated(fmt::format("{} {} {}", event.violation_id, name_of(event.type),
                                fleet::epoch_ms(event.time))))
        return;
    findings_.behavior_json.try_emplace({event.profile_name, event.behavior_name},
                                        fleet::to_line(behavior.value()));
    findings_.violation_events.push_back(std::move(event));
}

void FindingsReader::read_active(const AnswerItem& item) {
    has_violations_ = true;
    ActiveViolation violation;
    violation.violation_id = item.text_or_nothing("violationId");
    violation.thing_name = item.text("thingName");
    violation.profile_name = item.text("securityProfileName");
    const auto behavior = item.object("behavior");
    violation.behavior_name = behavior.text("name");
    violation.violation_start_time = item.time("violationStartTime");
    if (item.has("lastViolationTime"))
        violation.last_violation_time = item.time("lastViolationTime");
    if (!violation.violation_id.empty() && is_repeated("active " + violation.violation_id)) return;
    findings_.behavior_json.try_emplace({violation.profile_name, violation.behavior_name},
                                        fleet::to_line(behavior.value()));
    findings_.active_violations.push_back(std::move(violation));
}

namespace {

/// DescribeAuditTask does not repeat the id it was asked for: the findings of the same start do.
void name_tasks(Findings& findings) {
    for (auto& task : findings.tasks) {
        if (!task.task_id.empty()) continue;
        const auto named =
            std::ranges::find(findings.audit_findings, task.start, &AuditFinding::task_start_time);
        if (named != findings.audit_findings.end()) task.task_id = named->task_id;
        if (task.task_id.empty()) task.task_id = "task of " + fleet::format_time(task.start);
    }
}

/// Of the resources that a check looked at no others are known than those it found.
void count(const AuditFinding& finding, AuditTask& task) {
    auto check = std::ranges::find(task.checks, finding.check_name, &CheckSummary::check_name);
    if (check == task.checks.end()) {
        task.checks.emplace_back();
        check = task.checks.end() - 1;
        check->check_name = finding.check_name;
        check->status = check_status::non_compliant;
    }
    ++check->total_resources;
    ++(finding.is_suppressed ? check->suppressed_resources : check->non_compliant_resources);
}

/// Every finding is one of a task that is there.
void add_untold_tasks(Findings& findings) {
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < findings.tasks.size(); ++i) known[findings.tasks[i].task_id] = i;
    const auto told = findings.tasks.size();
    for (auto& finding : findings.audit_findings) {
        if (finding.task_id.empty())
            finding.task_id = "task of " + fleet::format_time(finding.task_start_time);
        const auto [place, is_new] = known.try_emplace(finding.task_id, findings.tasks.size());
        if (is_new)
            findings.tasks.push_back({.task_id = finding.task_id,
                                      .status = "COMPLETED",
                                      .type = {},
                                      .start = finding.task_start_time,
                                      .scheduled_audit_name = {},
                                      .checks = {}});
        if (place->second >= told) count(finding, findings.tasks[place->second]);
    }
}

}  // namespace

Findings FindingsReader::take() {
    problems_.raise_if_any();
    name_tasks(findings_);
    add_untold_tasks(findings_);
    std::ranges::stable_sort(findings_.tasks, {}, [](const AuditTask& task) {
        return std::tie(task.start, task.task_id);
    });
    std::ranges::stable_sort(findings_.violation_events, {}, [](const ViolationEvent& event) {
        return std::tie(event.time, event.violation_id);
    });
    std::ranges::stable_sort(findings_.active_violations, {}, [](const ActiveViolation& one) {
        return std::tie(one.violation_start_time, one.violation_id);
    });
    return std::move(findings_);
}

}  // namespace engine
