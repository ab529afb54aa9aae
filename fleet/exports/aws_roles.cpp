// Policies, roles and what leads to them, logging, from answers of AWS.
#include <fmt/format.h>

#include <algorithm>

#include "fleet/exports/aws_documents.hpp"
#include "fleet/exports/aws_draft.hpp"

namespace fleet::exports {
namespace {

/// As Inventory::role_arn puts it behind "role/": with its path.
std::string role_name(const std::string& arn) {
    constexpr std::string_view mark = ":role/";
    const auto at = arn.find(mark);
    return at == std::string::npos ? arn : arn.substr(at + mark.size());
}

std::string document_in(const Fields& fields, std::string_view key) {
    return decoded_document(fields.document_text(key));
}

}  // namespace

void AwsAuthorization::list_policies(const Fields& answer) {
    are_policies_told_ = true;
    for (const auto& policy : answer.objects("policies")) {
        policies_.try_emplace(policy.text("policyName"));
        if (first_arn_.empty()) first_arn_ = policy.text_or("policyArn", "");
    }
}

void AwsAuthorization::get_policy(const Fields& answer, bool is_version) {
    are_policies_told_ = true;
    auto& policy = policies_[answer.text("policyName")];
    if (first_arn_.empty()) first_arn_ = answer.text_or("policyArn", "");
    const auto id =
        is_version ? answer.text("policyVersionId") : answer.text_or("defaultVersionId", "1");
    if (!is_version || answer.flag_or("isDefaultVersion", false)) policy.default_version = id;
    policy.documents[id] = document_in(answer, "policyDocument");
}

void AwsAuthorization::list_role_aliases(const Fields& answer) {
    are_aliases_told_ = true;
    for (const auto& name : answer.texts("roleAliases")) {
        const auto [alias, is_new] = aliases_.try_emplace(name);
        if (is_new) alias->second.is_role_known = false;
    }
}

void AwsAuthorization::describe_role_alias(const Fields& answer) {
    are_aliases_told_ = true;
    const auto told = answer.object("roleAliasDescription");
    auto& alias = aliases_[told.text("roleAlias")];
    alias.is_role_known = true;
    alias.role_arn = told.text("roleArn");
    alias.creation_date = told.exported_time_if_any("creationDate").value_or(Time{});
    alias.last_modified_date = told.exported_time_if_any("lastModifiedDate").value_or(Time{});
    if (first_arn_.empty()) first_arn_ = told.text_or("roleAliasArn", "");
}

void AwsAuthorization::logging(const Fields& answer, bool is_second) {
    is_logging_told_ = true;
    if (is_second && (answer.has("defaultLogLevel") || answer.has("disableAllLogs")))
        logging_ = {.role_arn = answer.text_or("roleArn", ""),
                    .default_log_level = answer.text_or("defaultLogLevel", "DISABLED"),
                    .disable_all_logs = answer.flag_or("disableAllLogs", false)};
    if (!is_second && answer.has("logLevel"))
        first_logging_ = {.role_arn = answer.text_or("roleArn", ""),
                          .log_level = answer.text("logLevel")};
}

void AwsAuthorization::list_identity_pools(const Fields& answer) {
    are_pools_told_ = true;
    for (const auto& told : answer.objects("IdentityPools")) {
        const auto [pool, is_new] = pools_.try_emplace(told.text("IdentityPoolId"));
        pool->second.name = told.text_or("IdentityPoolName", "");
        if (is_new) pool->second.are_roles_known = false;
    }
}

void AwsAuthorization::identity_pool_roles(const Fields& answer) {
    // DescribeIdentityPool tells of no roles; GetIdentityPoolRoles of a pool without roles neither.
    const bool is_description = answer.has("IdentityPoolName");
    are_pools_told_ = true;
    const auto [pool, is_new] = pools_.try_emplace(answer.text("IdentityPoolId"));
    if (is_new) pool->second.are_roles_known = !is_description;
    if (is_description) return;
    pool->second.are_roles_known = true;
    if (!answer.has("Roles")) return;
    const auto roles = answer.object("Roles");
    pool->second.authenticated_role_arn = roles.text_or("authenticated", "");
    pool->second.unauthenticated_role_arn = roles.text_or("unauthenticated", "");
}

void AwsAuthorization::authorization_details(const Fields& answer) {
    are_all_roles_told_ = are_all_roles_told_ || answer.has("RoleDetailList");
    for (const auto& told : answer.objects("RoleDetailList")) {
        auto& role = roles_[told.text("RoleName")];
        role.arn = told.text("Arn");
        role.trust = document_in(told, "AssumeRolePolicyDocument");
        role.are_attached_told = true;
        for (const auto& policy : told.objects("RolePolicyList"))
            role.documents.push_back(document_in(policy, "PolicyDocument"));
        for (const auto& policy : told.objects("AttachedManagedPolicies"))
            role.attached.insert(policy.text("PolicyArn"));
    }
    for (const auto& policy : answer.objects("Policies")) {
        if (!policy.has("PolicyVersionList")) continue;  // ListPolicies of IAM
        const auto id = policy.text("DefaultVersionId");
        for (const auto& version : policy.objects("PolicyVersionList"))
            if (version.text("VersionId") == id)
                role_policies_[policy.text("Arn")] = document_in(version, "Document");
    }
}

void AwsAuthorization::get_role(const Fields& answer) {
    const auto told = answer.object("Role");
    auto& role = roles_[told.text("RoleName")];
    role.arn = told.text("Arn");
    role.trust = document_in(told, "AssumeRolePolicyDocument");
}

void AwsAuthorization::get_role_policy(const Fields& answer) {
    roles_[answer.text("RoleName")].documents.push_back(document_in(answer, "PolicyDocument"));
}

void AwsAuthorization::attached_role_policies(const Fields& answer, const std::string& name) {
    auto& role = roles_[answer.text_or("RoleName", name)];
    role.are_attached_told = true;
    for (const auto& policy : answer.objects("AttachedPolicies"))
        role.attached.insert(policy.text("PolicyArn"));
}

void AwsAuthorization::last_accessed(const Fields& answer, const std::string& name) {
    auto& used = roles_[answer.text_or("RoleName", name)].used;
    if (answer.text_or("JobStatus", "COMPLETED") != "COMPLETED") return;
    used.emplace();
    for (const auto& service : answer.objects("ServicesLastAccessed"))
        used->push_back({.service = service.text("ServiceNamespace"),
                         .last_authenticated = service.exported_time_if_any("LastAuthenticated")});
    std::ranges::sort(*used, {}, &ServiceLastAccessed::service);
}

void AwsAuthorization::settle_policies(Inventory& inventory) const {
    for (const auto& [name, draft] : policies_) {
        Policy policy;
        policy.name = name;
        for (const auto& [id, document] : draft.documents) {
            if (id == draft.default_version) policy.default_version = policy.versions.size();
            policy.versions.push_back({.id = id, .document = document, .creation_date = {}});
        }
        policy.is_document_known = draft.documents.contains(draft.default_version);
        if (policy.versions.empty())
            policy.versions.push_back({.id = "1", .document = {}, .creation_date = {}});
        inventory.policies.push_back(std::move(policy));
    }
}

void AwsAuthorization::settle_roles(Inventory& inventory) {
    std::map<std::string, std::uint32_t> places;
    for (auto& [arn, document] : role_policies_) {
        places.emplace(arn, static_cast<std::uint32_t>(places.size()));
        inventory.managed_policies.push_back({.arn = arn, .document = std::move(document)});
    }
    for (auto& [name, draft] : roles_) {
        Role role{.name = draft.arn ? role_name(*draft.arn) : name,
                  .trust_document = std::move(draft.trust),
                  .documents = std::move(draft.documents)};
        role.are_documents_known = draft.are_attached_told;
        for (const auto& arn : draft.attached) {
            const auto place = places.find(arn);
            if (place == places.end())
                role.are_documents_known = false;
            else
                role.managed_policies.push_back(place->second);
        }
        role.is_use_known = draft.used.has_value();
        role.last_accessed = std::move(draft.used).value_or(std::vector<ServiceLastAccessed>{});
        inventory.roles.push_back(std::move(role));
    }
}

void AwsAuthorization::settle_pools(Inventory& inventory) const {
    for (const auto& [id, told] : pools_) {
        auto pool = told;
        pool.id = id;
        pool.are_connections_known = false;  // no call tells
        inventory.identity_pools.push_back(std::move(pool));
    }
}

void AwsAuthorization::settle(Inventory& inventory, AwsAddress& address) {
    address.look_at(first_arn_);
    inventory.account.logging = logging_;
    inventory.account.first_logging = first_logging_;
    settle_policies(inventory);
    settle_roles(inventory);
    settle_pools(inventory);
    for (auto& [name, alias] : aliases_) {
        alias.name = name;
        inventory.role_aliases.push_back(alias);
    }
    auto& unknown = inventory.unknown;
    if (!are_policies_told_) unknown.add(Part::policies);
    if (!are_aliases_told_) unknown.add(Part::role_aliases);
    if (!are_pools_told_) unknown.add(Part::identity_pools);
    if (!are_all_roles_told_) unknown.add(Part::roles);
    if (!is_logging_told_) unknown.add(Part::logging);
}

}  // namespace fleet::exports
