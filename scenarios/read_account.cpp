// The account: its logging options, its roles, and what leads to them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fleet/base/shape.hpp"
#include "fleet/base/text.hpp"
#include "fleet/base/text_form.hpp"
#include "scenarios/read_sections.hpp"

namespace scenarios {
namespace {

using fleet::Json;

/// Everything the service reads in an audit, role aliases and last-accessed data included
/// (docs/audit-semantics §6).
constexpr std::array audit_reads{"iot:GetLoggingOptions",
                                 "iot:GetV2LoggingOptions",
                                 "iot:ListCACertificates",
                                 "iot:ListCertificates",
                                 "iot:DescribeCACertificate",
                                 "iot:DescribeCertificate",
                                 "iot:ListPolicies",
                                 "iot:GetPolicy",
                                 "iot:GetEffectivePolicies",
                                 "iot:ListRoleAliases",
                                 "iot:DescribeRoleAlias",
                                 "cognito-identity:GetIdentityPoolRoles",
                                 "iam:ListRolePolicies",
                                 "iam:ListAttachedRolePolicies",
                                 "iam:GetRole",
                                 "iam:GetPolicy",
                                 "iam:GetPolicyVersion",
                                 "iam:GetRolePolicy",
                                 "iam:GenerateServiceLastAccessedDetails",
                                 "iam:GetServiceLastAccessedDetails"};

/// Role aliases were made this long before the start.
constexpr std::chrono::days alias_age{30};

constexpr std::string_view logging_role = "AWSIoTLogging";
constexpr std::array log_writes{"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
                                "logs:PutMetricFilter", "logs:PutRetentionPolicy"};

Json document_of(Json statement) {
    return {{"Version", "2012-10-17"}, {"Statement", Json::array({std::move(statement)})}};
}

fleet::Role service_role(std::string name, const Json& actions) {
    Json trust{{"Effect", "Allow"},
               {"Principal", {{"Service", "iot.amazonaws.com"}}},
               {"Action", "sts:AssumeRole"}};
    Json grant{{"Effect", "Allow"}, {"Action", actions}, {"Resource", Json::array({"*"})}};
    return {.name = std::move(name),
            .trust_document = fleet::to_line(document_of(std::move(trust))),
            .documents = {fleet::to_line(document_of(std::move(grant)))}};
}

/// The account with its logging options: a careful one logs, unless its scenario says otherwise.
fleet::Account read_logging(const Json& section) {
    fleet::Account account{.id = section.at("id"), .region = section.at("region")};
    const auto role_of = [&](const Json& options) {
        auto arn = options.at("roleArn").get<std::string>();
        return arn.empty() ? fmt::format("arn:aws:iam::{}:role/{}", account.id, logging_role) : arn;
    };
    if (const auto& logging = section.at("logging"); logging.at("configured"))
        account.logging = {.role_arn = role_of(logging),
                           .default_log_level = logging.at("defaultLogLevel"),
                           .disable_all_logs = logging.at("disableAllLogs")};
    if (const auto first = section.find("loggingV1"); first != section.end())
        account.first_logging = {.role_arn = role_of(*first), .log_level = first->at("logLevel")};
    return account;
}

/// The index of a managed policy, which all roles that attach it share.
std::uint32_t managed_policy(const Reading& reading, const std::string& path,
                             const std::string& name, const Json& document, Scenario& scenario) {
    auto& all = scenario.fleet.managed_policies;
    fleet::ManagedPolicy policy{
        .arn = fmt::format("arn:aws:iam::{}:policy/{}", scenario.fleet.account.id, name),
        .document = fleet::to_line(document)};
    const auto found = std::ranges::find(all, policy.arn, &fleet::ManagedPolicy::arn);
    const auto index = static_cast<std::uint32_t>(found - all.begin());
    if (found == all.end())
        all.push_back(std::move(policy));
    else if (found->document != policy.document)
        reading.problem(path, fmt::format("another role attaches a different policy \"{}\"", name));
    return index;
}

fleet::Role read_role(const Reading& reading, const std::string& name, const Json& section,
                      Scenario& scenario) {
    const auto path = fleet::path_of("account.roles", name);
    const auto& trust =
        section.contains("trust") ? section.at("trust") : section.at("assumeRolePolicyDocument");
    fleet::Role role{.name = name, .trust_document = fleet::to_line(trust), .documents = {}};
    for (const auto& policy : section.at("policies"))
        role.documents.push_back(fleet::to_line(policy));
    const auto& attached = section.at("attachedPolicies");
    for (auto item = attached.begin(); item != attached.end(); ++item)
        role.managed_policies.push_back(managed_policy(
            reading, fleet::path_of(fleet::path_of(path, "attachedPolicies"), item.key()),
            item.key(), *item, scenario));
    const auto& services = section.at("servicesLastAccessed");
    for (auto item = services.begin(); item != services.end(); ++item) {
        const auto last =
            fleet::parse_moment(item->get<std::string>(), scenario.start, scenario.end())
                .value_or(scenario.start);
        if (last > scenario.start)
            reading.problem(
                fleet::path_of(fleet::path_of(path, "servicesLastAccessed"), item.key()),
                "is after the start; what happens in a run uses no role");
        role.last_accessed.push_back({.service = item.key(), .last_authenticated = last});
    }
    std::ranges::sort(role.last_accessed, {}, &fleet::ServiceLastAccessed::service);
    return role;
}

/// The ARN of a role that is named at `path`; empty, and a problem, when there is none.
std::string role_arn(const Reading& reading, const std::string& path, const std::string& name,
                     const Scenario& scenario) {
    std::vector<std::string> names;
    for (const auto& role : scenario.fleet.roles) names.push_back(role.name);
    if (std::ranges::find(names, name) == names.end())
        reading.problem(
            path, fmt::format("no role is named \"{}\"{}", name, fleet::did_you_mean(name, names)));
    return fmt::format("arn:aws:iam::{}:role/{}", scenario.fleet.account.id, name);
}

void read_role_aliases(const Reading& reading, Scenario& scenario) {
    const auto& aliases = reading.whole.at("account").at("roleAliases");
    for (auto item = aliases.begin(); item != aliases.end(); ++item) {
        const auto path = fleet::path_of("account.roleAliases", item.key());
        scenario.fleet.role_aliases.push_back(
            {.name = item.key(),
             .role_arn =
                 role_arn(reading, fleet::path_of(path, "role"), item->at("role"), scenario),
             .credential_duration_seconds = static_cast<std::uint32_t>(
                 fleet::whole_number(item->at("credentialDurationSeconds")).value()),
             .creation_date = scenario.start - alias_age,
             .last_modified_date = scenario.start - alias_age});
    }
}

std::vector<fleet::IdentityPool::Connection> read_connections(const Json& section,
                                                              const Scenario& scenario) {
    std::vector<fleet::IdentityPool::Connection> connections;
    for (const auto& connection : section) {
        const auto at = fleet::parse_moment(connection.at("at").get<std::string>(), scenario.start,
                                            scenario.end())
                            .value_or(scenario.start);
        const auto length = fleet::parse_duration(connection.at("for").get<std::string>());
        connections.push_back({.is_authenticated = connection.at("identity") == "authenticated",
                               .connected = at,
                               .disconnected = at + length.value_or(fleet::Duration{})});
    }
    return connections;
}

void read_identity_pools(const Reading& reading, Scenario& scenario) {
    const auto& pools = reading.whole.at("account").at("identityPools");
    for (auto item = pools.begin(); item != pools.end(); ++item) {
        const auto path = fleet::path_of("account.identityPools", item.key());
        const auto arn_of = [&](const char* key) {
            const auto found = item->find(key);
            if (found == item->end()) return std::string{};
            return role_arn(reading, fleet::path_of(path, key), *found, scenario);
        };
        scenario.fleet.identity_pools.push_back(
            {.id = fleet::identity_pool_id(scenario.fleet.account, item.key()),
             .name = item.key(),
             .authenticated_role_arn = arn_of("authenticatedRole"),
             .unauthenticated_role_arn = arn_of("unauthenticatedRole"),
             .connections = read_connections(item->at("connections"), scenario)});
    }
}

}  // namespace

void read_account(const Reading& reading, Scenario& scenario) {
    const auto& account = reading.whole.at("account");
    scenario.fleet.account = read_logging(account);
    // By name, so that the order of keys in the file changes nothing.
    std::map<std::string, fleet::Role> roles;
    for (auto role :
         {service_role("AWSIoTDeviceDefenderAudit", audit_reads),
          service_role("AWSIoTDeviceDefenderNotification", Json::array({"sns:Publish"})),
          service_role(std::string(logging_role), Json(log_writes))})
        roles.emplace(role.name, std::move(role));
    const auto& described = account.at("roles");
    for (auto item = described.begin(); item != described.end(); ++item) {
        auto role = read_role(reading, item.key(), *item, scenario);
        roles.insert_or_assign(role.name, std::move(role));
    }
    for (auto& [name, role] : roles) scenario.fleet.roles.push_back(std::move(role));
    read_role_aliases(reading, scenario);
    read_identity_pools(reading, scenario);
}

}  // namespace scenarios
