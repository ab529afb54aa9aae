// Audit tasks: that an audit ran, how it ended, and how each of its checks did.
#include <fmt/format.h>

#include <array>
#include <numeric>

#include "engine/score/sections.hpp"

namespace score::sections_table {
namespace {

using Texts = std::vector<std::string>;

const engine::AuditTask& task_of(const Run& run, std::size_t item) {
    return run.findings.tasks[item];
}

Texts checks_of(const Run& run, std::size_t item) {
    Texts checks;
    for (const auto& check : task_of(run, item).checks)
        checks.push_back(fmt::format("{}={}", check.check_name, check.status));
    return checks;
}

constexpr std::array<Field, 5> fields{{
    {"task", FieldType::ordinal, false, " number {}",
     [](const Run&, std::size_t i) { return Texts{fmt::format("{}", i + 1)}; }},
    {"status", FieldType::text, false, " that is {}",
     [](const Run& run, std::size_t i) { return Texts{task_of(run, i).status}; }},
    {"type", FieldType::text, false, " of type {}",
     [](const Run& run, std::size_t i) { return Texts{task_of(run, i).type}; }},
    {"scheduledAuditName", FieldType::text, false, " of schedule {}",
     [](const Run& run, std::size_t i) { return Texts{task_of(run, i).scheduled_audit_name}; }},
    {"checkStatus", FieldType::pairs, false, " with {}", checks_of},
}};

std::string describe(const Run& run, std::size_t item) {
    const auto& task = task_of(run, item);
    auto text =
        fmt::format("audit {} of {} ({})", item + 1, fleet::format_time(task.start), task.status);
    for (const auto& check : task.checks)
        if (check.status == "FAILED" || check.status == "CANCELED")
            text += fmt::format(", {}={}", check.check_name, check.status);
    return text;
}

}  // namespace

const Section tasks{.name = "tasks",
                    .one = "audit task",
                    .is_timed = false,
                    .fields = fields,
                    .items =
                        [](const Run& run) {
                            std::vector<std::size_t> all(run.findings.tasks.size());
                            std::iota(all.begin(), all.end(), 0);
                            return all;
                        },
                    .time = [](const Run& run, std::size_t i) { return task_of(run, i).start; },
                    .describe = describe};

}  // namespace score::sections_table
