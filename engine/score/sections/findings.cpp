// Findings of audits. Cohort and thing are those behind the resource: the thing of a client id, the
// things of a device certificate.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <numeric>

#include "engine/aws_json.hpp"
#include "engine/score/sections.hpp"
#include "fleet/base/text.hpp"
#include "scenarios/expect_shape.hpp"

namespace score::sections_table {
namespace {

using Texts = std::vector<std::string>;

const engine::AuditFinding& finding_of(const Run& run, std::size_t item) {
    return run.findings.audit_findings[item];
}

Texts things_of(const Run& run, std::size_t item) {
    for (const auto& [key, value] : finding_of(run, item).resource.identifier) {
        if (key == "clientId") return {value};
        if (key == "deviceCertificateId" && run.facts.things_of_certificate)
            return run.facts.things_of_certificate(value);
    }
    return {};
}

Texts cohorts_of(const Run& run, std::size_t item) {
    Texts cohorts;
    for (const auto& thing : things_of(run, item))
        if (run.facts.cohort_of) cohorts.push_back(run.facts.cohort_of(thing));
    return cohorts;
}

Texts resource_of(const Run& run, std::size_t item) {
    Texts values;
    for (const auto& [key, value] : finding_of(run, item).resource.identifier) {
        values.push_back(value);
        values.push_back(fmt::format("{}={}", key, value));
    }
    return values;
}

std::vector<engine::AuditTask>::const_iterator task_at(const Run& run, std::size_t item) {
    return std::ranges::find(run.findings.tasks, finding_of(run, item).task_id,
                             &engine::AuditTask::task_id);
}

/// The ordinal of its task, counted from 1 in the order in which tasks began.
Texts task_of(const Run& run, std::size_t item) {
    return {fmt::format("{}", task_at(run, item) - run.findings.tasks.begin() + 1)};
}

Texts schedule_of(const Run& run, std::size_t item) {
    const auto task = task_at(run, item);
    if (task == run.findings.tasks.end()) return {};
    return {task->scheduled_audit_name};
}

constexpr std::array<Field, 9> fields{{
    {"check", FieldType::text, true, " of {}",
     [](const Run& run, std::size_t i) { return Texts{finding_of(run, i).check_name}; }},
    {"resource", FieldType::pairs, false, " about {}", resource_of},
    {"cohort", FieldType::text, false, " in cohort {}", cohorts_of},
    {"thing", FieldType::text, false, " on {}", things_of},
    {"reasonCode", FieldType::text, false, " with reason {}",
     [](const Run& run, std::size_t i) { return Texts{finding_of(run, i).reason_code}; }},
    {"severity", FieldType::text, false, " of severity {}",
     [](const Run& run, std::size_t i) {
         return Texts{std::string(engine::name_of(finding_of(run, i).severity))};
     }},
    {"isSuppressed", FieldType::truth, false, " with isSuppressed {}",
     [](const Run& run, std::size_t i) {
         return Texts{finding_of(run, i).is_suppressed ? "true" : "false"};
     }},
    {"task", FieldType::ordinal, false, " in audit {}", task_of},
    {"scheduledAuditName", FieldType::text, false, " of schedule {}", schedule_of},
}};

std::vector<std::size_t> items(const Run& run) {
    std::vector<std::size_t> all(run.findings.audit_findings.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
}

std::string describe(const Run& run, std::size_t item) {
    const auto& finding = finding_of(run, item);
    std::string resource;
    for (const auto& [key, value] : finding.resource.identifier)
        resource += fmt::format("{}{} {}", resource.empty() ? "" : ", ", key, value);
    const auto things = things_of(run, item);
    const auto named = things.empty() ? "" : fmt::format(" of {}", fleet::join(things, ", "));
    return fmt::format("{} on {}{} ({}) in the audit of {}", finding.check_name, resource, named,
                       finding.reason_code, fleet::format_time(finding.task_start_time));
}

}  // namespace

const Section findings{
    .name = "findings",
    .one = "finding",
    .is_timed = false,
    .fields = fields,
    .items = items,
    .time = [](const Run& run, std::size_t i) { return finding_of(run, i).finding_time; },
    .describe = describe,
    .shape = scenarios::finding_match_shape,
    .json = [](const Run& run, std::size_t i) { return engine::to_json(finding_of(run, i)); }};

}  // namespace score::sections_table
