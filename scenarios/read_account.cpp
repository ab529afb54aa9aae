// The account: its logging options and its roles.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

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

}  // namespace

void read_account(const Reading& reading, Scenario& scenario) {
    const auto& account = reading.whole.at("account");
    const auto& logging = account.at("logging");
    scenario.fleet.account = {.id = account.at("id"),
                              .region = account.at("region"),
                              .logging = {.role_arn = logging.at("roleArn"),
                                          .default_log_level = logging.at("defaultLogLevel"),
                                          .disable_all_logs = logging.at("disableAllLogs")}};
    // By name, so that the order of keys in the file changes nothing.
    std::map<std::string, fleet::Role> roles;
    for (auto role :
         {service_role("AWSIoTDeviceDefenderAudit", audit_reads),
          service_role("AWSIoTDeviceDefenderNotification", Json::array({"sns:Publish"}))})
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
