#include "fleet/pki_of_fleet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/error.hpp"
#include "fleet/pki_places.hpp"

namespace fleet {
namespace {

std::string key_label(const Fleet& fleet, const Credential& credential) {
    return fmt::format("device/{}/{}/{}", fleet.cohorts[credential.cohort].name, credential.k,
                       credential.generation);
}

const Authority& issuer_of(const Pki& pki, const Credential& credential) {
    switch (credential.issuer) {
        case Credential::Issuer::foreign:
            return pki.foreign;
        case Credential::Issuer::unregistered:
            return pki.unregistered.at(credential.unregistered);
        case Credential::Issuer::intermediate:
            break;
    }
    return pki.intermediate;
}

std::string crl_url_of(const Credential& credential) {
    switch (credential.issuer) {
        case Credential::Issuer::foreign:
            return {};
        case Credential::Issuer::unregistered:
            return fmt::format("http://crl.fleetdrill.invalid/other-intermediate-{}.crl",
                               credential.unregistered);
        case Credential::Issuer::intermediate:
            break;
    }
    return crl_url;
}

KeyKind key_kind(const Pki& pki, const Credential& credential) {
    switch (credential.weakness) {
        case Credential::Weakness::roca:
            return KeyKind::rsa_2048_roca;
        case Credential::Weakness::debian:
            return KeyKind::rsa_2048_debian_weak;
        case Credential::Weakness::none:
            break;
    }
    return pki.cohort_keys[credential.cohort];
}

}  // namespace

CertificateRequest Pki::request(const Fleet& fleet, const Credential& credential) const {
    return {.label = key_label(fleet, credential),
            .subject = synthetic_name(
                fmt::format("{}-{}", fleet.cohorts[credential.cohort].name, credential.k)),
            .not_before = credential.not_before,
            .not_after = credential.not_after,
            .key = key_kind(*this, credential),
            .crl_url = crl_url_of(credential)};
}

Pki make_pki(const FleetDescription& description, const AuthorityPlan& plan, std::uint64_t seed) {
    const auto year = Duration{365LL * 24 * 3600 * 1000};
    const auto begin =
        std::chrono::floor<std::chrono::seconds>(std::max(Time{}, description.start - 10 * year));
    const auto end = std::chrono::floor<std::chrono::seconds>(description.start +
                                                              description.duration + 20 * year);
    auto root =
        Authority::root(seed, "authority/root", synthetic_name("fleetdrill root CA"), begin, end);
    auto intermediate = Authority::intermediate(
        root, "authority/intermediate", synthetic_name("fleetdrill intermediate CA"), begin, end,
        root_crl_url, plan.is_issuing_revoked ? root_certificate_url : std::string{});
    auto foreign = Authority::root(seed, "authority/foreign",
                                   synthetic_name("fleetdrill foreign CA"), begin, end);
    std::vector<Authority> unregistered;
    for (std::size_t i = 0; i < plan.unregistered.size(); ++i)
        unregistered.push_back(Authority::intermediate(
            root, fmt::format("authority/unregistered/{}", i),
            synthetic_name(fmt::format("fleetdrill other intermediate CA {}", i)), begin, end,
            root_crl_url, root_certificate_url));
    std::vector<Issued> spares;
    for (std::size_t i = 0; i < plan.spares.size(); ++i)
        spares.push_back(
            root.issue({.label = fmt::format("authority/spare/{}", i),
                        .subject = synthetic_name(fmt::format("fleetdrill spare CA {}", i)),
                        .not_before = begin,
                        .not_after = spare_end(plan.spares[i], end),
                        .key = plan.spares[i].key,
                        .crl_url = root_crl_url,
                        .ca_issuers_url = root_certificate_url,
                        .is_authority = true}));
    std::vector<KeyKind> keys;
    for (const auto& cohort : description.cohorts) keys.push_back(cohort.key);
    return {.root = std::move(root),
            .intermediate = std::move(intermediate),
            .foreign = std::move(foreign),
            .unregistered = std::move(unregistered),
            .spares = std::move(spares),
            .revocation_list = {},
            .root_revocation_list = {},
            .start = description.start,
            .end = description.start + description.duration,
            .cohort_keys = std::move(keys)};
}

Fleet::Fleet() = default;
Fleet::Fleet(Fleet&&) noexcept = default;
Fleet& Fleet::operator=(Fleet&&) noexcept = default;
Fleet::~Fleet() = default;

Issued Fleet::issue(const Credential& credential) const {
    return issuer_of(*pki, credential).issue(pki->request(*this, credential));
}

Bytes Fleet::private_key(const Credential& credential) const {
    return fleet::private_key(seed, key_label(*this, credential), key_kind(*pki, credential));
}

std::uint32_t Fleet::add_credential(Credential credential) {
    credential.id = issue(credential).id;
    credentials.push_back(credential);
    return static_cast<std::uint32_t>(credentials.size() - 1);
}

Certificate registry_entry(const Fleet& fleet, const Credential& credential,
                           const Registrable& issued, Time when) {
    const bool is_registered = credential.issuer == Credential::Issuer::intermediate;
    const bool is_known = credential.issuer == Credential::Issuer::unregistered;
    return {.id = credential.id,
            .status = CertificateStatus::active,
            .key = issued.key,
            .ca = is_registered ? 0 : no_index,
            .issuer_certificate = is_known ? root_index + 1 + credential.unregistered : no_index,
            .serial = issued.serial,
            .creation_date = when,
            .last_modified_date = when,
            .not_before = credential.not_before,
            .not_after = credential.not_after,
            .subject = fleet.pki->request(fleet, credential).subject,
            .things = {},
            .policies = {}};
}

Certificate Fleet::registered(const Credential& credential, Time when) const {
    const auto issued = issue(credential);
    return registry_entry(*this, credential, {issued.serial, issued.key}, when);
}

const Cohort& Fleet::cohort_named(std::string_view name, std::string_view where) const {
    const auto found = std::find_if(cohorts.begin(), cohorts.end(),
                                    [&](const Cohort& cohort) { return cohort.name == name; });
    if (found == cohorts.end()) throw Error(fmt::format("{}: there is no cohort {}", where, name));
    return *found;
}

std::vector<std::uint32_t> Fleet::take(std::string_view cohort_name, std::uint32_t count,
                                       std::string_view where) {
    const auto& cohort = cohort_named(cohort_name, where);
    const auto refuse = [&](std::string why) {
        Problems problems;
        problems.add(
            {.file = {}, .line = 0, .path = std::string(where), .message = std::move(why)});
        problems.raise_if_any();
    };
    if (count > cohort.count)
        refuse(fmt::format("{} devices are asked of cohort {}, which has {}", count, cohort_name,
                           cohort.count));
    std::vector<std::uint32_t> taken;
    for (auto i = cohort.first; i < cohort.first + cohort.count && taken.size() < count; ++i)
        if (!is_taken[i]) taken.push_back(i);
    // Two parts for one device could contradict each other, and the truth of both would be wrong.
    if (taken.size() < count)
        refuse(fmt::format(
            "wants {} of the cohort \"{}\", of whose {} devices only {} play no part "
            "yet; make the cohort larger, or ask for fewer (a timeline entry may name devices as "
            "\"things\")",
            count, cohort_name, cohort.count, taken.size()));
    for (const auto i : taken) is_taken[i] = true;
    return taken;
}

const std::string& Fleet::client_id(const Device& device) const {
    return inventory.things[device.client_thing].name;
}

std::vector<std::pair<std::string, std::string>> authority_files(const Fleet& fleet) {
    const auto& pki = *fleet.pki;
    std::vector<std::pair<std::string, std::string>> files{
        {"root-ca.pem", to_pem(pki.root.der(), "CERTIFICATE")},
        {"intermediate-ca.pem", to_pem(pki.intermediate.der(), "CERTIFICATE")},
        {"foreign-ca.pem", to_pem(pki.foreign.der(), "CERTIFICATE")},
        {"intermediate-ca.crl.pem", to_pem(pki.revocation_list, "X509 CRL")}};
    for (std::size_t i = 0; i < pki.unregistered.size(); ++i)
        files.emplace_back(fmt::format("other-intermediate-ca-{}.pem", i),
                           to_pem(pki.unregistered[i].der(), "CERTIFICATE"));
    for (std::size_t i = 0; i < pki.spares.size(); ++i)
        files.emplace_back(fmt::format("spare-ca-{}.pem", i),
                           to_pem(pki.spares[i].der, "CERTIFICATE"));
    if (!pki.root_revocation_list.empty())
        files.emplace_back("root-ca.crl.pem", to_pem(pki.root_revocation_list, "X509 CRL"));
    return files;
}

BrokerIdentity broker_identity(const Fleet& fleet) {
    const auto& pki = *fleet.pki;
    const std::string key = "authority/broker";
    const auto issued = pki.root.issue({.label = key,
                                        .subject = synthetic_name("localhost"),
                                        .not_before = pki.root.not_before(),
                                        .not_after = pki.root.not_after(),
                                        .is_server = true});
    const auto this_update = std::chrono::floor<std::chrono::seconds>(pki.start - crl_age);
    const auto next_update = std::chrono::floor<std::chrono::seconds>(pki.end + crl_life);
    // Empty: the broker asks only whether a device's own certificate is revoked.
    const auto root_crl = pki.root.revocation_list({}, this_update, next_update);
    auto trusted =
        to_pem(pki.root.der(), "CERTIFICATE") + to_pem(pki.intermediate.der(), "CERTIFICATE");
    auto lists = to_pem(pki.revocation_list, "X509 CRL") + to_pem(root_crl, "X509 CRL");
    for (const auto& authority : pki.unregistered) {
        trusted += to_pem(authority.der(), "CERTIFICATE");
        lists += to_pem(authority.revocation_list({}, this_update, next_update), "X509 CRL");
    }
    return {
        .trusted_cas = std::move(trusted),
        .certificate = to_pem(issued.der, "CERTIFICATE"),
        .private_key = to_pem(fleet::private_key(fleet.seed, key, KeyKind::ec_p256), "PRIVATE KEY"),
        .revocation_lists = std::move(lists)};
}

}  // namespace fleet
