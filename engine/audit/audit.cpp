#include "engine/audit/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "engine/account/permission.hpp"
#include "engine/audit/audit_window.hpp"
#include "engine/audit/checks.hpp"
#include "engine/audit/task.hpp"
#include "engine/cloudwatch.hpp"
#include "engine/notifications.hpp"
#include "fleet/base/error.hpp"

namespace engine {
namespace {

AuditTask& task_of(AccountState& account, const std::string& id) {
    const auto found = std::ranges::find(account.findings.tasks, id, &AuditTask::task_id);
    fleet::require(found != account.findings.tasks.end(), "a running audit has a task");
    return *found;
}

CheckSummary& summary_of(AuditTask& task, const AuditCheck& check) {
    const auto found = std::ranges::find(task.checks, check.name, &CheckSummary::check_name);
    fleet::require(found != task.checks.end(), "a pending check belongs to its task");
    return *found;
}

Evidence evidence_for(const AccountState& account, const AuditCheck& check, const AuditView& view,
                      const AuditTask& task, fleet::Time now) {
    const auto& setting = account.audit.checks.find(check.name)->second;
    const auto window_begin = audit_window_begin(account.findings.tasks, task, check);
    return {.inventory = view.inventory,
            .history = view.history,
            .dictionary = view.dictionary,
            .task_start = task.start,
            .check_time = now,
            .window_begin = std::max(window_begin, setting.enabled_since),
            .collected_since = setting.enabled_since,
            .threshold_days = setting.threshold_days.value_or(check.threshold_days),
            .age_origin = account.reading.age_origin};
}

void fail(PendingCheck& pending, std::string_view code, std::string message) {
    pending.error_code = code;
    pending.message = std::move(message);
}

bool is_asked_about(const AccountState& account, const AuditTask& task, const AuditCheck& check) {
    return account.question && account.question->check == check.name &&
           (account.question->task_id.empty() || account.question->task_id == task.task_id);
}

void answer(AccountState& account, const AuditTask& task, const AuditCheck& check,
            const Evidence& evidence, const CheckResult& result) {
    const auto resources = resources_meant(check, evidence.inventory, account.question->resource);
    for (const auto& resource : resources) {
        auto lines = explanation_of(check, evidence, resource);
        if (result.state == CheckResult::State::no_data)
            lines.push_back(fmt::format("what it reads is collected only from {} on",
                                        fleet::format_time(result.data_from)));
        account.answers.push_back({.task_id = task.task_id,
                                   .resource = resource,
                                   .is_found = is_among(result.found, resource),
                                   .lines = std::move(lines)});
    }
}

void evaluate(AccountState& account, const AuditView& view, fleet::Time now, const AuditTask& task,
              PendingCheck& pending) {
    const auto& check = *pending.check;
    pending.next = now + audit_duration;
    if (!account.audit.is_enabled(check.name)) return;  // stated as disabled
    const bool is_asked = is_asked_about(account, task, check);
    std::string missing;
    if (account.reading.asks_permission)
        missing = why_not_permitted(view.inventory, account.audit.role_arn, check.reads);
    if (!missing.empty()) {
        if (is_asked)
            account.answers.push_back({task.task_id,
                                       account.question->resource,
                                       false,
                                       {"the check failed before it looked: " + missing}});
        return fail(pending, "INSUFFICIENT_PERMISSIONS", std::move(missing));
    }
    const auto evidence = evidence_for(account, check, view, task, now);
    auto result = perform(check, evidence);
    if (is_asked) answer(account, task, check, evidence, result);
    if (result.state == CheckResult::State::no_data) {
        pending.next = result.data_from;
        return;
    }
    for (const auto& found : result.found)
        pending.is_suppressed.push_back(
            is_suppressed(account.suppressions, check.name, found.resource, now));
    pending.result = std::move(result);
}

bool is_evaluated(const PendingCheck& pending) {
    return pending.result.has_value() || !pending.error_code.empty();
}

/// Findings stand by task, then by check; those of a check that had to wait go in between.
auto order_of(const AuditFinding& finding) {
    return std::tuple(finding.task_start_time, std::string_view(finding.task_id),
                      audit_check_rank(finding.check_name));
}

void add_findings(AccountState& account, const AuditView& view, fleet::Time now,
                  const AuditTask& task, PendingCheck& pending) {
    std::vector<AuditFinding> block;
    for (std::size_t i = 0; i < pending.result->found.size(); ++i) {
        auto& found = pending.result->found[i];
        auto id = finding_id(view.inventory.account.id, task.task_id, pending.check->name, found);
        block.push_back({.finding_id = std::move(id),
                         .task_id = task.task_id,
                         .check_name = std::string(pending.check->name),
                         .task_start_time = task.start,
                         .finding_time = now,
                         .severity = pending.check->severity,
                         .resource = std::move(found.resource),
                         .related_resources = std::move(found.related),
                         .reason = std::move(found.reason),
                         .reason_code = std::move(found.reason_code),
                         .is_suppressed = pending.is_suppressed[i]});
    }
    if (block.empty()) return;
    auto& all = account.findings.audit_findings;
    const auto at = std::ranges::upper_bound(all, order_of(block.front()), {}, order_of);
    all.insert(at, std::make_move_iterator(block.begin()), std::make_move_iterator(block.end()));
}

/// Resources count once each, however many reasons they give. A suppression is of a resource, so
/// that no resource is among both.
std::uint64_t distinct_resources(const PendingCheck& pending, bool are_suppressed) {
    std::vector<const Resource*> resources;
    for (std::size_t i = 0; i < pending.result->found.size(); ++i) {
        if (pending.is_suppressed[i] == are_suppressed)
            resources.push_back(&pending.result->found[i].resource);
    }
    const auto identifier = [](const Resource* resource) { return resource->identifier; };
    std::ranges::sort(resources, {}, identifier);
    const auto end = std::unique(
        resources.begin(), resources.end(),
        [&](const Resource* a, const Resource* b) { return identifier(a) == identifier(b); });
    return static_cast<std::uint64_t>(end - resources.begin());
}

void state(AccountState& account, const AuditView& view, fleet::Time now, AuditTask& task,
           PendingCheck& pending) {
    if (!account.audit.is_enabled(pending.check->name))
        fail(pending, "AUDIT_CHECK_DISABLED", "the check was disabled after the audit was started");
    auto& summary = summary_of(task, *pending.check);
    if (!pending.error_code.empty()) {
        summary.status = check_status::failed;
        summary.error_code = pending.error_code;
        summary.message = pending.message;
        return;
    }
    summary.message = pending.result->message;
    if (pending.result->state == CheckResult::State::unknown) {
        summary.status = check_status::waiting;  // the service's word for having no data
        return;
    }
    summary.total_resources = pending.result->resources;
    summary.non_compliant_resources = distinct_resources(pending, false);
    summary.suppressed_resources = distinct_resources(pending, true);
    summary.status =
        summary.non_compliant_resources > 0 ? check_status::non_compliant : check_status::compliant;
    if (account.reading.counts_suppressed_as_non_compliant)
        summary.non_compliant_resources += summary.suppressed_resources;
    add_findings(account, view, now, task, pending);
}

/// True when the check is finished.
bool step(AccountState& account, const AuditView& view, fleet::Time now, AuditTask& task,
          PendingCheck& pending) {
    if (pending.next > now) return false;
    const bool is_disabled = !account.audit.is_enabled(pending.check->name);
    if (is_evaluated(pending) || is_disabled) {
        state(account, view, now, task, pending);
        return true;
    }
    evaluate(account, view, now, task, pending);
    auto& summary = summary_of(task, *pending.check);
    summary.status = is_evaluated(pending) ? check_status::in_progress : check_status::waiting;
    return false;
}

void end_task(AccountState& account, const AuditView& view, fleet::Time now,
              const AuditTask& task) {
    count_audit(account.findings.cloudwatch, now, task);
    if (!account.audit.sns) return;
    notify(account.findings.notifications, view.inventory, *account.audit.sns, now,
           audit_message(view.inventory.account.id, task));
}

AuditTask new_task(const AccountState& account, const std::string& account_id, fleet::Time now,
                   std::span<const AuditCheck* const> checks, std::string_view schedule) {
    AuditTask task{.task_id = {},
                   .status = "IN_PROGRESS",
                   .type = schedule.empty() ? "ON_DEMAND_AUDIT_TASK" : "SCHEDULED_AUDIT_TASK",
                   .start = now,
                   .scheduled_audit_name = std::string(schedule),
                   .checks = {}};
    for (const auto* check : audit_checks()) {
        if (std::ranges::find(checks, check) == checks.end()) continue;
        CheckSummary summary;
        summary.check_name = check->name;
        summary.status = check_status::in_progress;
        task.checks.push_back(std::move(summary));
    }
    const auto& tasks = account.findings.tasks;
    for (std::uint32_t repetition = 0;; ++repetition) {
        task.task_id = task_id(account_id, task, repetition);
        if (std::ranges::find(tasks, task.task_id, &AuditTask::task_id) == tasks.end()) break;
    }
    return task;
}

}  // namespace

std::string start_audit(AccountState& account, const AuditView& view, fleet::Time now,
                        std::span<const AuditCheck* const> checks, std::string_view schedule) {
    auto task = new_task(account, view.inventory.account.id, now, checks, schedule);
    RunningTask running{.task_id = task.task_id, .is_on_demand = schedule.empty(), .checks = {}};
    for (auto& summary : task.checks) {
        auto& pending = running.checks.emplace_back();
        pending.check = audit_check(summary.check_name);
        evaluate(account, view, now, task, pending);
        const bool is_disabled = !account.audit.is_enabled(pending.check->name);
        if (!is_evaluated(pending) && !is_disabled) summary.status = check_status::waiting;
    }
    auto id = task.task_id;
    const auto order = [](const AuditTask& one) {
        return std::pair(one.start, std::string_view(one.task_id));
    };
    auto& tasks = account.findings.tasks;
    tasks.insert(std::ranges::upper_bound(tasks, order(task), {}, order), std::move(task));
    account.running.push_back(std::move(running));
    return id;
}

void start_scheduled_audits(AccountState& account, const AuditView& view, fleet::Time now) {
    for (auto& [name, schedule] : account.schedules) {
        if (schedule.next_start > now) continue;
        start_audit(account, view, now, schedule.checks, name);
        schedule.next_start = following_start(schedule, schedule.next_start);
    }
}

std::optional<fleet::Time> next_scheduled_start(const AccountState& account) {
    std::optional<fleet::Time> next;
    for (const auto& [name, schedule] : account.schedules)
        next = std::min(next.value_or(schedule.next_start), schedule.next_start);
    return next;
}

std::optional<fleet::Time> next_audit_step(const AccountState& account) {
    std::optional<fleet::Time> next;
    for (const auto& running : account.running) {
        for (const auto& pending : running.checks)
            next = std::min(next.value_or(pending.next), pending.next);
    }
    return next;
}

void continue_audits(AccountState& account, const AuditView& view, fleet::Time now) {
    for (auto& running : account.running) {
        auto& task = task_of(account, running.task_id);
        std::erase_if(running.checks,
                      [&](auto& pending) { return step(account, view, now, task, pending); });
        task.status = status_of(task, running.checks.empty());
        if (running.checks.empty()) end_task(account, view, now, task);
    }
    std::erase_if(account.running, [](const auto& running) { return running.checks.empty(); });
}

void cancel_audit(AccountState& account, const AuditView& view, fleet::Time now,
                  const std::string& task_id) {
    auto& task = task_of(account, task_id);
    for (auto& summary : task.checks) {
        if (summary.status == check_status::in_progress || summary.status == check_status::waiting)
            summary.status = check_status::canceled;
    }
    task.status = "CANCELED";
    std::erase_if(account.running, [&](const auto& running) { return running.task_id == task_id; });
    end_task(account, view, now, task);
}

}  // namespace engine
