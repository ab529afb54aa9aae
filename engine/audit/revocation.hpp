// Which authorities an inventory knows, who issued them, and whose revocation list speaks of what:
// shared by the three checks of revocation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/inventory.hpp"
#include "fleet/revocation_set.hpp"

namespace engine {

/// Numbers every authority of an inventory: the registered ones first, then those that are known
/// only as issuers.
class Authorities {
  public:
    explicit Authorities(const fleet::Inventory& inventory) : inventory_(inventory) {}

    struct Authority {
        const fleet::CertificateId& id;
        const fleet::Serial& serial;
        const fleet::DistinguishedName& subject;
        const fleet::DistinguishedName& issuer;
        const std::string& crl_url;
        std::uint32_t parent = fleet::no_index;  // who issued it, when known

        bool is_self_issued() const { return subject == issuer; }
    };
    std::uint32_t size() const;
    Authority operator[](std::uint32_t number) const;
    /// The number of who issued or signed `issued`, a certificate or a list; no_index: unknown.
    template <class Issued>
    std::uint32_t issuer_of(const Issued& issued) const {
        return number(issued.ca, issued.issuer_certificate);
    }

  private:
    std::uint32_t number(std::uint32_t ca, std::uint32_t issuer_certificate) const;

    const fleet::Inventory& inventory_;
};

/// The revocation lists an audit believes: signed by the issuer they name, and published by its
/// start. A list past its nextUpdate still counts (docs/audit-semantics §3.3).
class Revocations {
  public:
    Revocations(const fleet::Inventory& inventory, fleet::Time now);
    /// The newest list that `issuer` (a number of Authorities) signed and publishes at `url`;
    /// nullptr: there is none.
    const fleet::RevocationSet* published(std::uint32_t issuer, std::string_view url) const;

  private:
    struct Published {
        std::uint32_t issuer = 0;
        const fleet::RevocationList* list = nullptr;
        std::optional<fleet::RevocationSet> serials;
    };
    std::vector<Published> newest_;
};

/// Has the issuer of this authority revoked it? Never said of one that issued itself, that names no
/// distribution point, or whose issuer is unknown.
bool is_revoked(const Authorities::Authority& authority, const Revocations& revocations);
/// Is there a list that could say so? Of one that issued itself none is needed.
bool has_list(const Authorities::Authority& authority, const Revocations& revocations);

/// A subject as findings name it: in 1000 bytes at most.
std::string subject_text(const fleet::DistinguishedName& name);

/// What is asked of certificates whose issuer's list is not at hand, in words.
inline constexpr std::string_view asked_revocations = "whom their issuers revoked";

}  // namespace engine
