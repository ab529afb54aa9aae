#include "fleet/access_registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace fleet {
namespace {

using Indices = AccessRegistry::Indices;

std::string_view bytes_of(const CertificateId& id) {
    // The bytes of an id serve as a text key; char may alias anything.
    return {reinterpret_cast<const char*>(id.data()), id.size()};
}

[[noreturn]] void fail(const Change& change, std::string_view what, std::string_view name) {
    throw Error(fmt::format("{} at {}: there is no {} \"{}\"", name_of(change.kind),
                            format_time(change.time), what, name));
}

const Indices& either(const std::unordered_map<std::uint32_t, Indices>& altered,
                      std::uint32_t index, const Indices& original) {
    if (altered.empty()) return original;
    const auto found = altered.find(index);
    return found == altered.end() ? original : found->second;
}

void set_present(Indices& ascending, std::uint32_t index, bool is_present) {
    const auto at = std::lower_bound(ascending.begin(), ascending.end(), index);
    const bool was_present = at != ascending.end() && *at == index;
    if (is_present && !was_present) ascending.insert(at, index);
    if (!is_present && was_present) ascending.erase(at);
}

}  // namespace

AccessRegistry::AccessRegistry(const Inventory& inventory)
    : inventory_(&inventory),
      inventory_count_(static_cast<std::uint32_t>(inventory.certificates.size())) {
    for (std::uint32_t i = 0; i < inventory_count_; ++i)
        certificates_by_id_.add(i, [this](std::uint32_t at) { return id_bytes(at); });
    for (std::uint32_t i = 0; i < inventory.things.size(); ++i)
        things_by_name_.add(
            i, [&](std::uint32_t at) { return std::string_view(inventory.things[at].name); });
    for (std::uint32_t i = 0; i < inventory.policies.size(); ++i)
        policies_by_name_.add(
            i, [&](std::uint32_t at) { return std::string_view(inventory.policies[at].name); });
}

const Certificate& AccessRegistry::certificate_at(std::uint32_t index) const {
    return index < inventory_count_ ? inventory_->certificates[index]
                                    : registered_[index - inventory_count_];
}

std::string_view AccessRegistry::id_bytes(std::uint32_t certificate) const {
    return bytes_of(certificate_at(certificate).id);
}

std::uint32_t AccessRegistry::certificate(std::string_view id_hex) const {
    const auto bytes = from_hex(id_hex);
    CertificateId id{};
    if (bytes.size() != id.size()) return no_index;
    std::copy(bytes.begin(), bytes.end(), id.begin());
    return certificates_by_id_.find(bytes_of(id),
                                    [this](std::uint32_t at) { return id_bytes(at); });
}

const Indices& AccessRegistry::things_of(std::uint32_t certificate) const {
    return either(things_of_certificate_, certificate, certificate_at(certificate).things);
}
const Indices& AccessRegistry::policies_of(std::uint32_t certificate) const {
    return either(policies_of_certificate_, certificate, certificate_at(certificate).policies);
}
const Indices& AccessRegistry::certificates_of(std::uint32_t thing) const {
    return either(certificates_of_thing_, thing, inventory_->things[thing].certificates);
}
const Indices& AccessRegistry::groups_of(std::uint32_t thing) const {
    return either(groups_of_thing_, thing, inventory_->things[thing].groups);
}

bool AccessRegistry::is_attached(std::uint32_t certificate, std::uint32_t thing) const {
    const auto& things = things_of(certificate);
    return inventory_->things[thing].is_registered &&
           std::binary_search(things.begin(), things.end(), thing);
}

/// A chain of parents is no longer than there are groups, even if someone closed it to a ring.
void AccessRegistry::add_group_policies(std::uint32_t group, Indices& policies) const {
    const auto& groups = inventory_->groups;
    for (std::size_t step = 0; step < groups.size() && group != no_index; ++step) {
        policies.insert(policies.end(), groups[group].policies.begin(),
                        groups[group].policies.end());
        group = groups[group].parent;
    }
}

Indices AccessRegistry::policies_in_force(std::uint32_t certificate) const {
    auto policies = policies_of(certificate);
    for (const auto thing : things_of(certificate)) {
        if (!inventory_->things[thing].is_registered) continue;
        for (const auto group : groups_of(thing)) add_group_policies(group, policies);
    }
    std::sort(policies.begin(), policies.end());
    policies.erase(std::unique(policies.begin(), policies.end()), policies.end());
    return policies;
}

std::uint32_t AccessRegistry::certificate_named(const Change& change) const {
    const auto index = certificate(change.subject);
    if (index == no_index) fail(change, "registered certificate", change.subject);
    return index;
}

std::uint32_t AccessRegistry::thing_named(std::string_view name, const Change& change) const {
    const auto index = things_by_name_.find(
        name, [this](std::uint32_t at) { return std::string_view(inventory_->things[at].name); });
    if (index == no_index) fail(change, "thing", name);
    return index;
}

std::uint32_t AccessRegistry::policy_named(std::string_view name, const Change& change) const {
    const auto index = policies_by_name_.find(
        name, [this](std::uint32_t at) { return std::string_view(inventory_->policies[at].name); });
    if (index == no_index) fail(change, "policy", name);
    return index;
}

std::uint32_t AccessRegistry::group_named(std::string_view name, const Change& change) const {
    const auto& groups = inventory_->groups;
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [name](const ThingGroup& group) { return group.name == name; });
    if (found == groups.end()) fail(change, "thing group", name);
    return static_cast<std::uint32_t>(found - groups.begin());
}

Indices AccessRegistry::register_certificate(const Change& change) {
    require(change.certificate.has_value(), "a registered certificate must travel in its change");
    if (certificate(change.certificate->id_hex()) != no_index)
        throw Error(fmt::format("{} at {}: {} is registered already", name_of(change.kind),
                                format_time(change.time), change.certificate->id_hex()));
    const auto index = certificate_count();
    registered_.push_back(*change.certificate);
    certificates_by_id_.add(index, [this](std::uint32_t at) { return id_bytes(at); });
    return {index};
}

Indices AccessRegistry::alter_thing(const Change& change) {
    const auto certificate = certificate_named(change);
    const auto thing = thing_named(change.value, change);
    const bool is_attached = change.kind == ChangeKind::thing_attached;
    auto& things =
        things_of_certificate_.try_emplace(certificate, things_of(certificate)).first->second;
    set_present(things, thing, is_attached);
    auto& certificates =
        certificates_of_thing_.try_emplace(thing, certificates_of(thing)).first->second;
    set_present(certificates, certificate, is_attached);
    return {certificate};
}

Indices AccessRegistry::alter_policy(const Change& change) {
    const auto certificate = certificate_named(change);
    const auto policy = policy_named(change.value, change);
    auto& policies =
        policies_of_certificate_.try_emplace(certificate, policies_of(certificate)).first->second;
    set_present(policies, policy, change.kind == ChangeKind::policy_attached);
    return {certificate};
}

Indices AccessRegistry::alter_group(const Change& change) {
    const auto thing = thing_named(change.subject, change);
    const auto group = group_named(change.value, change);
    auto& groups = groups_of_thing_.try_emplace(thing, groups_of(thing)).first->second;
    set_present(groups, group, change.kind == ChangeKind::group_joined);
    return certificates_of(thing);
}

}  // namespace fleet
