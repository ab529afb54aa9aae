// From a description of a fleet and a seed to the fleet itself: things, keys, certificates,
// policies, CRLs, and what each deliberate defect did. Device k of a cohort is the same device
// (name, key, certificate, address) whatever else is described.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/parameters.hpp"
#include "fleet/base/random.hpp"
#include "fleet/inventory.hpp"
#include "fleet/pki/authority.hpp"

namespace fleet {

struct CohortDescription {
    std::string name;
    std::uint32_t count = 0;
    std::string policy_name;      // empty: the least-privilege policy of this cohort
    std::string policy_document;  // text; empty: least privilege
    std::vector<std::string> groups;
    std::string type_name;
    Attributes attributes;
    std::string addresses;  // CIDR the devices' addresses come from; empty: 10.0.0.0/8
    KeyKind key = KeyKind::ec_p256;
    Duration certificate_validity = Duration{5LL * 365 * 24 * 3600 * 1000};
    Duration certificate_age =
        Duration{30LL * 24 * 3600 * 1000};  // registered this long before the start
};

struct DefectDescription {
    std::string kind;
    std::string cohort;  // empty, like count, for a defect of the account
    std::uint32_t count = 1;
    Parameters parameters;
    std::string where;  // JSON path, for messages
};

struct GroupDescription {
    std::string name;
    std::string parent;  // empty: none
};

struct FleetDescription {
    Time start;
    Duration duration{};
    Account account;
    std::vector<Role> roles;
    std::vector<ManagedPolicy> managed_policies;
    std::vector<RoleAlias> role_aliases;
    std::vector<IdentityPool> identity_pools;
    std::vector<GroupDescription>
        groups;  // those that need a parent; groups named by cohorts need not stand here
    std::vector<CohortDescription> cohorts;
    std::vector<DefectDescription> defects;
};

/// A device's certificate and key, by what they are made from; the bytes come from Fleet::issue.
struct Credential {
    enum class Issuer : std::uint8_t {
        intermediate,
        unregistered,  // an intermediate that the account does not hold: `unregistered` says which
        foreign        // a CA that no account knows
    };
    enum class Weakness : std::uint8_t { none, roca, debian };
    std::uint32_t cohort = 0;
    std::uint32_t k = 0;           // device within the cohort
    std::uint16_t generation = 0;  // 0 the first, 1 after a rotation, …
    Issuer issuer = Issuer::intermediate;
    Weakness weakness = Weakness::none;  // of its key; none: the key is of its cohort's kind
    std::uint16_t unregistered = 0;      // by index, in the order of the defects that made them
    Time not_before;
    Time not_after;
    CertificateId id{};
    std::uint32_t certificate =
        no_index;  // in Inventory::certificates; no_index: not registered (at the start)
};

struct Device {
    std::uint32_t cohort = 0;
    std::uint32_t k = 0;
    std::uint32_t credential = 0;  // in Fleet::credentials
    std::uint32_t client_thing =
        0;  // the thing whose name it uses as client id: its own, unless a defect says otherwise
    std::string address;  // declared
};

struct Cohort {
    std::string name;
    std::uint32_t first = 0;  // first device (= first thing)
    std::uint32_t count = 0;
};

/// What a defect did, for compose to make truth and plans of.
struct DefectOutcome {
    std::string kind;
    std::vector<std::uint32_t> devices;  // none for a defect of the account
    Parameters parameters;
    /// (checkName, resource identifier key, value, reason code); empty for a near miss, which must
    /// stay silent.
    struct Speaks {
        std::string check_name;
        std::string resource_key;
        std::string resource_value;  // of a certificate: filled in by synthesise, from `device`,
                                     // `ca` or `unregistered`
        std::string reason_code;
        std::uint32_t device = 0;
        std::uint32_t ca = no_index;            // of a registered CA, by index
        std::uint32_t unregistered = no_index;  // of a CA that is not, by index as in Credential
        Time begin;                             // the defect can be found in [begin, end)
        Time end;
    };
    std::vector<Speaks> checks;
    /// How its devices connect when that is part of the defect.
    enum class Connection : std::uint8_t { usual, together, in_turn, contest };
    Connection connection = Connection::usual;
};

struct Pki;  // the authorities; fleet/synthesise.cpp

struct Fleet {
    std::uint64_t seed = 0;
    Inventory inventory;  // at the start; thing i belongs to device i
    std::vector<Cohort> cohorts;
    std::vector<Device> devices;  // order: (cohort in the file, k)
    std::vector<Credential> credentials;
    std::vector<Bytes>
        certificates_der;  // by credential, as far as synthesise was asked to keep them
    std::vector<DefectOutcome> defects;
    std::vector<bool> is_taken;  // by device: it plays a part in a defect or an incident already
    std::unique_ptr<Pki> pki;

    Fleet();
    Fleet(Fleet&&) noexcept;
    Fleet& operator=(Fleet&&) noexcept;
    ~Fleet();

    /// DER of a credential's certificate; same bytes every time.
    Issued issue(const Credential& credential) const;
    /// PKCS#8 DER of its key.
    Bytes private_key(const Credential& credential) const;
    /// Adds a credential for a device: a rotation (generation > 0) or one of a foreign CA. Its id
    /// is filled in.
    std::uint32_t add_credential(Credential credential);
    /// The registry's view of an intermediate-issued credential, registered at `when`.
    Certificate registered(const Credential& credential, Time when) const;
    /// `count` devices of a cohort that play no part yet, in order of k; marks them as taken.
    /// Raises Error naming `where` when the cohort has fewer.
    std::vector<std::uint32_t> take(std::string_view cohort, std::uint32_t count,
                                    std::string_view where);
    const Cohort& cohort_named(std::string_view name, std::string_view where) const;
    const std::string& client_id(const Device& device) const;
};

/// Raises Error for a description that cannot be made (a defect on more devices than its cohort
/// has).
/// `keeps_certificates` keeps the bytes of the devices' certificates, for who writes them soon.
/// `raise_if_stopped` is called now and then, on the caller's thread; what it raises ends the work.
Fleet synthesise(const FleetDescription& description, std::uint64_t seed,
                 bool keeps_certificates = false,
                 const std::function<void()>& raise_if_stopped = {});

/// CA certificates and CRLs as PEM, by file name ("root-ca.pem", "intermediate-ca.pem",
/// "intermediate-ca.crl.pem", …).
std::vector<std::pair<std::string, std::string>> authority_files(const Fleet& fleet);
/// What the private broker needs: chain of trusted CAs, its own certificate and key, CRLs; all PEM.
struct BrokerIdentity {
    std::string trusted_cas;
    std::string certificate;
    std::string private_key;
    std::string revocation_lists;
};
BrokerIdentity broker_identity(const Fleet& fleet);

}  // namespace fleet
