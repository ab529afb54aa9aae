#include "tests/support/service.hpp"

#include <gtest/gtest.h>

namespace support {

using namespace std::chrono_literals;

engine::CheckResult run_check(std::string_view name, const FleetBuilder& fleet,
                              const TrafficBuilder& traffic) {
    const auto* check = engine::audit_check(name);
    if (check == nullptr) throw std::invalid_argument(std::string(name));
    const auto history = traffic.history();
    return check->run({.inventory = fleet.inventory(),
                       .history = history,
                       .dictionary = *traffic.dictionary(),
                       .task_start = noon,
                       .check_time = noon,
                       .window_begin = noon - 31 * 24h,
                       .collected_since = noon - 31 * 24h,
                       .threshold_days = check->threshold_days});
}

engine::CheckResult run_check(std::string_view name, const FleetBuilder& fleet) {
    return run_check(name, fleet, TrafficBuilder(fleet.inventory()));
}

std::vector<std::string> found_in(const engine::CheckResult& result) {
    std::vector<std::string> values;
    for (const auto& found : result.found)
        values.push_back(found.resource.identifier.front().second);
    return values;
}

Service::Service(const FleetBuilder& fleet) : Service(fleet, TrafficBuilder(fleet.inventory())) {}

Service::Service(const FleetBuilder& fleet, const TrafficBuilder& traffic)
    : inventory(fleet.inventory()),
      dictionary(traffic.dictionary()),
      history(traffic.history()),
      detect(inventory, *dictionary),
      enabled_since(noon - 31 * 24h) {}

engine::OperationResult Service::ask(std::string_view operation, const std::string& request) {
    const auto* found = engine::operation_named(operation);
    if (found == nullptr) throw std::invalid_argument(std::string(operation));
    engine::OperationContext context{.account = account,
                                     .inventory = inventory,
                                     .history = history,
                                     .dictionary = *dictionary,
                                     .detect = detect,
                                     .requests = requests,
                                     .now = now,
                                     .enabled_since = enabled_since};
    return found->perform(context, fleet::parse_json(request, "request").root());
}

fleet::Json Service::answer(std::string_view operation, const std::string& request) {
    const auto result = ask(operation, request);
    EXPECT_EQ(result.code, "") << operation << ": " << result.message;
    return result.code.empty() ? fleet::Json::parse(result.response) : fleet::Json::object();
}

Service& Service::enable(std::initializer_list<std::string_view> checks) {
    fleet::Json request;
    request["roleArn"] = inventory.role_arn("AWSIoTDeviceDefenderAudit");
    for (const auto check : checks)
        request["auditCheckConfigurations"][std::string(check)]["enabled"] = true;
    answer("UpdateAccountAuditConfiguration", fleet::to_line(request));
    return *this;
}

std::string Service::start(std::initializer_list<std::string_view> checks) {
    fleet::Json request;
    request["targetCheckNames"] = checks;
    return answer("StartOnDemandAuditTask", fleet::to_line(request)).value("taskId", "");
}

Service& Service::wait(fleet::Duration duration) {
    const auto until = now + duration;
    const engine::AuditView view{inventory, history, *dictionary};
    const auto never = fleet::Time::max();
    while (true) {
        const auto next = std::min(engine::next_audit_step(account).value_or(never),
                                   engine::next_scheduled_start(account).value_or(never));
        if (next > until) break;
        engine::continue_audits(account, view, next);
        engine::start_scheduled_audits(account, view, next);
    }
    now = until;
    return *this;
}

Service& Service::schedule(std::string_view name, std::string_view frequency, std::string_view days,
                           std::initializer_list<std::string_view> checks) {
    auto request = fleet::Json::parse(days.empty() ? std::string("{}") : std::string(days));
    request["scheduledAuditName"] = name;
    request["frequency"] = frequency;
    request["targetCheckNames"] = checks;
    answer("CreateScheduledAudit", fleet::to_line(request));
    return *this;
}

std::string Service::code(std::string_view operation, const std::string& request) {
    return ask(operation, request).code;
}

fleet::Json Service::describe(const std::string& task) {
    return answer("DescribeAuditTask", fleet::to_line(fleet::Json{{"taskId", task}}));
}

}  // namespace support
