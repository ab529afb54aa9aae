#include "fleet/pki/certificate_records.hpp"

#include "fleet/base/error.hpp"

namespace fleet {

std::uint32_t CertificateRecords::Texts::number_of(std::string_view text) {
    // Neighbours in a file mostly have one issuer.
    if (!texts.empty() && texts.back() == text) return static_cast<std::uint32_t>(texts.size() - 1);
    const auto [known, is_new] =
        numbers.emplace(std::string(text), static_cast<std::uint32_t>(texts.size()));
    if (is_new) texts.push_back(known->first);
    return known->second;
}

void CertificateRecords::add(const CertificateInFile& found) {
    if (found.view == nullptr) return;
    const auto& view = *found.view;
    const std::string_view issuer(reinterpret_cast<const char*>(view.issuer.data()),
                                  view.issuer.size());
    records_.push_back({.id = found.id,
                        .serial = view.serial,
                        .key = view.key,
                        .is_ca = view.is_ca,
                        .issuer = issuers_.number_of(issuer),
                        .crl_url = crl_urls_.number_of(view.crl_url),
                        .not_before = view.not_before,
                        .not_after = view.not_after,
                        .offset = found.offset});
}

DistinguishedName CertificateRecords::issuer(std::uint32_t number) const {
    require(number < issuers_.texts.size(), "no certificate has this issuer");
    const auto& text = issuers_.texts[number];
    return name_of(DerBytes{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace fleet
