#include "engine/score/possible_audits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/audit/reason_codes.hpp"
#include "engine/audit/task.hpp"
#include "engine/score/possible_times.hpp"

namespace score {
namespace {

bool expect_audit(const Entry& entry, std::string_view field, const Possible& possible,
                  const Impossible& impossible) {
    if (!possible.is_audited)
        impossible.say(entry, field,
                       "no audit ever runs; \"audit\" has neither \"runs\" nor \"schedules\"");
    return possible.is_audited;
}

/// Which of the audits: its number, and its schedule.
void check_audit(const Entry& entry, const Possible& possible, const Impossible& impossible) {
    if (const auto* task = wanted(entry, "task"); task != nullptr && possible.audits_most) {
        std::uint64_t number = 0;
        std::from_chars(task->data(), task->data() + task->size(), number);
        if (number > *possible.audits_most)
            impossible.say(entry, "task",
                           fmt::format("there is no audit {}; the run has {} of them at most",
                                       *task, *possible.audits_most));
    }
    if (const auto* schedule = wanted(entry, "scheduledAuditName"))
        impossible.expect_among(entry, "scheduledAuditName", *schedule, possible.schedules);
}

void check_code(const Entry& entry, std::string_view field, const std::string* code,
                const std::string& check, const Impossible& impossible) {
    const auto codes = engine::reason_codes_of(check);
    if (code != nullptr && !codes.empty())
        impossible.expect_among(entry, field, *code, {codes.begin(), codes.end()});
}

/// What an entry names in two ways must be the same.
void expect_agreement(const Entry& entry, const Impossible& impossible) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> twice{
        {{"check", "checkName"},
         {"severity", "severity"},
         {"reasonCode", "reasonForNonComplianceCode"}}};
    for (const auto& [field, key] : twice) {
        const auto* own = wanted(entry, field);
        const auto* other = matched_text(entry, key);
        if (own != nullptr && other != nullptr && *own != *other)
            impossible.say(entry, fmt::format("match.{}", key),
                           fmt::format("{} is not {}", *other, *own));
    }
}

void check_time(const Entry& entry, std::string_view key, const Possible& possible,
                const Impossible& impossible) {
    const auto* given = matched(entry, key);
    const auto time = given == nullptr ? std::nullopt : time_meant(*given, possible);
    if (!time) return;
    const auto field = fmt::format("match.{}", key);
    if (*time < possible.start)
        impossible.say(entry, field,
                       fmt::format("{} is before the run, which begins at {}",
                                   fleet::format_time(*time), fleet::format_time(possible.start)));
    // A finding may come long after its audit began, when a check has to wait for data.
    else if (key == "taskStartTime" && possible.last_audit &&
             *time > *possible.last_audit + fleet::slot_length)
        impossible.say(
            entry, field,
            fmt::format("{} is after the last audit, which begins at {}", fleet::format_time(*time),
                        fleet::format_time(*possible.last_audit)));
}

}  // namespace

void check_possible_finding(const Entry& entry, const Possible& possible,
                            const Impossible& impossible) {
    const auto* check = wanted(entry, "check");
    const auto* name = matched_text(entry, "checkName");
    const bool is_audited =
        expect_audit(entry, check != nullptr ? "check" : "match", possible, impossible);
    if (check != nullptr) impossible.expect_among(entry, "check", *check, possible.checks);
    if (name != nullptr) impossible.expect_among(entry, "match.checkName", *name, possible.checks);
    expect_agreement(entry, impossible);
    if (const auto* meant = check != nullptr ? check : name; meant != nullptr) {
        check_code(entry, "reasonCode", wanted(entry, "reasonCode"), *meant, impossible);
        check_code(entry, "match.reasonForNonComplianceCode",
                   matched_text(entry, "reasonForNonComplianceCode"), *meant, impossible);
    }
    if (!is_audited) return;
    check_audit(entry, possible, impossible);
    for (const auto* key : {"taskStartTime", "findingTime"})
        check_time(entry, key, possible, impossible);
}

void check_possible_task(const Entry& entry, const Possible& possible,
                         const Impossible& impossible) {
    if (!expect_audit(entry, {}, possible, impossible)) return;
    check_audit(entry, possible, impossible);
    namespace status = engine::check_status;
    static const std::vector<std::string> statuses{
        std::string(status::in_progress),   std::string(status::waiting),
        std::string(status::canceled),      std::string(status::compliant),
        std::string(status::non_compliant), std::string(status::failed)};
    for (const auto& one : entry.wanted) {
        if (one.field->name != "checkStatus") continue;
        for (const auto& value : one.values) {
            const auto equals = std::min(value.find('='), value.size());
            impossible.expect_among(entry, "checkStatus", value.substr(0, equals), possible.checks);
            if (equals < value.size())
                impossible.expect_among(entry, "checkStatus", value.substr(equals + 1), statuses);
            else
                impossible.say(entry, "checkStatus", "it is written {CHECK: STATUS}");
        }
    }
}

}  // namespace score
