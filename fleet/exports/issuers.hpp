// Certificates that were found one by one, and how they hang together: who issued whom, and whose
// revocation list speaks of what.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "fleet/dictionary.hpp"
#include "fleet/exports/account_export.hpp"
#include "fleet/pki/certificate_view.hpp"
#include "fleet/pki/read.hpp"

namespace fleet::exports {

struct FoundAuthority {
    CaCertificate entry;  // as far as its own certificate tells; names, links and lists follow
    NameId subject = no_name;
    NameId issuer = no_name;
    Bytes der;
    bool is_registered = true;
};

struct FoundDevice {
    Certificate entry;
    NameId issuer = no_name;
    Bytes der = {};                  // only where a list of its issuer may speak of it
    std::string registered_ca = {};  // id of its issuer, when the registry says so
};

struct FoundList {
    std::string name;  // of its file
    RevocationFacts facts;
    Bytes der;
};

/// Gathers what files hold and makes an inventory of it.
class FoundCertificates {
  public:
    /// Lists come before the certificates, which are kept whole only where a list needs them.
    void add(FoundList list);
    void add(FoundAuthority authority) { authorities_.push_back(std::move(authority)); }
    void add(FoundDevice device) { devices_.push_back(std::move(device)); }

    /// The number of a distinguished name, given the contents of its DER.
    NameId name(DerBytes content);
    /// May a list speak of certificates that this issuer, a number of name(), issued?
    bool is_listed(NameId issuer) const;

    /// Links everything and moves it into `account`; a list that no authority signed is noted.
    void settle(AccountExport& account, unsigned threads);

  private:
    std::uint32_t signer_of(const Bytes& der, NameId issuer) const;
    void link_lists(AccountExport& account);
    void link_authorities();
    void link_devices(unsigned threads);
    template <class Issued>
    void set_issuer(Issued& issued, std::uint32_t authority) const;
    void move_into(Inventory& inventory);

    Interner encodings_;            // contents of names, as DER
    std::vector<NameId> meant_;     // by encoding: the name it stands for
    Interner names_;                // as texts: one name may be encoded in several ways
    std::set<std::string> listed_;  // names of those who publish lists
    std::vector<FoundAuthority> authorities_;
    std::vector<FoundDevice> devices_;
    std::vector<FoundList> lists_;
    std::vector<std::uint32_t> signers_;  // by list: number of the authority
    std::vector<std::uint32_t> parents_;  // by authority
    std::vector<std::string> urls_;       // by authority: where its lists are said to lie; or empty
    std::vector<std::uint32_t> places_;   // by authority: index in its table of the inventory
};

/// What a certificate says, in the registry's terms; status and dates of registration are not in
/// it.
CaCertificate authority_entry(const CertificateView& view, const CertificateId& id);
Certificate device_entry(const CertificateView& view, const CertificateId& id);

}  // namespace fleet::exports
