#include "engine/audit/revocation.hpp"

#include <algorithm>

namespace engine {

std::uint32_t Authorities::size() const {
    return static_cast<std::uint32_t>(inventory_.ca_certificates.size() +
                                      inventory_.issuer_certificates.size());
}

std::uint32_t Authorities::number(std::uint32_t ca, std::uint32_t issuer_certificate) const {
    if (ca < inventory_.ca_certificates.size()) return ca;
    if (issuer_certificate >= inventory_.issuer_certificates.size()) return fleet::no_index;
    return static_cast<std::uint32_t>(inventory_.ca_certificates.size()) + issuer_certificate;
}

Authorities::Authority Authorities::operator[](std::uint32_t number) const {
    const auto describe = [this](const auto& certificate) {
        return Authority{.id = certificate.id,
                         .serial = certificate.serial,
                         .subject = certificate.subject,
                         .issuer = certificate.issuer,
                         .crl_url = certificate.crl_url,
                         .parent = issuer_of(certificate)};
    };
    const auto registered = inventory_.ca_certificates.size();
    return number < registered ? describe(inventory_.ca_certificates[number])
                               : describe(inventory_.issuer_certificates[number - registered]);
}

Revocations::Revocations(const fleet::Inventory& inventory, fleet::Time now) {
    const Authorities authorities(inventory);
    for (const auto& list : inventory.revocation_lists) {
        const auto issuer = authorities.issuer_of(list);
        if (!list.signature_valid || issuer == fleet::no_index || list.this_update > now) continue;
        const auto same = std::ranges::find_if(newest_, [&](const Published& known) {
            return known.issuer == issuer && known.list->url == list.url;
        });
        if (same == newest_.end())
            newest_.push_back({.issuer = issuer, .list = &list, .serials = {}});
        else if (same->list->this_update < list.this_update)
            same->list = &list;
    }
    for (auto& published : newest_) published.serials.emplace(published.list->revoked);
}

const fleet::RevocationSet* Revocations::published(std::uint32_t issuer,
                                                   std::string_view url) const {
    if (issuer == fleet::no_index || url.empty()) return nullptr;
    const auto found = std::ranges::find_if(newest_, [&](const Published& known) {
        return known.issuer == issuer && known.list->url == url;
    });
    return found == newest_.end() ? nullptr : &*found->serials;
}

bool has_list(const Authorities::Authority& authority, const Revocations& revocations) {
    return authority.is_self_issued() ||
           revocations.published(authority.parent, authority.crl_url) != nullptr;
}

bool is_revoked(const Authorities::Authority& authority, const Revocations& revocations) {
    if (authority.is_self_issued()) return false;
    const auto* list = revocations.published(authority.parent, authority.crl_url);
    return list != nullptr && list->contains(authority.serial);
}

std::string subject_text(const fleet::DistinguishedName& name) {
    constexpr std::size_t subject_bytes_max = 1000;
    auto text = fleet::to_text(name);
    if (text.size() <= subject_bytes_max) return text;
    auto end = subject_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);  // never within a character
    return text;
}

}  // namespace engine
