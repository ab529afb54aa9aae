#include "fleet/exports/issuers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "fleet/base/parallel.hpp"
#include "fleet/base/text.hpp"
#include "fleet/pki/issuer_key.hpp"

namespace fleet::exports {
namespace {

std::string_view text_of(DerBytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class AnyCertificate>
void set_content(AnyCertificate& entry, const CertificateView& view, const CertificateId& id) {
    entry.id = id;
    entry.key = view.key;
    entry.serial = view.serial;
    entry.not_before = view.not_before;
    entry.not_after = view.not_after;
}

/// The keys of authorities, each decoded when it is first asked for; for one thread.
class IssuerKeys {
  public:
    explicit IssuerKeys(const std::vector<FoundAuthority>& authorities)
        : authorities_(authorities) {}

    /// Which of the candidates signed the certificate; no_index: none.
    std::uint32_t signer_of(const Bytes& der, const std::vector<std::uint32_t>& candidates) {
        CertificateView view;
        DerFault fault(der);
        if (!read_view(der, view, fault)) return no_index;
        for (const auto candidate : candidates) {
            const auto [key, is_new] = keys_.try_emplace(candidate);
            if (is_new) key->second = IssuerKey::in(authorities_[candidate].der);
            if (key->second && key->second->has_signed(der, view)) return candidate;
        }
        return no_index;
    }

  private:
    const std::vector<FoundAuthority>& authorities_;
    std::map<std::uint32_t, std::optional<IssuerKey>> keys_;
};

}  // namespace

CaCertificate authority_entry(const CertificateView& view, const CertificateId& id) {
    CaCertificate entry;
    set_content(entry, view, id);
    entry.subject = name_of(view.subject);
    entry.issuer = name_of(view.issuer);
    entry.crl_url = view.crl_url;
    entry.ca_issuers_url = view.ca_issuers_url;
    // One that issued itself is never revoked by its issuer.
    entry.unknown.set(Gap::revocation, entry.subject != entry.issuer);
    return entry;
}

Certificate device_entry(const CertificateView& view, const CertificateId& id) {
    Certificate entry;
    set_content(entry, view, id);
    entry.unknown.set(Gap::revocation);
    return entry;
}

void FoundCertificates::add(FoundList list) {
    listed_.insert(to_text(list.facts.issuer));
    lists_.push_back(std::move(list));
}

NameId FoundCertificates::name(DerBytes content) {
    const auto encoding = encodings_.intern(text_of(content));
    if (encoding == meant_.size()) meant_.push_back(names_.intern(to_text(name_of(content))));
    return meant_[encoding];
}

bool FoundCertificates::is_listed(NameId issuer) const {
    return !listed_.empty() && listed_.contains(std::string(names_.text(issuer)));
}

/// The authority of this name whose key signed `der`; no_index: none.
std::uint32_t FoundCertificates::signer_of(const Bytes& der, NameId issuer) const {
    for (std::uint32_t i = 0; i < authorities_.size(); ++i)
        if (authorities_[i].subject == issuer && is_signed_by(der, authorities_[i].der)) return i;
    return no_index;
}

void FoundCertificates::link_lists(AccountExport& account) {
    for (const auto& list : lists_) {
        const auto issuer = names_.find(to_text(list.facts.issuer));
        signers_.push_back(issuer == no_name ? no_index : signer_of(list.der, issuer));
        if (signers_.back() == no_index)
            account.notes.push_back(fmt::format(
                "{}: no certificate that was found signed this list; it is not used", list.name));
    }
}

void FoundCertificates::link_authorities() {
    urls_.assign(authorities_.size(), {});
    for (const auto signer : signers_) {
        // A file does not tell where it came from: whatever an authority signed is its list.
        if (signer != no_index) urls_[signer] = "list of " + authorities_[signer].entry.id_hex();
    }
    for (const auto& authority : authorities_)
        parents_.push_back(authority.subject == authority.issuer
                               ? no_index
                               : signer_of(authority.der, authority.issuer));
    std::uint32_t registered = 0, others = 0;
    for (const auto& authority : authorities_)
        places_.push_back(authority.is_registered ? registered++ : others++);
    for (std::size_t i = 0; i < authorities_.size(); ++i) {
        auto& entry = authorities_[i].entry;
        entry.issued_crl_url = urls_[i];
        if (parents_[i] == no_index) continue;
        set_issuer(entry, parents_[i]);
        if (!urls_[parents_[i]].empty()) entry.crl_url = urls_[parents_[i]];
    }
}

template <class Issued>
void FoundCertificates::set_issuer(Issued& issued, std::uint32_t authority) const {
    if (authorities_[authority].is_registered)
        issued.ca = places_[authority];
    else
        issued.issuer_certificate = places_[authority];
}

/// A signature is verified where something hangs on it: where a list may speak of the certificate.
void FoundCertificates::link_devices(unsigned threads) {
    std::vector<std::vector<std::uint32_t>> of_name(names_.size());
    std::map<std::string, std::uint32_t> registered;
    for (std::uint32_t i = 0; i < authorities_.size(); ++i) {
        const auto& authority = authorities_[i];
        if (authority.is_registered) registered.emplace(authority.entry.id_hex(), i);
        // One that is only listed has no name.
        if (authority.subject != no_name) of_name[authority.subject].push_back(i);
    }
    const auto issuer_of = [&](const FoundDevice& device, IssuerKeys& keys) {
        const auto told = registered.find(device.registered_ca);
        if (told != registered.end()) return told->second;
        if (device.issuer == no_name || of_name[device.issuer].empty()) return no_index;
        const auto& candidates = of_name[device.issuer];
        return device.der.empty() ? candidates.front() : keys.signer_of(device.der, candidates);
    };
    const Workers workers{.count = threads, .grain = 64};
    for_each_share(devices_.size(), workers.shares_of(devices_.size()),
                   [&](unsigned, std::size_t first, std::size_t last) {
                       IssuerKeys keys(authorities_);
                       for (auto i = first; i < last; ++i) {
                           const auto issuer = issuer_of(devices_[i], keys);
                           if (issuer != no_index) set_issuer(devices_[i].entry, issuer);
                       }
                   });
}

void FoundCertificates::move_into(Inventory& inventory) {
    for (auto& authority : authorities_) {
        auto& entry = authority.entry;
        if (authority.is_registered) {
            inventory.ca_certificates.push_back(std::move(entry));
            continue;
        }
        inventory.issuer_certificates.push_back(
            {.id = entry.id,
             .ca = entry.ca,
             .issuer_certificate = entry.issuer_certificate,
             .serial = entry.serial,
             .not_before = entry.not_before,
             .not_after = entry.not_after,
             .subject = std::move(entry.subject),
             .issuer = std::move(entry.issuer),
             .crl_url = std::move(entry.crl_url),
             .ca_issuers_url = std::move(entry.ca_issuers_url)});
    }
    inventory.certificates.reserve(devices_.size());
    for (auto& device : devices_) inventory.certificates.push_back(std::move(device.entry));
    for (std::size_t i = 0; i < lists_.size(); ++i) {
        if (signers_[i] == no_index) continue;
        auto& facts = lists_[i].facts;
        RevocationList list{.url = urls_[signers_[i]],
                            .issuer = std::move(facts.issuer),
                            .this_update = facts.this_update,
                            .next_update = facts.next_update,
                            .revoked = std::move(facts.revoked)};
        set_issuer(list, signers_[i]);
        inventory.revocation_lists.push_back(std::move(list));
    }
}

void FoundCertificates::settle(AccountExport& account, unsigned threads) {
    link_lists(account);
    link_authorities();
    link_devices(threads);
    move_into(account.inventory);
    account.inventory.unknown.add(Part::revocation_lists);
}

}  // namespace fleet::exports
