// Verdicts for the broker: policies compiled once, sets of policies shared by the certificates that
// have the same, resources put together on the stack.
#include "fleet/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

#include "fleet/access_registry.hpp"
#include "fleet/base/error.hpp"
#include "fleet/policy_match.hpp"

namespace fleet {
namespace {

constexpr std::array<std::string_view, 5> resource_heads{"client/", "topic/", "topicfilter/",
                                                         "topic/", "topic/"};

/// An ARN prefix and a topic, joined without the heap unless the topic is a long one.
class ResourceText {
  public:
    ResourceText(std::string_view head, std::string_view tail) {
        const auto size = head.size() + tail.size();
        char* to = near_.data();
        if (size > near_.size()) {
            far_.resize(size);
            to = far_.data();
        }
        std::memcpy(to, head.data(), head.size());
        if (!tail.empty()) std::memcpy(to + head.size(), tail.data(), tail.size());
        text_ = {to, size};
    }
    ResourceText(const ResourceText&) = delete;
    ResourceText& operator=(const ResourceText&) = delete;

    std::string_view text() const { return text_; }

  private:
    std::array<char, 512> near_;
    std::string far_;
    std::string_view text_;
};

using HexId = std::array<char, 64>;

HexId hex_of(const CertificateId& id) {
    constexpr std::string_view digits = "0123456789abcdef";
    HexId hex{};
    for (std::size_t i = 0; i < id.size(); ++i) {
        hex[2 * i] = digits[id[i] >> 4];
        hex[2 * i + 1] = digits[id[i] & 15];
    }
    return hex;
}

/// Of $share/GROUP/FILTER the FILTER (docs/policy-semantics §6.4).
std::string_view judged_filter(std::string_view filter) {
    constexpr std::string_view shared = "$share/";
    if (!filter.starts_with(shared)) return filter;
    const auto slash = filter.find('/', shared.size());
    return slash == std::string_view::npos ? filter : filter.substr(slash + 1);
}

PolicyMatcher compile_default_version(const Policy& policy) {
    require(policy.default_version < policy.versions.size(), "a policy must have a version");
    const auto& version = policy.versions[policy.default_version];
    return PolicyMatcher(parse_policy_text(
        version.document, fmt::format("policy \"{}\" version {}", policy.name, version.id)));
}

}  // namespace

struct Access::State {
    /// The policies in force for a certificate; certificates with the same share one.
    struct PolicySet {
        std::vector<std::uint32_t> policies;
        bool uses_certificate_id = false;
    };

    explicit State(const Inventory& inventory);

    void refresh(const std::vector<std::uint32_t>& certificates);
    std::uint32_t set_of(std::vector<std::uint32_t> policies);
    bool uses_certificate_id(const PolicySet& set) const;
    void replace_policy(const Change& change);
    void follow(const Change& change);
    Requester requester_of(const Principal& principal) const;
    bool is_allowed(const PolicySet& set, const Requester& requester, PolicyAction action,
                    std::string_view topic) const;

    AccessRegistry registry;
    std::vector<CertificateStatus> statuses;  // by certificate
    std::vector<std::uint32_t> set_of_certificate;
    std::vector<PolicySet> sets;
    std::map<std::vector<std::uint32_t>, std::uint32_t> set_by_policies;
    std::vector<PolicyMatcher> matchers;         // by policy
    std::array<AskedAction, 5> asked;            // by PolicyAction
    std::array<std::string, 5> resource_prefix;  // by PolicyAction
    std::uint64_t version = 0;                   // of what concerns all
    std::vector<std::uint32_t> alterations;      // by certificate: of what concerns it alone
};

Access::State::State(const Inventory& inventory) : registry(inventory) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
        asked[i] = ask(static_cast<PolicyAction>(i));
        resource_prefix[i] = inventory.arn(resource_heads[i]);
    }
    for (const auto& policy : inventory.policies)
        matchers.push_back(compile_default_version(policy));
    statuses.reserve(inventory.certificates.size());
    set_of_certificate.reserve(inventory.certificates.size());
    for (std::uint32_t i = 0; i < registry.certificate_count(); ++i) {
        statuses.push_back(inventory.certificates[i].status);
        set_of_certificate.push_back(set_of(registry.policies_in_force(i)));
    }
    alterations.resize(statuses.size());
}

bool Access::State::uses_certificate_id(const PolicySet& set) const {
    return std::any_of(set.policies.begin(), set.policies.end(), [this](std::uint32_t policy) {
        return matchers[policy].uses(PolicyVariable::Kind::certificate_id);
    });
}

std::uint32_t Access::State::set_of(std::vector<std::uint32_t> policies) {
    const auto found = set_by_policies.find(policies);
    if (found != set_by_policies.end()) return found->second;
    const auto index = static_cast<std::uint32_t>(sets.size());
    set_by_policies.emplace(policies, index);
    sets.push_back({.policies = std::move(policies), .uses_certificate_id = false});
    sets.back().uses_certificate_id = uses_certificate_id(sets.back());
    return index;
}

void Access::State::refresh(const std::vector<std::uint32_t>& certificates) {
    for (const auto certificate : certificates) {
        set_of_certificate[certificate] = set_of(registry.policies_in_force(certificate));
        ++alterations[certificate];
    }
}

void Access::State::replace_policy(const Change& change) {
    const auto policy = registry.policy_named(change.subject, change);
    matchers[policy] = PolicyMatcher(parse_policy_text(
        change.value, fmt::format("new version of policy \"{}\"", change.subject)));
    for (auto& set : sets) set.uses_certificate_id = uses_certificate_id(set);
    ++version;
}

void Access::State::follow(const Change& change) {
    switch (change.kind) {
        case ChangeKind::certificate_registered:
            registry.register_certificate(change);
            statuses.push_back(change.certificate->status);
            alterations.push_back(0);
            set_of_certificate.push_back(
                set_of(registry.policies_in_force(registry.certificate_count() - 1)));
            return;
        case ChangeKind::certificate_status: {
            const auto status = certificate_status(change.value);
            if (!status) throw Error(fmt::format("\"{}\" is no certificate status", change.value));
            statuses[registry.certificate_named(change)] = *status;
            return;
        }
        case ChangeKind::thing_attached:
        case ChangeKind::thing_detached:
            return refresh(registry.alter_thing(change));
        case ChangeKind::policy_attached:
        case ChangeKind::policy_detached:
            return refresh(registry.alter_policy(change));
        case ChangeKind::group_joined:
        case ChangeKind::group_left:
            return refresh(registry.alter_group(change));
        case ChangeKind::policy_version:
            return replace_policy(change);
        case ChangeKind::ca_certificate_status:
        case ChangeKind::logging:
            return;
    }
}

/// Without the certificate's id, which few policies name and which must be spelled out.
Requester Access::State::requester_of(const Principal& principal) const {
    const auto& inventory = registry.inventory();
    const auto& certificate = registry.certificate_at(principal.certificate);
    Requester requester;
    requester.client_id = principal.client_id;
    requester.source_ip = principal.source_ip;
    requester.certificate_subject = &certificate.subject;
    if (certificate.ca < inventory.ca_certificates.size())
        requester.certificate_issuer = &inventory.ca_certificates[certificate.ca].subject;
    if (principal.thing != no_index &&
        registry.is_attached(principal.certificate, principal.thing)) {
        const auto& thing = inventory.things[principal.thing];
        requester.thing_is_attached = true;
        requester.thing_name = thing.name;
        requester.thing_type_name = thing.type_name;
        requester.thing_attributes = &thing.attributes;
    }
    return requester;
}

bool Access::State::is_allowed(const PolicySet& set, const Requester& requester,
                               PolicyAction action, std::string_view topic) const {
    const auto kind = static_cast<std::size_t>(action);
    const ResourceText resource(resource_prefix[kind], topic);
    bool is_allowed = false;
    for (const auto policy : set.policies) {
        const auto found = matchers[policy].judge(requester, asked[kind], resource.text());
        if (found.decision == Decision::explicit_deny) return false;
        if (found.decision == Decision::allowed) is_allowed = true;
    }
    return is_allowed;
}

Access::Access(const Inventory& inventory) : state_(std::make_unique<State>(inventory)) {}
Access::Access(Access&&) noexcept = default;
Access& Access::operator=(Access&&) noexcept = default;
Access::~Access() = default;

std::uint32_t Access::certificate(std::string_view id_hex) const {
    return state_->registry.certificate(id_hex);
}

CertificateStatus Access::status(std::uint32_t certificate) const {
    require(certificate < state_->statuses.size(), "only a registered certificate has a status");
    return state_->statuses[certificate];
}

Principal Access::principal(std::uint32_t certificate, std::string_view client_id,
                            std::string_view source_ip) const {
    Principal principal{.certificate = certificate,
                        .client_id = std::string(client_id),
                        .source_ip = std::string(source_ip)};
    if (certificate == no_index) return principal;
    const auto& registry = state_->registry;
    for (const auto thing : registry.things_of(certificate))
        if (registry.inventory().things[thing].name == client_id &&
            registry.is_attached(certificate, thing))
            principal.thing = thing;
    return principal;
}

bool Access::may_connect(const Principal& principal) const {
    return may(principal, PolicyAction::connect, principal.client_id);
}

bool Access::may(const Principal& principal, PolicyAction action, std::string_view topic) const {
    if (principal.certificate == no_index) return false;
    const auto& set = state_->sets[state_->set_of_certificate[principal.certificate]];
    auto requester = state_->requester_of(principal);
    HexId hex;
    if (set.uses_certificate_id) {
        hex = hex_of(state_->registry.certificate_at(principal.certificate).id);
        requester.certificate_id = {hex.data(), hex.size()};
    }
    if (action == PolicyAction::subscribe) topic = judged_filter(topic);
    if (action == PolicyAction::retain_publish &&
        !state_->is_allowed(set, requester, PolicyAction::publish, topic))
        return false;
    return state_->is_allowed(set, requester, action, topic);
}

void Access::apply(const Change& change) { state_->follow(change); }

std::uint64_t Access::version(std::uint32_t certificate) const {
    if (certificate == no_index) return 0;
    return state_->version + state_->alterations[certificate];
}

}  // namespace fleet
