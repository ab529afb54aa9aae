// The registry of an account at one instant: what an auditor could list, and nothing else. A value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/certificate.hpp"

namespace fleet {

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

    bool operator==(const Policy&) const = default;
};

/// An IAM role: who may assume it and what it may do, as policy documents in text.
struct Role {
    std::string name;
    std::string trust_document;
    std::vector<std::string> documents;

    bool operator==(const Role&) const = default;
};

struct LoggingOptions {
    std::string role_arn;
    std::string default_log_level = "DISABLED";  // DEBUG, INFO, ERROR, WARN, DISABLED
    bool disable_all_logs = false;

    bool operator==(const LoggingOptions&) const = default;
};

struct Account {
    std::string id = "123456789012";
    std::string region = "us-east-1";
    LoggingOptions logging;

    bool operator==(const Account&) const = default;
};

struct Inventory {
    Time at;
    Account account;
    std::vector<Thing> things;
    std::vector<Certificate> certificates;
    std::vector<CaCertificate> ca_certificates;
    std::vector<IssuerCertificate> issuer_certificates;
    std::vector<RevocationList> revocation_lists;
    std::vector<ThingGroup> groups;
    std::vector<Policy> policies;
    std::vector<Role> roles;

    /// "arn:aws:iot:REGION:ACCOUNT:" + tail
    std::string arn(std::string_view tail) const;
    std::string role_arn(std::string_view role) const;
    bool operator==(const Inventory&) const = default;
};

/// Writes DIR/*.json and *.jsonl in the shapes of AWS's Describe… and List… calls
/// (docs/run-files.md). The folder must exist.
void save_inventory(const Inventory& inventory, const std::filesystem::path& folder);
/// Reads what save_inventory wrote. All problems at once, as an Error.
Inventory load_inventory(const std::filesystem::path& folder);

}  // namespace fleet
