// How the authorities behind a fleet stand in its inventory: registered CAs, issuers that are not,
// and the revocation lists of both.
#include <fmt/format.h>

#include <algorithm>

#include "fleet/pki_of_fleet.hpp"
#include "fleet/pki_places.hpp"

namespace fleet {
namespace {

/// Fills the inventory's tables of authorities and lists from the authorities themselves.
class Registration {
  public:
    Registration(Fleet& fleet, const FleetDescription& description, const AuthorityPlan& plan)
        : fleet_(fleet),
          inventory_(fleet.inventory),
          pki_(*fleet.pki),
          plan_(plan),
          this_update_(std::chrono::floor<std::chrono::seconds>(description.start - crl_age)),
          next_update_(std::chrono::floor<std::chrono::seconds>(description.start +
                                                                description.duration + crl_life)),
          registered_(std::max(pki_.root.not_before(), description.start - 365 * 24h)) {}

    void add_registered_cas() {
        const auto& ca = pki_.intermediate;
        add_ca(ca.id(), ca.serial(), p256_key, ca.not_after(), ca.subject(), plan_.issuing_status);
        auto& issuing = inventory_.ca_certificates.back();
        issuing.issued_crl_url = crl_url;
        if (plan_.is_issuing_revoked) know_root(issuing);
        for (std::size_t i = 0; i < pki_.spares.size(); ++i) {
            const auto& spare = pki_.spares[i];
            add_ca(spare.id, spare.serial, spare.key,
                   spare_end(plan_.spares[i], pki_.root.not_after()),
                   synthetic_name(fmt::format("fleetdrill spare CA {}", i)),
                   plan_.spares[i].status);
            know_root(inventory_.ca_certificates.back());
        }
    }

    void add_unregistered_issuers() {
        if (!plan_.needs_root()) return;
        inventory_.issuer_certificates.push_back(entry_of(pki_.root));
        inventory_.issuer_certificates.back().issuer = pki_.root.subject();
        for (const auto& authority : pki_.unregistered) {
            auto entry = entry_of(authority);
            entry.issuer = pki_.root.subject();
            entry.crl_url = root_crl_url;
            know_root(entry);
            inventory_.issuer_certificates.push_back(std::move(entry));
        }
    }

    void add_issuing_list(std::span<const std::uint32_t> revoked,
                          std::span<const Registrable> issued) {
        std::vector<Serial> serials;
        for (const auto credential : revoked)
            if (fleet_.credentials[credential].issuer == Credential::Issuer::intermediate)
                serials.push_back(issued[credential].serial);
        auto& list = add_list(pki_.intermediate, crl_url, serials, pki_.revocation_list);
        list.ca = 0;
    }

    void add_root_list() {
        if (!plan_.needs_root()) return;
        std::vector<Serial> serials;
        if (plan_.is_issuing_revoked) serials.push_back(pki_.intermediate.serial());
        for (std::size_t i = 0; i < pki_.spares.size(); ++i)
            if (plan_.spares[i].is_revoked) serials.push_back(pki_.spares[i].serial);
        for (std::size_t i = 0; i < pki_.unregistered.size(); ++i)
            if (plan_.unregistered[i]) serials.push_back(pki_.unregistered[i].serial());
        auto& list = add_list(pki_.root, root_crl_url, serials, pki_.root_revocation_list);
        list.issuer_certificate = root_index;
    }

  private:
    static constexpr KeyFacts p256_key{
        .algorithm = KeyAlgorithm::ec, .curve = KeyCurve::p256, .bits = 256};

    void add_ca(const CertificateId& id, const Serial& serial, const KeyFacts& key, Time not_after,
                DistinguishedName subject, CertificateStatus status) {
        inventory_.ca_certificates.push_back({.id = id,
                                              .status = status,
                                              .key = key,
                                              .serial = serial,
                                              .creation_date = registered_,
                                              .last_modified_date = registered_,
                                              .not_before = pki_.root.not_before(),
                                              .not_after = not_after,
                                              .subject = std::move(subject),
                                              .issuer = pki_.root.subject(),
                                              .crl_url = root_crl_url,
                                              .issued_crl_url = {},
                                              .ca_issuers_url = {}});
    }

    static IssuerCertificate entry_of(const Authority& authority) {
        return {.id = authority.id(),
                .serial = authority.serial(),
                .not_before = authority.not_before(),
                .not_after = authority.not_after(),
                .subject = authority.subject(),
                .issuer = {},
                .crl_url = {},
                .ca_issuers_url = {}};
    }

    /// Its certificate says where the root's lies, so an auditor has it.
    template <class AnyCertificate>
    static void know_root(AnyCertificate& certificate) {
        certificate.ca_issuers_url = root_certificate_url;
        certificate.issuer_certificate = root_index;
    }

    RevocationList& add_list(const Authority& signer, const std::string& url,
                             std::vector<Serial> serials, Bytes& der) {
        std::vector<Revocation> entries;
        for (const auto& serial : serials)
            entries.push_back({.serial = serial, .when = this_update_});
        der = signer.revocation_list(entries, this_update_, next_update_);
        std::sort(serials.begin(), serials.end());
        inventory_.revocation_lists.push_back({.url = url,
                                               .issuer = signer.subject(),
                                               .this_update = this_update_,
                                               .next_update = next_update_,
                                               .revoked = std::move(serials)});
        return inventory_.revocation_lists.back();
    }

    Fleet& fleet_;
    Inventory& inventory_;
    Pki& pki_;
    const AuthorityPlan& plan_;
    Time this_update_;
    Time next_update_;
    Time registered_;
};

}  // namespace

void register_authorities(Fleet& fleet, const FleetDescription& description,
                          const AuthorityPlan& plan, std::span<const std::uint32_t> revoked,
                          std::span<const Registrable> issued) {
    Registration registration(fleet, description, plan);
    registration.add_registered_cas();
    registration.add_unregistered_issuers();
    registration.add_issuing_list(revoked, issued);
    registration.add_root_list();
}

}  // namespace fleet
