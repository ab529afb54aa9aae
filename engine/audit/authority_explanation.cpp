#include "engine/audit/authority_explanation.hpp"

#include <fmt/format.h>

#include "engine/audit/revocation.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

using Lines = std::vector<std::string>;

void tell_lists(const Evidence& evidence, const Authorities& authorities,
                const Authorities::Authority& authority, Lines& lines) {
    bool is_told = false;
    for (const auto& list : evidence.inventory.revocation_lists) {
        if (authorities.issuer_of(list) != authority.parent) continue;
        is_told = true;
        lines.push_back(list_line(evidence, list, authority.serial, authority.crl_url));
    }
    if (!is_told) lines.emplace_back("no revocation list of its issuer is known");
}

void tell_authority(const Evidence& evidence, const Authorities& authorities,
                    const Authorities::Authority& authority, Lines& lines) {
    lines.push_back(
        fmt::format("{}, id {}", fleet::to_text(authority.subject), fleet::to_hex(authority.id)));
    if (authority.is_self_issued()) {
        lines.emplace_back("it issued itself: there is nobody to revoke it");
        return;
    }
    lines.push_back(fmt::format("issued by {}{}", fleet::to_text(authority.issuer),
                                authority.parent == fleet::no_index ? ", which is not known" : ""));
    lines.push_back(authority.crl_url.empty() ? "names no distribution point"
                                              : "names the list " + authority.crl_url);
    if (authority.parent != fleet::no_index) tell_lists(evidence, authorities, authority, lines);
}

}  // namespace

std::string list_line(const Evidence& evidence, const fleet::RevocationList& list,
                      const fleet::Serial& serial, std::string_view named_url) {
    auto line = fmt::format("revocation list {} of {}: serial {} is {}", list.url,
                            fleet::format_time(list.this_update), serial.hex(),
                            list.contains(serial) ? "on it" : "not on it");
    if (list.this_update > evidence.task_start) line += "; published after the audit began";
    if (!list.signature_valid) line += "; not signed by the issuer";
    if (list.url != named_url) line += "; not the list that the certificate points to";
    return line;
}

Lines explain_authority(const Evidence& evidence, std::string_view resource) {
    const auto& inventory = evidence.inventory;
    const Authorities authorities(inventory);
    Lines lines;
    for (std::uint32_t number = 0; number < authorities.size(); ++number) {
        const auto authority = authorities[number];
        if (fleet::to_hex(authority.id) != resource && subject_text(authority.subject) != resource)
            continue;
        if (number < inventory.ca_certificates.size())
            lines.push_back(
                fmt::format("status {}", name_of(inventory.ca_certificates[number].status)));
        tell_authority(evidence, authorities, authority, lines);
    }
    return lines;
}

}  // namespace engine
