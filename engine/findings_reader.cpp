#include "engine/findings_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "engine/audit/check_name.hpp"
#include "engine/audit/task.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using fleet::Json;

/// What the answers call their lists.
constexpr std::array lists{"findings", "violationEvents", "activeViolations"};

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

/// One item of an answer, and where it stands.
class FindingsReader::Item {
  public:
    Item(const fleet::Document& document, const Json& value, std::string path,
         fleet::Problems& problems)
        : document_(document), value_(value), path_(std::move(path)), problems_(problems) {}

    const Json* member(std::string_view key) const {
        if (!value_.is_object()) return nullptr;
        const auto found = value_.find(key);
        return found == value_.end() ? nullptr : &*found;
    }
    bool has(std::string_view key) const { return member(key) != nullptr; }
    std::string text(std::string_view key) const {
        const auto* found = member(key);
        if (found != nullptr && found->is_string() && *found != "") return *found;
        complain(key, "a text that is not empty");
        return {};
    }
    std::string text_or_nothing(std::string_view key) const {
        return has(key) ? text(key) : std::string{};
    }
    fleet::Time time(std::string_view key) const {
        const auto* found = member(key);
        const auto read = found == nullptr ? std::nullopt : read_answered_time(*found);
        if (!read) complain(key, "a time: epoch seconds, or a text as the AWS CLI writes it");
        return read.value_or(fleet::Time{});
    }
    bool is_true(std::string_view key) const {
        const auto* found = member(key);
        if (found != nullptr && !found->is_boolean()) complain(key, "true or false");
        return found != nullptr && *found == true;
    }
    Item object(std::string_view key) const {
        static const Json nothing = Json::object();
        const auto* found = member(key);
        const bool is_object = found != nullptr && found->is_object();
        if (!is_object) complain(key, "an object");
        return {document_, is_object ? *found : nothing, fleet::path_of(path_, key), problems_};
    }
    const Json& value() const { return value_; }
    void complain(std::string_view key, std::string_view expected) const {
        const auto* found = member(key);
        add(found == nullptr ? path_ : fleet::path_of(path_, key),
            found == nullptr
                ? fmt::format("\"{}\" is missing; expected {}", key, expected)
                : fmt::format("expected {}, found {}", expected, fleet::excerpt(*found)));
    }
    void add(const std::string& path, std::string message) const {
        problems_.add(document_.problem(path, std::move(message)));
    }
    const std::string& path() const { return path_; }

  private:
    const fleet::Document& document_;
    const Json& value_;
    std::string path_;
    fleet::Problems& problems_;
};

void FindingsReader::read(const fleet::Document& document) {
    const auto& root = document.root();
    const auto each = [&](const Json& list, std::string_view path) {
        if (!list.is_array())
            return problems_.add(document.problem(
                path, fmt::format("expected a list, found {}", fleet::excerpt(list))));
        for (std::size_t i = 0; i < list.size(); ++i)
            read_item({document, list[i], fleet::path_of(path, i), problems_});
    };
    if (root.is_array()) return each(root, "");
    bool is_known = false;
    for (const auto* name : lists) {
        if (!root.is_object() || !root.contains(name)) continue;
        is_known = true;
        each(root[name], name);
    }
    if (is_known) return;
    read_item({document, root, "", problems_});
}

void FindingsReader::read_item(const Item& item) {
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

void FindingsReader::read_finding(const Item& item) {
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

void FindingsReader::read_task(const Item& item) {
    AuditTask task;
    task.task_id = item.text_or_nothing("taskId");
    task.status = item.text("taskStatus");
    task.type = item.text_or_nothing("taskType");
    task.start = item.time("taskStartTime");
    task.scheduled_audit_name = item.text_or_nothing("scheduledAuditName");
    const auto details = item.object("auditDetails");
    for (const auto& [name, value] : details.value().items()) {
        const auto known = check_name_of(name);
        CheckSummary check;
        check.check_name = known.empty() ? name : std::string(known);
        check.status = details.object(name).text("checkRunStatus");
        task.checks.push_back(std::move(check));
    }
    const auto id = task.task_id.empty() ? fleet::format_time(task.start) : task.task_id;
    if (is_repeated("task " + id)) return;
    findings_.tasks.push_back(std::move(task));
}

void FindingsReader::read_event(const Item& item) {
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

void FindingsReader::read_active(const Item& item) {
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
        auto& task = findings.tasks[place->second];
        if (place->second < told ||
            std::ranges::find(task.checks, finding.check_name, &CheckSummary::check_name) !=
                task.checks.end())
            continue;
        CheckSummary check;
        check.check_name = finding.check_name;
        check.status = check_status::non_compliant;
        task.checks.push_back(std::move(check));
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
