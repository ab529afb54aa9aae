// Certificate revocation lists from bytes, in one scan: a list may have a hundred thousand entries.
#include <algorithm>

#include "fleet/pki/der.hpp"
#include "fleet/pki/oids.hpp"
#include "fleet/pki/read.hpp"

namespace fleet {
namespace {

constexpr std::uint8_t remove_from_crl = 8;  // RFC 5280 §5.3.1: the certificate is good again

bool is_time(const DerReader& reader) {
    return reader.next_is(der::utc_time) || reader.next_is(der::generalized_time);
}

/// Does an entry's list of extensions take its certificate off the list?
bool is_removal(DerReader extensions) {
    bool is_removed = false;
    while (!extensions.at_end()) {
        auto extension = extensions.inside(der::sequence, "entry extension");
        const auto oid = extension.object_identifier("entry extension");
        if (extension.next_is(der::boolean)) extension.boolean("entry extension");
        auto value =
            DerReader(extension.take(der::octet_string, "entry extension"), extensions.fault());
        if (!is_oid(oid, oid::reason_code)) continue;
        const auto reason = value.take(der::enumerated, "reason");
        if (reason.size() == 1 && reason.front() == remove_from_crl) is_removed = true;
    }
    return is_removed;
}

std::vector<Serial> read_entries(DerReader entries) {
    std::vector<Serial> revoked;
    while (!entries.at_end()) {
        auto entry = entries.inside(der::sequence, "revoked certificate");
        const auto serial = entry.serial("revoked certificate");
        entry.time("revocation date");
        const bool is_removed = entry.next_is(der::sequence) &&
                                is_removal(entry.inside(der::sequence, "entry extensions"));
        entry.expect_end("revoked certificate");
        if (!is_removed) revoked.push_back(serial);
    }
    std::ranges::sort(revoked);
    revoked.erase(std::unique(revoked.begin(), revoked.end()), revoked.end());
    return revoked;
}

void read_signed_part(DerReader part, RevocationFacts& facts) {
    part.skip_optional(der::integer, "version");  // absent: version 1
    part.take(der::sequence, "signature algorithm");
    facts.issuer = part.name("issuer");
    facts.this_update = part.time("thisUpdate");
    if (is_time(part)) facts.next_update = part.time("nextUpdate");
    if (part.next_is(der::sequence))
        facts.revoked = read_entries(part.inside(der::sequence, "revoked certificates"));
    part.skip_optional(der::context_holding(0), "extensions");
    part.expect_end("revocation list");
}

}  // namespace

std::optional<RevocationFacts> read_revocation_list(std::span<const std::uint8_t> der,
                                                    std::string* why) {
    DerFault fault(der);
    DerReader file(der, fault);
    auto list = file.inside(der::sequence, "revocation list");
    file.expect_end("after the revocation list");
    RevocationFacts facts;
    read_signed_part(list.inside(der::sequence, "revocation list"), facts);
    list.take(der::sequence, "signature algorithm");
    list.bit_string("signature");
    list.expect_end("signature");
    if (why != nullptr) *why = fault.text();
    if (fault.exists()) return std::nullopt;
    return facts;
}

}  // namespace fleet
