// An account that is put together from answers of AWS, in whatever order they lie in the folder.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fleet/base/json_fields.hpp"
#include "fleet/exports/account_export.hpp"
#include "fleet/exports/aws_documents.hpp"
#include "fleet/exports/certificate_scan.hpp"

namespace fleet::exports {

/// The account and region of the first ARN that names both.
class AwsAddress {
  public:
    void look_at(std::string_view arn);
    const std::string& account() const { return account_; }
    const std::string& region() const { return region_; }

  private:
    std::string account_, region_;
};

/// Certificates: what lists and descriptions tell of each, by id.
class AwsCertificates {
  public:
    AwsCertificates(const ExportRequest& request, AccountExport& account, FoundCertificates& found)
        : request_(request), account_(account), found_(found) {}

    void list(const Fields& answer, bool are_cas);
    /// One description. A certificate in it that cannot be read is told as unreadable.
    void describe(const Fields& answer, bool is_ca, const std::string& file);
    /// One of a PEM or DER file: what the registry does not know is an issuer, or nothing.
    void add(const ScannedCertificate& scanned);
    void list_thing(const Fields& thing);
    void list_principals(const Fields& answer, const std::string& thing);

    bool knows(const std::string& id) const { return devices_.contains(id) || cas_.contains(id); }

    /// Hands over what was gathered; nothing may be added afterwards.
    void settle(AwsAddress& address);

  private:
    /// What a description says that another one might say differently: status, issuer, last
    /// modification, digest of its PEM.
    using Description = std::tuple<std::string, std::string, std::optional<Time>, CertificateId>;
    struct Draft {
        std::string status = "ACTIVE";
        std::string arn;
        std::string issuer;  // certificateId of its registered CA
        std::optional<Time> created, modified;
        std::optional<CaCertificate> ca;    // what stands in it
        std::optional<Certificate> device;  // likewise
        NameId subject_name = no_name, issuer_name = no_name;
        Bytes der;
        std::string file;  // that described it
        std::optional<Description> description;
        bool is_unreadable = false;
    };
    using Drafts = std::map<std::string, Draft>;

    static Draft& draft_in(Drafts& drafts, const Fields& certificate);
    void read_content(Draft& draft, bool is_ca, const ScannedCertificate& scanned);
    void read_pem(Draft& draft, bool is_ca, const std::string& pem);
    void settle_cas();
    void settle_devices();
    void settle_things();

    const ExportRequest& request_;
    AccountExport& account_;
    FoundCertificates& found_;
    Drafts devices_, cas_;
    bool are_devices_told_ = false, are_cas_told_ = false;
    std::map<std::string, Thing> things_;
    std::map<std::string, std::vector<std::string>> principals_;  // by thing: certificate ids
};

/// Policies, roles and what leads to them, logging.
class AwsAuthorization {
  public:
    void list_policies(const Fields& answer);
    void get_policy(const Fields& answer, bool is_version);
    void list_role_aliases(const Fields& answer);
    void describe_role_alias(const Fields& answer);
    void logging(const Fields& answer, bool is_second);
    void list_identity_pools(const Fields& answer);
    void identity_pool_roles(const Fields& answer);
    void authorization_details(const Fields& answer);
    void get_role(const Fields& answer);
    void get_role_policy(const Fields& answer);
    void attached_role_policies(const Fields& answer, const std::string& role);
    void last_accessed(const Fields& answer, const std::string& role);

    void settle(Inventory& inventory, AwsAddress& address);

  private:
    struct RoleDraft {
        std::optional<std::string> arn;
        std::string trust;
        std::vector<std::string> documents;
        std::set<std::string> attached;  // ARNs
        bool are_attached_told = false;
        std::optional<std::vector<ServiceLastAccessed>> used;
    };
    struct PolicyDraft {
        std::string default_version;
        std::map<std::string, std::string> documents;  // by version
    };

    void settle_policies(Inventory& inventory) const;
    void settle_roles(Inventory& inventory);
    void settle_pools(Inventory& inventory) const;

    std::optional<LoggingOptions> logging_;
    std::optional<FirstLoggingOptions> first_logging_;
    bool is_logging_told_ = false;
    std::map<std::string, PolicyDraft> policies_;
    std::map<std::string, RoleAlias> aliases_;
    std::map<std::string, IdentityPool> pools_;
    std::map<std::string, RoleDraft> roles_;            // by name
    std::map<std::string, std::string> role_policies_;  // documents of managed ones, by ARN
    bool are_policies_told_ = false, are_aliases_told_ = false, are_pools_told_ = false;
    bool are_all_roles_told_ = false;
    std::string first_arn_;
};

/// Both together, for who has answers one by one.
struct AwsAccount {
    AwsCertificates& certificates;
    AwsAuthorization& authorization;

    /// Takes an answer of this kind from a file of this name.
    void take(AwsAnswer kind, const Fields& answer, const std::string& file) const;
};

}  // namespace fleet::exports
