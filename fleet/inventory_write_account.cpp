// The settings of an account and its IAM roles in AWS's shapes.
#include <nlohmann/json.hpp>

#include "fleet/inventory_files.hpp"

namespace fleet {
namespace {

Json role_json(const Inventory& inventory, const Role& role) {
    auto documents = Json::array(), attached = Json::array(), services = Json::array();
    for (const auto& document : role.documents) {
        documents.push_back({{"PolicyName", "policy-" + std::to_string(documents.size() + 1)},
                             {"PolicyDocument", document}});
    }
    for (const auto policy : role.managed_policies) {
        const auto& arn = inventory.managed_policies.at(policy).arn;
        attached.push_back({{"PolicyName", arn.substr(arn.rfind('/') + 1)}, {"PolicyArn", arn}});
    }
    for (const auto& service : role.last_accessed) {
        Json item{{"ServiceNamespace", service.service}};
        if (service.last_authenticated)
            item["LastAuthenticated"] = aws_time(*service.last_authenticated);
        services.push_back(std::move(item));
    }
    return {{"RoleName", role.name},
            {"Arn", inventory.role_arn(role.name)},
            {"AssumeRolePolicyDocument", role.trust_document},
            {"RolePolicyList", std::move(documents)},
            {"AttachedManagedPolicies", std::move(attached)},
            {"ServicesLastAccessed", std::move(services)}};
}

Json pool_json(const IdentityPool& pool) {
    auto roles = Json::object();
    if (!pool.authenticated_role_arn.empty()) roles["authenticated"] = pool.authenticated_role_arn;
    if (!pool.unauthenticated_role_arn.empty())
        roles["unauthenticated"] = pool.unauthenticated_role_arn;
    auto connections = Json::array();
    for (const auto& connection : pool.connections) {
        Json item{{"identity", connection.is_authenticated ? "authenticated" : "unauthenticated"},
                  {"connected", aws_time(connection.connected)}};
        if (connection.disconnected) item["disconnected"] = aws_time(*connection.disconnected);
        connections.push_back(std::move(item));
    }
    return {{"IdentityPoolId", pool.id},
            {"IdentityPoolName", pool.name},
            {"Roles", std::move(roles)},
            {"connections", std::move(connections)}};
}

}  // namespace

Json logging_json(const Inventory& inventory) {
    auto answers = Json::object();
    if (const auto& first = inventory.account.first_logging)
        answers["GetLoggingOptions"] = {{"roleArn", first->role_arn},
                                        {"logLevel", first->log_level}};
    if (const auto& logging = inventory.account.logging)
        answers["GetV2LoggingOptions"] = {{"roleArn", logging->role_arn},
                                          {"defaultLogLevel", logging->default_log_level},
                                          {"disableAllLogs", logging->disable_all_logs}};
    return answers;
}

Json roles_json(const Inventory& inventory) {
    auto roles = Json::array(), policies = Json::array();
    for (const auto& role : inventory.roles) roles.push_back(role_json(inventory, role));
    for (const auto& policy : inventory.managed_policies) {
        policies.push_back({{"PolicyName", policy.arn.substr(policy.arn.rfind('/') + 1)},
                            {"Arn", policy.arn},
                            {"DefaultVersionId", "v1"},
                            {"PolicyVersionList", Json::array({{{"VersionId", "v1"},
                                                                {"IsDefaultVersion", true},
                                                                {"Document", policy.document}}})}});
    }
    return {{"RoleDetailList", std::move(roles)}, {"Policies", std::move(policies)}};
}

Json role_aliases_json(const Inventory& inventory) {
    auto list = Json::array();
    for (const auto& alias : inventory.role_aliases) {
        list.push_back({{"roleAlias", alias.name},
                        {"roleAliasArn", inventory.arn("rolealias/" + alias.name)},
                        {"roleArn", alias.role_arn},
                        {"owner", inventory.account.id},
                        {"credentialDurationSeconds", alias.credential_duration_seconds},
                        {"creationDate", aws_time(alias.creation_date)},
                        {"lastModifiedDate", aws_time(alias.last_modified_date)}});
    }
    return {{"roleAliases", std::move(list)}};
}

Json identity_pools_json(const Inventory& inventory) {
    auto list = Json::array();
    for (const auto& pool : inventory.identity_pools) list.push_back(pool_json(pool));
    return {{"IdentityPools", std::move(list)}};
}

}  // namespace fleet
