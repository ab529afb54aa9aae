#include "engine/operations/schedule_request.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/operations/target_checks.hpp"

namespace engine {
namespace {

using fleet::Json;

bool has_day_of_week(AuditFrequency frequency) {
    return frequency == AuditFrequency::weekly || frequency == AuditFrequency::biweekly;
}

std::optional<OperationResult> adopt_frequency(const Json& request, ScheduledAudit& schedule) {
    if (!request.contains("frequency")) return std::nullopt;
    const auto frequency = audit_frequency(text_of(request, "frequency"));
    if (!frequency) return invalid_request("frequency must be DAILY, WEEKLY, BIWEEKLY or MONTHLY.");
    schedule.frequency = *frequency;
    if (!has_day_of_week(*frequency)) schedule.day_of_week.reset();
    if (*frequency != AuditFrequency::monthly) schedule.day_of_month.reset();
    return std::nullopt;
}

std::optional<OperationResult> adopt_days(const Json& request, ScheduledAudit& schedule) {
    const auto frequency = name_of(schedule.frequency);
    if (request.contains("dayOfWeek")) {
        if (!has_day_of_week(schedule.frequency))
            return invalid_request(fmt::format("A {} audit has no dayOfWeek.", frequency));
        schedule.day_of_week = audit_weekday(text_of(request, "dayOfWeek"));
        if (!schedule.day_of_week)
            return invalid_request("dayOfWeek must be SUN, MON, TUE, WED, THU, FRI or SAT.");
    }
    if (request.contains("dayOfMonth")) {
        if (schedule.frequency != AuditFrequency::monthly)
            return invalid_request(fmt::format("A {} audit has no dayOfMonth.", frequency));
        schedule.day_of_month = audit_day_of_month(text_of(request, "dayOfMonth"));
        if (!schedule.day_of_month)
            return invalid_request("dayOfMonth must be a text with a day from 1 to 31, or LAST.");
    }
    if (has_day_of_week(schedule.frequency) && !schedule.day_of_week)
        return invalid_request(fmt::format("A {} audit needs dayOfWeek.", frequency));
    if (schedule.frequency == AuditFrequency::monthly && !schedule.day_of_month)
        return invalid_request(fmt::format("A {} audit needs dayOfMonth.", frequency));
    return std::nullopt;
}

}  // namespace

std::optional<OperationResult> refuse_schedule_name(std::string_view name) {
    constexpr std::size_t length_max = 128;
    if (is_identifier(name, length_max)) return std::nullopt;
    return invalid_request(
        "scheduledAuditName must have 1 to 128 letters, digits, '_' or '-' and nothing else.");
}

std::optional<OperationResult> refuse_unknown_schedule(const AccountState& account,
                                                       std::string_view name) {
    if (auto refused = refuse_schedule_name(name)) return refused;
    if (account.schedules.contains(name)) return std::nullopt;
    return resource_not_found(fmt::format("There is no scheduled audit named {}.", name));
}

std::optional<OperationResult> adopt_schedule(const AccountState& account, const Json& request,
                                              ScheduledAudit& schedule) {
    if (auto refused = adopt_frequency(request, schedule)) return refused;
    if (auto refused = adopt_days(request, schedule)) return refused;
    if (!request.contains("targetCheckNames")) return std::nullopt;
    auto targets = read_target_checks(account, request);
    schedule.checks = std::move(targets.checks);
    return targets.refusal;
}

bool is_rescheduled(const Json& request) {
    return request.contains("frequency") || request.contains("dayOfWeek") ||
           request.contains("dayOfMonth");
}

std::string schedule_arn(const fleet::Inventory& inventory, std::string_view name) {
    return inventory.arn(fmt::format("scheduledaudit/{}", name));
}

void add_calendar(Json& json, const ScheduledAudit& schedule) {
    json["frequency"] = name_of(schedule.frequency);
    if (schedule.day_of_month) json["dayOfMonth"] = text_of(*schedule.day_of_month);
    if (schedule.day_of_week) json["dayOfWeek"] = name_of(*schedule.day_of_week);
}

}  // namespace engine
