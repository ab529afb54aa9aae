#include "fleet/pki_of_fleet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fleet/base/error.hpp"

namespace fleet {
namespace {

const std::string crl_url = "http://crl.fleetdrill.invalid/intermediate.crl";
const std::string root_crl_url = "http://crl.fleetdrill.invalid/root.crl";

DistinguishedName synthetic_name(std::string common_name) {
    return {{"CommonName", std::move(common_name)},
            {"Organization", "fleetdrill synthetic, never for real devices"}};
}

std::string key_label(const Fleet& fleet, const Credential& credential) {
    return fmt::format("device/{}/{}/{}", fleet.cohorts[credential.cohort].name, credential.k,
                       credential.generation);
}

const Authority& issuer_of(const Pki& pki, const Credential& credential) {
    return credential.issuer == Credential::Issuer::foreign ? pki.foreign : pki.intermediate;
}

/// Revocations are dated before the start, and the list outlives every run: staleness is a scenario
/// of its own.
constexpr Duration crl_age = 24h;
constexpr Duration crl_life = 10LL * 365 * 24h;

}  // namespace

CertificateRequest Pki::request(const Fleet& fleet, const Credential& credential) const {
    return {
        .label = key_label(fleet, credential),
        .subject = synthetic_name(
            fmt::format("{}-{}", fleet.cohorts[credential.cohort].name, credential.k)),
        .not_before = credential.not_before,
        .not_after = credential.not_after,
        .key = cohort_keys[credential.cohort],
        .crl_url = credential.issuer == Credential::Issuer::intermediate ? crl_url : std::string{}};
}

Pki make_pki(const FleetDescription& description, std::uint64_t seed) {
    const auto year = Duration{365LL * 24 * 3600 * 1000};
    const auto begin =
        std::chrono::floor<std::chrono::seconds>(std::max(Time{}, description.start - 10 * year));
    const auto end = std::chrono::floor<std::chrono::seconds>(description.start +
                                                              description.duration + 20 * year);
    auto root =
        Authority::root(seed, "authority/root", synthetic_name("fleetdrill root CA"), begin, end);
    auto intermediate = Authority::intermediate(root, "authority/intermediate",
                                                synthetic_name("fleetdrill intermediate CA"), begin,
                                                end, root_crl_url);
    auto foreign = Authority::root(seed, "authority/foreign",
                                   synthetic_name("fleetdrill foreign CA"), begin, end);
    std::vector<KeyKind> keys;
    for (const auto& cohort : description.cohorts) keys.push_back(cohort.key);
    return {.root = std::move(root),
            .intermediate = std::move(intermediate),
            .foreign = std::move(foreign),
            .revocation_list = {},
            .start = description.start,
            .end = description.start + description.duration,
            .cohort_keys = std::move(keys)};
}

void register_authorities(Fleet& fleet, const FleetDescription& description,
                          std::span<const std::uint32_t> revoked, std::span<const Serial> serials) {
    const auto& ca = fleet.pki->intermediate;
    const auto registered = std::max(ca.not_before(), description.start - 365 * 24h);
    fleet.inventory.ca_certificates.push_back({.id = ca.id(),
                                               .status = CertificateStatus::active,
                                               .serial = ca.serial(),
                                               .creation_date = registered,
                                               .last_modified_date = registered,
                                               .not_before = ca.not_before(),
                                               .not_after = ca.not_after(),
                                               .subject = ca.subject(),
                                               .issuer = fleet.pki->root.subject(),
                                               .crl_url = root_crl_url,
                                               .issued_crl_url = crl_url});
    const auto this_update = std::chrono::floor<std::chrono::seconds>(description.start - crl_age);
    const auto next_update = std::chrono::floor<std::chrono::seconds>(
        description.start + description.duration + crl_life);
    RevocationList list{.url = crl_url,
                        .issuer = ca.subject(),
                        .this_update = this_update,
                        .next_update = next_update,
                        .ca = 0};
    std::vector<Revocation> entries;
    for (const auto credential : revoked) {
        list.revoked.push_back(serials[credential]);
        entries.push_back({.serial = serials[credential], .when = this_update});
    }
    std::sort(list.revoked.begin(), list.revoked.end());
    fleet.inventory.revocation_lists.push_back(std::move(list));
    fleet.pki->revocation_list = ca.revocation_list(entries, this_update, next_update);
}

Fleet::Fleet() = default;
Fleet::Fleet(Fleet&&) noexcept = default;
Fleet& Fleet::operator=(Fleet&&) noexcept = default;
Fleet::~Fleet() = default;

Issued Fleet::issue(const Credential& credential) const {
    return issuer_of(*pki, credential).issue(pki->request(*this, credential));
}

Bytes Fleet::private_key(const Credential& credential) const {
    return fleet::private_key(seed, key_label(*this, credential),
                              pki->cohort_keys[credential.cohort]);
}

std::uint32_t Fleet::add_credential(Credential credential) {
    credential.id = issue(credential).id;
    credentials.push_back(credential);
    return static_cast<std::uint32_t>(credentials.size() - 1);
}

Certificate registry_entry(const Fleet& fleet, const Credential& credential, const Serial& serial,
                           Time when) {
    return {.id = credential.id,
            .status = CertificateStatus::active,
            .ca = credential.issuer == Credential::Issuer::intermediate ? 0 : no_index,
            .serial = serial,
            .creation_date = when,
            .last_modified_date = when,
            .not_before = credential.not_before,
            .not_after = credential.not_after,
            .subject = fleet.pki->request(fleet, credential).subject,
            .things = {},
            .policies = {}};
}

Certificate Fleet::registered(const Credential& credential, Time when) const {
    return registry_entry(*this, credential, issue(credential).serial, when);
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
    if (count > cohort.count) {
        throw Error(fmt::format("{}: {} devices are asked of cohort {}, which has {}", where, count,
                                cohort_name, cohort.count));
    }
    std::vector<std::uint32_t> taken;
    for (auto i = cohort.first; i < cohort.first + cohort.count && taken.size() < count; ++i)
        if (!is_taken[i]) taken.push_back(i);
    // Two parts for one device could contradict each other, and the truth of both would be wrong.
    if (taken.size() < count)
        throw Error(fmt::format(
            "{}: wants {} of the cohort \"{}\", of whose {} devices only {} play no part "
            "yet; make the cohort larger, or ask for fewer (a timeline entry may name devices as "
            "\"things\")",
            where, count, cohort_name, cohort.count, taken.size()));
    for (const auto i : taken) is_taken[i] = true;
    return taken;
}

const std::string& Fleet::client_id(const Device& device) const {
    return inventory.things[device.client_thing].name;
}

std::vector<std::pair<std::string, std::string>> authority_files(const Fleet& fleet) {
    return {{"root-ca.pem", to_pem(fleet.pki->root.der(), "CERTIFICATE")},
            {"intermediate-ca.pem", to_pem(fleet.pki->intermediate.der(), "CERTIFICATE")},
            {"foreign-ca.pem", to_pem(fleet.pki->foreign.der(), "CERTIFICATE")},
            {"intermediate-ca.crl.pem", to_pem(fleet.pki->revocation_list, "X509 CRL")}};
}

BrokerIdentity broker_identity(const Fleet& fleet) {
    const auto& pki = *fleet.pki;
    const std::string key = "authority/broker";
    const auto issued = pki.root.issue({.label = key,
                                        .subject = synthetic_name("localhost"),
                                        .not_before = pki.root.not_before(),
                                        .not_after = pki.root.not_after(),
                                        .is_server = true});
    const auto root_crl =
        pki.root.revocation_list({}, std::chrono::floor<std::chrono::seconds>(pki.start - crl_age),
                                 std::chrono::floor<std::chrono::seconds>(pki.end + crl_life));
    return {
        .trusted_cas =
            to_pem(pki.root.der(), "CERTIFICATE") + to_pem(pki.intermediate.der(), "CERTIFICATE"),
        .certificate = to_pem(issued.der, "CERTIFICATE"),
        .private_key = to_pem(fleet::private_key(fleet.seed, key, KeyKind::ec_p256), "PRIVATE KEY"),
        .revocation_lists = to_pem(pki.revocation_list, "X509 CRL") + to_pem(root_crl, "X509 CRL")};
}

}  // namespace fleet
