// What alters a registry, made true of an inventory. Attaching what is attached and detaching what
// is not change nothing, as AWS answers such calls without complaint.
#include "fleet/change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "fleet/policy.hpp"

namespace fleet {
namespace {

constexpr std::array<std::string_view, 11> kind_names{"certificate-registered",
                                                      "certificate-status",
                                                      "ca-certificate-status",
                                                      "thing-attached",
                                                      "thing-detached",
                                                      "policy-attached",
                                                      "policy-detached",
                                                      "policy-version",
                                                      "group-joined",
                                                      "group-left",
                                                      "logging"};
constexpr std::array<std::string_view, 5> log_levels{"DEBUG", "INFO", "ERROR", "WARN", "DISABLED"};
constexpr std::size_t policy_versions_max = 5;

[[noreturn]] void fail(const Change& change, std::string_view message) {
    throw Error(fmt::format("{} of \"{}\" at {}: {}", name_of(change.kind), change.subject,
                            format_time(change.time), message));
}

template <class Item>
std::uint32_t index_named(const std::vector<Item>& items, std::string_view name,
                          const Change& change, std::string_view what) {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [name](const Item& item) { return item.name == name; });
    if (found == items.end()) fail(change, fmt::format("there is no {} \"{}\"", what, name));
    return static_cast<std::uint32_t>(found - items.begin());
}

template <class Item>
std::uint32_t index_with_id(const std::vector<Item>& items, const Change& change,
                            std::string_view what) {
    const auto id = from_hex(change.subject);
    const auto found = std::find_if(items.begin(), items.end(), [&id](const Item& item) {
        return std::equal(item.id.begin(), item.id.end(), id.begin(), id.end());
    });
    if (found == items.end()) fail(change, fmt::format("no {} with this id is registered", what));
    return static_cast<std::uint32_t>(found - items.begin());
}

void insert(std::vector<std::uint32_t>& ascending, std::uint32_t index) {
    const auto at = std::lower_bound(ascending.begin(), ascending.end(), index);
    if (at == ascending.end() || *at != index) ascending.insert(at, index);
}

void remove(std::vector<std::uint32_t>& ascending, std::uint32_t index) {
    std::erase(ascending, index);
}

void register_certificate(Inventory& inventory, const Change& change) {
    require(change.certificate.has_value(), "a registered certificate must travel in its change");
    const auto& certificate = *change.certificate;
    require(certificate.things.empty() && certificate.policies.empty(),
            "a certificate is registered before anything is attached to it");
    if (certificate.ca != no_index && certificate.ca >= inventory.ca_certificates.size())
        fail(change, "its CA certificate is not registered");
    if (certificate.issuer_certificate != no_index &&
        certificate.issuer_certificate >= inventory.issuer_certificates.size())
        fail(change, "its issuer's certificate is not known");
    for (const auto& other : inventory.certificates)
        if (other.id == certificate.id) fail(change, "this certificate is registered already");
    inventory.certificates.push_back(certificate);
}

CertificateStatus status_in(const Change& change) {
    const auto status = certificate_status(change.value);
    if (!status) fail(change, fmt::format("\"{}\" is no certificate status", change.value));
    return *status;
}

void set_certificate_status(Inventory& inventory, const Change& change) {
    const auto status = status_in(change);
    auto& certificate =
        inventory.certificates[index_with_id(inventory.certificates, change, "device certificate")];
    certificate.status = status;
    certificate.last_modified_date = change.time;
}

void set_ca_status(Inventory& inventory, const Change& change) {
    const auto status = status_in(change);
    if (status != CertificateStatus::active && status != CertificateStatus::inactive)
        fail(change, "a CA certificate is ACTIVE or INACTIVE, nothing else");
    auto& certificate =
        inventory
            .ca_certificates[index_with_id(inventory.ca_certificates, change, "CA certificate")];
    certificate.status = status;
    certificate.last_modified_date = change.time;
}

void attach_thing(Inventory& inventory, const Change& change) {
    const auto certificate = index_with_id(inventory.certificates, change, "device certificate");
    const auto thing = index_named(inventory.things, change.value, change, "thing");
    const auto alter = change.kind == ChangeKind::thing_attached ? insert : remove;
    alter(inventory.certificates[certificate].things, thing);
    alter(inventory.things[thing].certificates, certificate);
}

void attach_policy(Inventory& inventory, const Change& change) {
    const auto certificate = index_with_id(inventory.certificates, change, "device certificate");
    const auto policy = index_named(inventory.policies, change.value, change, "policy");
    const auto alter = change.kind == ChangeKind::policy_attached ? insert : remove;
    alter(inventory.certificates[certificate].policies, policy);
}

unsigned number_of(const Policy::Version& version) {
    unsigned number = 0;
    std::from_chars(version.id.data(), version.id.data() + version.id.size(), number);
    return number;
}

void add_policy_version(Inventory& inventory, const Change& change) {
    auto& policy =
        inventory.policies[index_named(inventory.policies, change.subject, change, "policy")];
    parse_policy_text(change.value, fmt::format("new version of policy \"{}\"", change.subject));
    if (policy.versions.size() >= policy_versions_max)
        fail(change, "it has five versions, the most there may be");
    unsigned last = 0;
    for (const auto& version : policy.versions) last = std::max(last, number_of(version));
    policy.versions.push_back(
        {.id = std::to_string(last + 1), .document = change.value, .creation_date = change.time});
    policy.default_version = policy.versions.size() - 1;
}

void join_group(Inventory& inventory, const Change& change) {
    const auto thing = index_named(inventory.things, change.subject, change, "thing");
    const auto group = index_named(inventory.groups, change.value, change, "thing group");
    const auto alter = change.kind == ChangeKind::group_joined ? insert : remove;
    alter(inventory.things[thing].groups, group);
}

void set_log_level(Inventory& inventory, const Change& change) {
    if (std::find(log_levels.begin(), log_levels.end(), change.value) == log_levels.end())
        fail(change, fmt::format("\"{}\" is no log level", change.value));
    auto& logging = inventory.account.logging;
    if (!logging) logging.emplace();
    logging->default_log_level = change.value;
}

}  // namespace

std::string_view name_of(ChangeKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<ChangeKind> change_kind(std::string_view name) {
    const auto found = std::find(kind_names.begin(), kind_names.end(), name);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<ChangeKind>(found - kind_names.begin());
}

void apply(Inventory& inventory, const Change& change) {
    switch (change.kind) {
        case ChangeKind::certificate_registered:
            return register_certificate(inventory, change);
        case ChangeKind::certificate_status:
            return set_certificate_status(inventory, change);
        case ChangeKind::ca_certificate_status:
            return set_ca_status(inventory, change);
        case ChangeKind::thing_attached:
        case ChangeKind::thing_detached:
            return attach_thing(inventory, change);
        case ChangeKind::policy_attached:
        case ChangeKind::policy_detached:
            return attach_policy(inventory, change);
        case ChangeKind::policy_version:
            return add_policy_version(inventory, change);
        case ChangeKind::group_joined:
        case ChangeKind::group_left:
            return join_group(inventory, change);
        case ChangeKind::logging:
            return set_log_level(inventory, change);
    }
}

}  // namespace fleet
