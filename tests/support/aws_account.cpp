#include "tests/support/aws_account.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "fleet/inventory.hpp"
#include "fleet/pki/read.hpp"

namespace support {
namespace {

namespace fs = std::filesystem;
using fleet::Json;

constexpr const char* aws_program = R"sh(#!/bin/sh
# Answers like the AWS CLI, from files: aws SERVICE CALL [--KEY VALUE]...
here=$(dirname "$0")/..
call=$2; shift 2
name=; query=
while [ $# -gt 0 ]; do
    case $1 in
        --query) query=$2; shift 2 ;;
        --output|--max-results) shift 2 ;;
        --filter) shift $# ;;
        *) name=$2; shift 2 ;;
    esac
done
case $call in
    get-logging-options) echo "An error occurred (NotConfiguredException)" >&2; exit 254 ;;
    generate-service-last-accessed-details) echo "${name##*/}"; exit ;;
esac
if [ -n "$query" ]; then cat "$here/names/$call${name:+/$name}.txt"
else cat "$here/answers/$call${name:+/$name}.json"; fi
)sh";

/// As the AWS CLI prints a time.
std::string cli_time(fleet::Time time) {
    auto text = fleet::format_time(time);
    text.pop_back();
    return text + "+00:00";
}

class AwsAccount {
  public:
    AwsAccount(const fs::path& generated, fs::path folder)
        : generated_(generated),
          folder_(std::move(folder)),
          inventory_(fleet::load_inventory(generated / "inventory")) {
        for (const auto& entry : fs::directory_iterator(generated / "pki")) {
            for (const auto& der : fleet::from_pem(fleet::read_file(entry.path()), "CERTIFICATE"))
                pems_[fleet::to_hex(fleet::read_certificate(der)->id)] =
                    fleet::to_pem(der, "CERTIFICATE");
        }
    }

    void write() const {
        write_certificates(inventory_.certificates, "certificate", "cert/");
        write_certificates(inventory_.ca_certificates, "ca-certificate", "cacert/");
        write_things();
        write_policies();
        write_aliases();
        write_roles();
        write_pools();
        if (const auto& logging = inventory_.account.logging)
            answer("get-v2-logging-options", {{"roleArn", logging->role_arn},
                                              {"defaultLogLevel", logging->default_log_level},
                                              {"disableAllLogs", logging->disable_all_logs}});
        else
            answer("get-v2-logging-options", {{"defaultLogLevel", "DISABLED"}});
        text("bin/aws", aws_program);
        fs::permissions(folder_ / "bin/aws", fs::perms::owner_all);
    }

  private:
    void text(const std::string& name, const std::string& content) const {
        fs::create_directories((folder_ / name).parent_path());
        fleet::write_file(folder_ / name, content);
    }
    void answer(const std::string& call, const Json& json) const {
        text("answers/" + call + ".json", json.dump(4) + "\n");
    }
    void names(const std::string& call, const std::vector<std::string>& names) const {
        text("names/" + call + ".txt", fleet::join(names, "\t") + "\n");
    }

    template <class Certificates>
    void write_certificates(const Certificates& certificates, const std::string& kind,
                            const std::string& arn_kind) const {
        auto listed = Json::array();
        std::vector<std::string> ids;
        for (const auto& one : certificates) {
            const auto id = one.id_hex();
            Json told{{"certificateArn", inventory_.arn(arn_kind + id)},
                      {"certificateId", id},
                      {"status", name_of(one.status)},
                      {"creationDate", cli_time(one.creation_date)}};
            listed.push_back(told);
            ids.push_back(id);
            told["certificatePem"] = pems_.at(id);
            if (one.ca != fleet::no_index)
                told["caCertificateId"] = inventory_.ca_certificates[one.ca].id_hex();
            answer("describe-" + kind + "/" + id, {{"certificateDescription", told}});
        }
        answer("list-" + kind + "s", {{"certificates", listed}});
        names("list-" + kind + "s", ids);
    }

    void write_things() const {
        auto listed = Json::array();
        std::vector<std::string> all;
        for (const auto& thing : inventory_.things) {
            listed.push_back({{"thingName", thing.name}, {"version", 1}});
            all.push_back(thing.name);
            auto principals = Json::array();
            for (const auto certificate : thing.certificates)
                principals.push_back(
                    inventory_.arn("cert/" + inventory_.certificates[certificate].id_hex()));
            answer("list-thing-principals/" + thing.name, {{"principals", principals}});
        }
        answer("list-things", {{"things", listed}});
        names("list-things", all);
    }

    void write_policies() const {
        auto listed = Json::array();
        std::vector<std::string> all;
        for (const auto& policy : inventory_.policies) {
            const auto arn = inventory_.arn("policy/" + policy.name);
            const auto& version = policy.versions[policy.default_version];
            listed.push_back({{"policyName", policy.name}, {"policyArn", arn}});
            all.push_back(policy.name);
            answer("get-policy/" + policy.name, {{"policyName", policy.name},
                                                 {"policyArn", arn},
                                                 {"policyDocument", version.document},
                                                 {"defaultVersionId", version.id}});
        }
        answer("list-policies", {{"policies", listed}});
        names("list-policies", all);
    }

    void write_aliases() const {
        std::vector<std::string> all;
        for (const auto& alias : inventory_.role_aliases) {
            all.push_back(alias.name);
            answer("describe-role-alias/" + alias.name,
                   {{"roleAliasDescription",
                     {{"roleAlias", alias.name},
                      {"roleArn", alias.role_arn},
                      {"creationDate", cli_time(alias.creation_date)}}}});
            names("describe-role-alias/" + alias.name, {alias.role_arn});
        }
        answer("list-role-aliases", {{"roleAliases", all}});
        names("list-role-aliases", all);
    }

    void write_roles() const {
        auto roles = Json::array(), policies = Json::array();
        for (const auto& role : inventory_.roles) {
            auto inline_policies = Json::array(), attached = Json::array(),
                 services = Json::array();
            for (const auto& document : role.documents)
                inline_policies.push_back(
                    {{"PolicyName", "inline"}, {"PolicyDocument", Json::parse(document)}});
            for (const auto policy : role.managed_policies)
                attached.push_back({{"PolicyArn", inventory_.managed_policies[policy].arn}});
            for (const auto& service : role.last_accessed) {
                services.push_back({{"ServiceNamespace", service.service}});
                if (service.last_authenticated)
                    services.back()["LastAuthenticated"] = cli_time(*service.last_authenticated);
            }
            roles.push_back({{"RoleName", role.name},
                             {"Arn", inventory_.role_arn(role.name)},
                             {"AssumeRolePolicyDocument", Json::parse(role.trust_document)},
                             {"RolePolicyList", inline_policies},
                             {"AttachedManagedPolicies", attached}});
            answer("get-service-last-accessed-details/" + role.name,
                   {{"JobStatus", "COMPLETED"}, {"ServicesLastAccessed", services}});
        }
        for (const auto& policy : inventory_.managed_policies)
            policies.push_back({{"Arn", policy.arn},
                                {"DefaultVersionId", "v1"},
                                {"PolicyVersionList",
                                 Json::array({{{"VersionId", "v1"},
                                               {"Document", Json::parse(policy.document)}}})}});
        answer("get-account-authorization-details",
               {{"RoleDetailList", roles}, {"Policies", policies}});
    }

    void write_pools() const {
        auto listed = Json::array();
        std::vector<std::string> all;
        for (const auto& pool : inventory_.identity_pools) {
            listed.push_back({{"IdentityPoolId", pool.id}, {"IdentityPoolName", pool.name}});
            all.push_back(pool.id);
            auto roles = Json::object();
            if (!pool.authenticated_role_arn.empty())
                roles["authenticated"] = pool.authenticated_role_arn;
            if (!pool.unauthenticated_role_arn.empty())
                roles["unauthenticated"] = pool.unauthenticated_role_arn;
            answer("get-identity-pool-roles/" + pool.id,
                   {{"IdentityPoolId", pool.id}, {"Roles", roles}});
        }
        answer("list-identity-pools", {{"IdentityPools", listed}});
        names("list-identity-pools", all);
    }

    fs::path generated_, folder_;
    fleet::Inventory inventory_;
    std::map<std::string, std::string> pems_;  // by id
};

}  // namespace

void write_aws_account(const fs::path& generated, const fs::path& folder) {
    AwsAccount(generated, folder).write();
}

}  // namespace support
