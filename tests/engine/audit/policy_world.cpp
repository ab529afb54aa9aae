#include "tests/engine/audit/policy_world.hpp"

#include <fmt/format.h>

#include "fleet/base/text.hpp"

namespace support {

using namespace std::chrono_literals;

std::string iot_arn(std::string_view tail) {
    return fmt::format("arn:aws:iot:us-east-1:123456789012:{}", tail);
}

std::string statement(std::string_view effect, std::string_view action, std::string_view resource,
                      std::string_view condition) {
    return fmt::format(R"({{"Effect": "{}", "Action": "{}", "Resource": "{}"{}}})", effect, action,
                       resource,
                       condition.empty() ? "" : fmt::format(R"(, "Condition": {})", condition));
}

std::string document(std::initializer_list<std::string> statements) {
    return fmt::format(R"({{"Version": "2012-10-17", "Statement": [{}]}})",
                       fleet::join(std::vector(statements), ", "));
}

FleetBuilder with_policy(std::string document) {
    auto fleet = a_fleet();
    fleet.inventory().policies = {
        {.name = "device",
         .versions = {{.id = "1", .document = std::move(document), .creation_date = noon}}}};
    return fleet;
}

FleetBuilder with_role_of(std::vector<std::string> documents,
                          std::vector<std::string> services_used) {
    auto fleet = a_fleet();
    fleet::Role role{
        .name = "devices", .trust_document = trusting(), .documents = std::move(documents)};
    for (auto& service : services_used)
        role.last_accessed.push_back({std::move(service), noon - 24h});
    fleet.with_role(std::move(role));
    auto& inventory = fleet.inventory();
    const auto arn = inventory.role_arn("devices");
    inventory.role_aliases = {{.name = "alias",
                               .role_arn = arn,
                               .creation_date = noon - 24h,
                               .last_modified_date = noon - 24h}};
    inventory.identity_pools = {{.id = "us-east-1:00000000-0000-0000-0000-000000000001",
                                 .name = "pool",
                                 .authenticated_role_arn = arn,
                                 .unauthenticated_role_arn = arn,
                                 .connections = {{false, noon - 1h, noon - 30min}}}};
    return fleet;
}

engine::CheckResult judge(std::string_view check, const std::string& document,
                          std::vector<std::string> services_used) {
    const bool is_of_policies = check.starts_with("IOT_POLICY");
    return run_check(check, is_of_policies ? with_policy(document)
                                           : with_role_of({document}, std::move(services_used)));
}

std::vector<std::string> codes_in(const engine::CheckResult& result) {
    std::vector<std::string> codes;
    for (const auto& found : result.found) codes.push_back(found.reason_code);
    return codes;
}

std::vector<std::string> actions_in(std::string_view reason) {
    const auto begin = reason.find('['), end = reason.find(']');
    if (begin == reason.npos || end == reason.npos) return {};
    std::vector<std::string> actions;
    for (auto part : fleet::split(reason.substr(begin + 1, end - begin - 1), ',')) {
        while (part.starts_with(' ')) part.remove_prefix(1);
        actions.emplace_back(part);
    }
    return actions;
}

}  // namespace support
