// The registry of an account at one instant: what an auditor could list, and nothing else. A value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"

namespace fleet {

/// Parts of an account of which an export may tell nothing.
enum class Part : std::uint8_t {
    certificates,
    ca_certificates,
    revocation_lists,  // those that there are may be some of many
    debian_weak_keys,  // no list of the world's weak keys was at hand
    policies,
    role_aliases,
    roles,  // those that there are may be some of many
    identity_pools,
    logging,
    connections
};
/// "the account's policies", …: for messages.
std::string_view name_of(Part part);

/// A set of parts.
class Parts {
  public:
    void add(Part part) { bits_ = static_cast<std::uint16_t>(bits_ | bit(part)); }
    void remove(Part part) { bits_ = static_cast<std::uint16_t>(bits_ & ~bit(part)); }
    bool contains(Part part) const { return (bits_ & bit(part)) != 0; }
    bool operator==(const Parts&) const = default;

  private:
    static unsigned bit(Part part) { return 1U << static_cast<unsigned>(part); }

    std::uint16_t bits_ = 0;
};

using Attributes = std::vector<std::pair<std::string, std::string>>;

struct Thing {
    std::string name;
    std::string type_name;                    // empty: no thing type
    Attributes attributes;                    // sorted by name
    std::vector<std::uint32_t> certificates;  // attached principals by index, ascending
    std::vector<std::uint32_t> groups;        // by index, ascending
    bool is_registered =
        true;  // false once it was deleted from the registry; its index stays its own

    bool operator==(const Thing&) const = default;
};

struct ThingGroup {
    std::string name;
    std::uint32_t parent = no_index;
    std::vector<std::uint32_t> policies;

    bool operator==(const ThingGroup&) const = default;
};

/// An IoT policy; the default version is the one in force. Documents are kept as their text.
struct Policy {
    struct Version {
        std::string id;  // "1", "2", …
        std::string document;
        Time creation_date;
        bool operator==(const Version&) const = default;
    };
    std::string name;
    std::vector<Version> versions;
    std::size_t default_version = 0;  // index into versions
    bool is_document_known = true;    // false: listed and not told; the text is empty

    bool operator==(const Policy&) const = default;
};

/// An IAM policy that roles attach, its default version as text.
struct ManagedPolicy {
    std::string arn;
    std::string document;

    bool operator==(const ManagedPolicy&) const = default;
};

/// One line of IAM's access advisor.
struct ServiceLastAccessed {
    std::string service;                     // its prefix in actions: "iot", "dynamodb"
    std::optional<Time> last_authenticated;  // none: never

    bool operator==(const ServiceLastAccessed&) const = default;
};

/// An IAM role: who may assume it and what it may do, as policy documents in text.
struct Role {
    std::string name;
    std::string trust_document;
    std::vector<std::string> documents;                // inline
    std::vector<std::uint32_t> managed_policies{};     // attached, by index
    std::vector<ServiceLastAccessed> last_accessed{};  // by name of the service
    bool are_documents_known = true;                   // all of them
    bool is_use_known = true;                          // last_accessed is all there is

    bool operator==(const Role&) const = default;
};

/// What a device may assume with its certificate: a name for an IAM role.
struct RoleAlias {
    std::string name;
    std::string role_arn;
    std::uint32_t credential_duration_seconds = 3600;
    Time creation_date;
    Time last_modified_date;
    bool is_role_known = true;  // false: listed and not described

    bool operator==(const RoleAlias&) const = default;
};

/// A Cognito identity pool, its roles, and who of it was connected to the broker.
struct IdentityPool {
    struct Connection {
        bool is_authenticated = false;
        Time connected;
        std::optional<Time> disconnected;  // none: still open
        bool operator==(const Connection&) const = default;
    };
    std::string id;  // "us-east-1:" and a UUID
    std::string name;
    std::string authenticated_role_arn;    // empty: none
    std::string unauthenticated_role_arn;  // empty: none
    std::vector<Connection> connections{};
    bool are_roles_known = true;
    bool are_connections_known = true;

    bool operator==(const IdentityPool&) const = default;
};

/// What GetV2LoggingOptions answers.
struct LoggingOptions {
    std::string role_arn;
    std::string default_log_level = "DISABLED";  // DEBUG, INFO, ERROR, WARN, DISABLED
    bool disable_all_logs = false;

    bool operator==(const LoggingOptions&) const = default;
};

/// What GetLoggingOptions, the older call, answers.
struct FirstLoggingOptions {
    std::string role_arn;
    std::string log_level = "DISABLED";

    bool operator==(const FirstLoggingOptions&) const = default;
};

struct Account {
    std::string id = "123456789012";
    std::string region = "us-east-1";
    // Not configured, each, unless it has a value.
    std::optional<LoggingOptions> logging{};
    std::optional<FirstLoggingOptions> first_logging{};

    bool operator==(const Account&) const = default;
};

/// The id that an identity pool of this name gets: the region and a UUID that follows from the
/// name.
std::string identity_pool_id(const Account& account, const std::string& name);

struct Inventory {
    Time at;
    Account account;
    Parts unknown;  // what nothing is known of; empty in a registry of our own
    std::vector<Thing> things;
    std::vector<Certificate> certificates;
    std::vector<CaCertificate> ca_certificates;
    std::vector<IssuerCertificate> issuer_certificates;
    std::vector<RevocationList> revocation_lists;
    std::vector<ThingGroup> groups;
    std::vector<Policy> policies;
    std::vector<Role> roles;
    std::vector<ManagedPolicy> managed_policies;
    std::vector<RoleAlias> role_aliases;
    std::vector<IdentityPool> identity_pools;

    /// "arn:aws:iot:REGION:ACCOUNT:" + tail
    std::string arn(std::string_view tail) const;
    std::string role_arn(std::string_view role) const;
    /// nullptr when the account has no such role.
    const Role* role_of(std::string_view arn) const;
    /// The documents a role has: inline ones, then those of its managed policies.
    std::vector<std::string_view> documents_of(const Role& role) const;
    bool operator==(const Inventory&) const = default;
};

/// Writes DIR/*.json and *.jsonl in the shapes of AWS's Describe… and List… calls
/// (docs/run-files.md). The folder must exist.
void save_inventory(const Inventory& inventory, const std::filesystem::path& folder);
/// Reads what save_inventory wrote. All problems at once, as an Error.
Inventory load_inventory(const std::filesystem::path& folder);

}  // namespace fleet
