// The account: its logging options and its roles.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/read_sections.hpp"

namespace scenarios {
namespace {

using fleet::Json;

/// Everything the service reads in an audit, role aliases and last-accessed data included
/// (docs/audit-semantics §10).
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
        const auto& trust =
            item->contains("trust") ? item->at("trust") : item->at("assumeRolePolicyDocument");
        fleet::Role role{
            .name = item.key(), .trust_document = fleet::to_line(trust), .documents = {}};
        for (const auto& policy : item->at("policies"))
            role.documents.push_back(fleet::to_line(policy));
        roles.insert_or_assign(role.name, std::move(role));
    }
    for (auto& [name, role] : roles) scenario.fleet.roles.push_back(std::move(role));
}

}  // namespace scenarios
