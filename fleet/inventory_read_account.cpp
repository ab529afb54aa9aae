// The settings of an account, its IAM roles and what leads to them – role aliases, identity pools –
// from AWS's shapes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fleet/base/json_fields.hpp"
#include "fleet/base/text.hpp"
#include "fleet/inventory_files.hpp"

namespace fleet {
namespace {

const std::array<std::string, 5> log_levels{"DEBUG", "INFO", "ERROR", "WARN", "DISABLED"};

std::string log_level(const Fields& fields, std::string_view key) {
    auto level = fields.text(key);
    if (std::ranges::find(log_levels, level) == log_levels.end())
        fields.problem(
            key, fmt::format("\"{}\" is no log level{}", level, did_you_mean(level, log_levels)));
    return level;
}

void read_logging(const Fields& answers, Account& account) {
    if (answers.has("GetLoggingOptions")) {
        const auto fields = answers.object("GetLoggingOptions");
        account.first_logging = {.role_arn = fields.text_or("roleArn", ""),
                                 .log_level = log_level(fields, "logLevel")};
    }
    if (answers.has("GetV2LoggingOptions")) {
        const auto fields = answers.object("GetV2LoggingOptions");
        account.logging = {.role_arn = fields.text_or("roleArn", ""),
                           .default_log_level = log_level(fields, "defaultLogLevel"),
                           .disable_all_logs = fields.flag_or("disableAllLogs", false)};
    }
}

void read_managed_policies(const Fields& root, Inventory& inventory) {
    for (const auto& fields : root.objects("Policies")) {
        ManagedPolicy policy{.arn = fields.text("Arn"), .document = {}};
        const auto default_id = fields.text("DefaultVersionId");
        bool has_default = false;
        for (const auto& version : fields.objects("PolicyVersionList")) {
            if (version.text("VersionId") != default_id) continue;
            policy.document = version.document_text("Document");
            has_default = true;
        }
        if (!has_default)
            fields.problem("DefaultVersionId",
                           fmt::format("no version \"{}\" in PolicyVersionList", default_id));
        if (std::ranges::find(inventory.managed_policies, policy.arn, &ManagedPolicy::arn) !=
            inventory.managed_policies.end())
            fields.problem("Arn", fmt::format("the policy \"{}\" stands twice", policy.arn));
        inventory.managed_policies.push_back(std::move(policy));
    }
}

Role read_role(const Fields& fields, const Inventory& inventory) {
    Role role;
    role.name = fields.text("RoleName");
    role.trust_document = fields.document_text("AssumeRolePolicyDocument");
    for (const auto& policy : fields.objects("RolePolicyList"))
        role.documents.push_back(policy.document_text("PolicyDocument"));
    for (const auto& attached : fields.objects("AttachedManagedPolicies")) {
        const auto arn = attached.text("PolicyArn");
        const auto& all = inventory.managed_policies;
        const auto found = std::ranges::find(all, arn, &ManagedPolicy::arn);
        if (found == all.end())
            attached.problem("PolicyArn", fmt::format("there is no policy \"{}\"", arn));
        else
            role.managed_policies.push_back(static_cast<std::uint32_t>(found - all.begin()));
    }
    for (const auto& service : fields.objects("ServicesLastAccessed"))
        role.last_accessed.push_back(
            {.service = service.text("ServiceNamespace"),
             .last_authenticated = service.time_if_any("LastAuthenticated")});
    std::ranges::sort(role.last_accessed, {}, &ServiceLastAccessed::service);
    return role;
}

RoleAlias read_role_alias(const Fields& fields) {
    RoleAlias alias;
    alias.name = fields.text("roleAlias");
    alias.role_arn = fields.text("roleArn");
    alias.credential_duration_seconds = static_cast<std::uint32_t>(fields.whole_number_or(
        "credentialDurationSeconds", alias.credential_duration_seconds, 43'200));
    alias.creation_date = fields.time("creationDate");
    alias.last_modified_date = fields.time("lastModifiedDate");
    return alias;
}

IdentityPool read_identity_pool(const Fields& fields) {
    IdentityPool pool;
    pool.id = fields.text("IdentityPoolId");
    pool.name = fields.text("IdentityPoolName");
    if (fields.has("Roles")) {
        const auto roles = fields.object("Roles");
        pool.authenticated_role_arn = roles.text_or("authenticated", "");
        pool.unauthenticated_role_arn = roles.text_or("unauthenticated", "");
    }
    for (const auto& connection : fields.objects("connections")) {
        const auto identity = connection.text("identity");
        if (identity != "authenticated" && identity != "unauthenticated")
            connection.problem("identity", "expected \"authenticated\" or \"unauthenticated\"");
        pool.connections.push_back({.is_authenticated = identity == "authenticated",
                                    .connected = connection.time("connected"),
                                    .disconnected = connection.time_if_any("disconnected")});
    }
    return pool;
}

}  // namespace

void read_account(const std::filesystem::path& folder, Inventory& inventory, Problems& problems) {
    const auto account = read_json(folder / "account.json");
    const Fields fields(account, problems);
    inventory.account.id = fields.text("account");
    inventory.account.region = fields.text("region");
    inventory.at = fields.time("at");
    const auto logging = read_json(folder / "logging.json");
    read_logging(Fields(logging, problems), inventory.account);
    const auto roles = read_json(folder / "roles.json");
    const Fields details(roles, problems);
    read_managed_policies(details, inventory);
    for (const auto& role : details.objects("RoleDetailList"))
        inventory.roles.push_back(read_role(role, inventory));
    const auto aliases = read_json(folder / "role-aliases.json");
    for (const auto& alias : Fields(aliases, problems).objects("roleAliases"))
        inventory.role_aliases.push_back(read_role_alias(alias));
    const auto pools = read_json(folder / "identity-pools.json");
    for (const auto& pool : Fields(pools, problems).objects("IdentityPools"))
        inventory.identity_pools.push_back(read_identity_pool(pool));
}

}  // namespace fleet
