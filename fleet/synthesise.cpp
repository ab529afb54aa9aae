#include "fleet/synthesise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <thread>

#include "fleet/base/address.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "fleet/defects.hpp"
#include "fleet/pki_of_fleet.hpp"

namespace fleet {
namespace {

std::string least_privilege_document(const Inventory& inventory, const std::string& cohort) {
    const auto arn = [&](std::string_view tail) { return inventory.arn(fmt::format("{}", tail)); };
    const std::string thing = "${iot:Connection.Thing.ThingName}";
    const auto device_topics = "$aws/things/" + thing + "/defender/metrics/";
    return fmt::format(
        R"({{"Version":"2012-10-17","Statement":[)"
        R"({{"Effect":"Allow","Action":"iot:Connect","Resource":"{}",)"
        R"("Condition":{{"Bool":{{"iot:Connection.Thing.IsAttached":"true"}}}}}},)"
        R"({{"Effect":"Allow","Action":"iot:Publish","Resource":["{}","{}"]}},)"
        R"({{"Effect":"Allow","Action":"iot:Subscribe","Resource":["{}","{}"]}},)"
        R"({{"Effect":"Allow","Action":"iot:Receive","Resource":["{}","{}"]}}]}})",
        arn("client/" + thing), arn("topic/dt/" + cohort + "/" + thing + "/*"),
        arn("topic/" + device_topics + "*"), arn("topicfilter/cmd/" + cohort + "/" + thing),
        arn("topicfilter/" + device_topics + "*"), arn("topic/cmd/" + cohort + "/" + thing),
        arn("topic/" + device_topics + "*"));
}

std::uint32_t index_of_group(Inventory& inventory, const std::string& name) {
    auto& groups = inventory.groups;
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& group) { return group.name == name; });
    if (found != groups.end()) return static_cast<std::uint32_t>(found - groups.begin());
    groups.push_back({.name = name});
    return static_cast<std::uint32_t>(groups.size() - 1);
}

std::uint32_t index_of_policy(Inventory& inventory, const CohortDescription& cohort,
                              Time creation) {
    const auto name = cohort.policy_name.empty() ? cohort.name + "-policy" : cohort.policy_name;
    const auto document = cohort.policy_document.empty()
                              ? least_privilege_document(inventory, cohort.name)
                              : cohort.policy_document;
    auto& policies = inventory.policies;
    const auto found = std::find_if(policies.begin(), policies.end(),
                                    [&](const auto& policy) { return policy.name == name; });
    if (found != policies.end()) {
        if (found->versions.front().document == document)
            return static_cast<std::uint32_t>(found - policies.begin());
        throw Error(fmt::format("cohort {}: another cohort has a different policy of the name {}",
                                cohort.name, name));
    }
    policies.push_back(
        {.name = name, .versions = {{.id = "1", .document = document, .creation_date = creation}}});
    return static_cast<std::uint32_t>(policies.size() - 1);
}

void add_groups(Inventory& inventory, const FleetDescription& description) {
    for (const auto& group : description.groups) {
        const auto index = index_of_group(inventory, group.name);
        if (group.parent.empty()) continue;
        const auto parent = index_of_group(inventory, group.parent);
        inventory.groups[index].parent = parent;
    }
}

void add_cohort(Fleet& fleet, const CohortDescription& cohort, std::uint32_t number) {
    const auto first = static_cast<std::uint32_t>(fleet.devices.size());
    fleet.cohorts.push_back({.name = cohort.name, .first = first, .count = cohort.count});
    std::vector<std::uint32_t> groups;
    for (const auto& name : cohort.groups) groups.push_back(index_of_group(fleet.inventory, name));
    std::sort(groups.begin(), groups.end());
    auto attributes = cohort.attributes;
    std::sort(attributes.begin(), attributes.end());
    const auto block =
        parse_address_block(cohort.addresses.empty() ? "10.0.0.0/8" : cohort.addresses);
    if (!block)
        throw Error(fmt::format("cohort {}: {} is no address block such as 10.20.0.0/16",
                                cohort.name, cohort.addresses));
    const Random random(fleet.seed);
    const auto group_label = label(cohort.name);
    for (std::uint32_t k = 0; k < cohort.count; ++k) {
        const auto index = first + k;
        fleet.inventory.things.push_back({.name = fmt::format("{}-{}", cohort.name, k),
                                          .type_name = cohort.type_name,
                                          .attributes = attributes,
                                          .certificates = {},
                                          .groups = groups});
        fleet.devices.push_back(
            {.cohort = number,
             .k = k,
             .credential = index,
             .client_thing = index,
             .address = to_text(block->at(random.stream(group_label, k, Purpose::address)()))});
    }
}

void draft_credentials(Fleet& fleet, const FleetDescription& description) {
    for (const auto& device : fleet.devices) {
        const auto& cohort = description.cohorts[device.cohort];
        const auto registered = description.start - cohort.certificate_age;
        fleet.credentials.push_back(
            {.cohort = device.cohort,
             .k = device.k,
             .not_before = std::chrono::floor<std::chrono::seconds>(registered - 24h),
             .not_after =
                 std::chrono::floor<std::chrono::seconds>(registered + cohort.certificate_validity),
             .certificate = static_cast<std::uint32_t>(fleet.credentials.size())});
    }
}

void apply_defects(Draft& draft) {
    for (const auto& description : draft.description.defects) {
        const auto* defect = defect_named(description.kind);
        require(defect != nullptr, "the loader lets no unknown defect through");
        DefectOutcome outcome{
            .kind = description.kind, .devices = {}, .parameters = description.parameters};
        const bool is_of_account = defect->scope == DefectScope::account;
        if (!is_of_account)
            outcome.devices = draft.fleet.take(description.cohort, description.count,
                                               path_of(description.where, "count"));
        if (is_of_account || !outcome.devices.empty()) defect->apply(draft, outcome);
        draft.fleet.defects.push_back(std::move(outcome));
    }
}

/// What time does to a whole cohort, without any defect: its certificates grow old, and lapse.
/// Truth knows of it as far as audits soon after the end may find it. No devices stand in these
/// outcomes: they are no part that somebody plays.
void speak_of_time(Draft& draft) {
    const auto& description = draft.description;
    const auto horizon = description.start + description.duration + 31 * 24h;
    std::vector<bool> has_own_age(draft.statuses.size());
    for (const auto& registration : draft.registrations) has_own_age[registration.first] = true;
    DefectOutcome old{.kind = "old-certificate", .devices = {}, .parameters = {}};
    DefectOutcome expiring{.kind = "expiring-certificate", .devices = {}, .parameters = {}};
    for (std::uint32_t i = 0; i < draft.statuses.size(); ++i) {
        const auto& credential = draft.fleet.credentials[i];
        const auto& cohort = description.cohorts[credential.cohort];
        const auto registered = description.start - cohort.certificate_age;
        const auto is_old_at = registered + certificate_age_max;
        if (is_old_at <= horizon && !has_own_age[i])
            speak_of_device(draft, i, "DEVICE_CERTIFICATE_AGE_CHECK",
                            "CERTIFICATE_PAST_AGE_THRESHOLD", is_old_at, old);
        const Time lapses =
            std::chrono::floor<std::chrono::seconds>(registered + cohort.certificate_validity);
        if (lapses - 30 * 24h <= horizon && credential.not_after == lapses)
            speak_of_expiry(draft, i, expiring);
    }
    for (auto* outcome : {&old, &expiring})
        if (!outcome->checks.empty()) draft.fleet.defects.push_back(std::move(*outcome));
}

/// Issues in parallel chunks; every certificate's bytes are its own function, so the threads cannot
/// show.
std::vector<Registrable> issue_ids(Fleet& fleet, bool keeps_certificates,
                                   const std::function<void()>& raise_if_stopped) {
    std::vector<Registrable> registrable(fleet.credentials.size());
    if (keeps_certificates) fleet.certificates_der.resize(registrable.size());
    constexpr std::size_t chunk = 1024;
    const auto workers = std::max(1U, std::thread::hardware_concurrency());
    std::atomic<bool> is_over = false;
    const auto issue_chunks = [&](std::size_t worker) {
        std::vector<CertificateRequest> requests;
        for (auto begin = worker * chunk; begin < registrable.size() && !is_over;
             begin += workers * chunk) {
            if (worker == 0 && raise_if_stopped) raise_if_stopped();
            const auto end = std::min(begin + chunk, registrable.size());
            requests.clear();
            for (auto i = begin; i < end; ++i)
                requests.push_back(fleet.pki->request(fleet, fleet.credentials[i]));
            auto issued = fleet.pki->intermediate.issue_all(requests);
            for (auto i = begin; i < end; ++i) {
                // The few of other issuers one by one.
                if (fleet.credentials[i].issuer != Credential::Issuer::intermediate)
                    issued[i - begin] = fleet.issue(fleet.credentials[i]);
                fleet.credentials[i].id = issued[i - begin].id;
                registrable[i] = {issued[i - begin].serial, issued[i - begin].key};
                if (keeps_certificates)
                    fleet.certificates_der[i] = std::move(issued[i - begin].der);
            }
        }
    };
    // A thread has nobody to catch what it raises, such as want of memory: it is handed over.
    std::vector<std::exception_ptr> failures(workers);
    const auto work = [&](std::size_t worker) {
        try {
            issue_chunks(worker);
        } catch (...) {
            failures[worker] = std::current_exception();
            is_over = true;
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(work, worker);
        work(0);
    }
    for (const auto& failure : failures)
        if (failure) std::rethrow_exception(failure);
    return registrable;
}

void register_certificates(Draft& draft, std::span<const Registrable> issued,
                           std::span<const std::uint32_t> cohort_policies) {
    auto& fleet = draft.fleet;
    auto& inventory = fleet.inventory;
    for (std::uint32_t i = 0; i < issued.size(); ++i) {
        const auto& credential = fleet.credentials[i];
        const auto registered =
            draft.description.start - draft.description.cohorts[credential.cohort].certificate_age;
        auto certificate = registry_entry(fleet, credential, issued[i], registered);
        certificate.status = draft.statuses[i];
        certificate.things = {i};
        certificate.policies = {cohort_policies[credential.cohort]};
        inventory.certificates.push_back(std::move(certificate));
        inventory.things[i].certificates = {i};
    }
    for (const auto& [credential, when] : draft.registrations) {
        inventory.certificates[credential].creation_date = when;
        inventory.certificates[credential].last_modified_date = when;
    }
    for (const auto& [credential, thing] : draft.attachments) {
        auto& things = inventory.certificates[credential].things;
        things.insert(std::lower_bound(things.begin(), things.end(), thing), thing);
        auto& certificates = inventory.things[thing].certificates;
        certificates.insert(std::lower_bound(certificates.begin(), certificates.end(), credential),
                            credential);
    }
}

/// The id of the certificate that should be found, now that it has one.
CertificateId id_of(const Fleet& fleet, const DefectOutcome::Speaks& speaks) {
    if (speaks.unregistered != no_index)
        return fleet.pki->unregistered.at(speaks.unregistered).id();
    if (speaks.ca != no_index) return fleet.inventory.ca_certificates.at(speaks.ca).id;
    return fleet.credentials[speaks.device].id;
}

void resolve_outcomes(Fleet& fleet) {
    for (auto& outcome : fleet.defects) {
        for (auto& speaks : outcome.checks) {
            if (speaks.resource_key == "deviceCertificateId" ||
                speaks.resource_key == "caCertificateId" || speaks.resource_key == "issuerId")
                speaks.resource_value = to_hex(id_of(fleet, speaks));
        }
    }
}

}  // namespace

Fleet synthesise(const FleetDescription& description, std::uint64_t seed, bool keeps_certificates,
                 const std::function<void()>& raise_if_stopped) {
    Fleet fleet;
    fleet.seed = seed;
    fleet.inventory.at = description.start;
    fleet.inventory.account = description.account;
    fleet.inventory.roles = description.roles;
    fleet.inventory.managed_policies = description.managed_policies;
    fleet.inventory.role_aliases = description.role_aliases;
    fleet.inventory.identity_pools = description.identity_pools;
    add_groups(fleet.inventory, description);
    std::vector<std::uint32_t> policies;
    for (const auto& cohort : description.cohorts) {
        policies.push_back(
            index_of_policy(fleet.inventory, cohort, description.start - cohort.certificate_age));
        add_cohort(fleet, cohort, static_cast<std::uint32_t>(policies.size() - 1));
    }
    fleet.is_taken.assign(fleet.devices.size(), false);
    draft_credentials(fleet, description);
    Draft draft{.description = description,
                .fleet = fleet,
                .statuses = std::vector(fleet.devices.size(), CertificateStatus::active),
                .attachments = {},
                .revoked = {},
                .registrations = {},
                .authorities = {}};
    apply_defects(draft);
    speak_of_time(draft);
    fleet.pki = std::make_unique<Pki>(make_pki(description, draft.authorities, seed));
    const auto issued = issue_ids(fleet, keeps_certificates, raise_if_stopped);
    register_authorities(fleet, description, draft.authorities, draft.revoked, issued);
    register_certificates(draft, issued, policies);
    resolve_outcomes(fleet);
    return fleet;
}

}  // namespace fleet
