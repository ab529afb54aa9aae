// The revocation lists an authority signs (RFC 5280 §5).
#include <algorithm>
#include <tuple>

#include "fleet/pki/authority_state.hpp"
#include "fleet/pki/oids.hpp"

namespace fleet {
namespace {

/// Ascending by serial; of several entries for one serial the earliest stays.
std::vector<Revocation> in_order(std::span<const Revocation> revoked) {
    std::vector<Revocation> sorted(revoked.begin(), revoked.end());
    std::ranges::sort(sorted, {}, [](const Revocation& r) { return std::tie(r.serial, r.when); });
    const auto have_one_serial = [](const Revocation& a, const Revocation& b) {
        return a.serial == b.serial;
    };
    sorted.erase(std::unique(sorted.begin(), sorted.end(), have_one_serial), sorted.end());
    return sorted;
}

void write_entries(DerWriter& writer, std::span<const Revocation> revoked) {
    if (revoked.empty()) return;  // RFC 5280 §5.1.2.6: absent, not an empty list
    writer.nest(der::sequence, [&] {
        for (const auto& revocation : revoked) {
            writer.nest(der::sequence, [&] {
                writer.integer({revocation.serial.bytes.data(), revocation.serial.size});
                writer.time(revocation.when);
            });
        }
    });
}

/// A later list has a higher number without anyone counting lists.
std::uint64_t number_of(Time this_update) {
    const auto seconds = epoch_ms(this_update) / 1000;
    return seconds > 0 ? static_cast<std::uint64_t>(seconds) : 0;
}

}  // namespace

Bytes Authority::revocation_list(std::span<const Revocation> revoked, Time this_update,
                                 Time next_update) const {
    DerWriter writer;
    writer.nest(der::sequence, [&] {
        writer.integer(1);  // version 2
        write_signature_algorithm(writer);
        writer.name(state_->subject);
        writer.time(this_update);
        writer.time(next_update);
        write_entries(writer, in_order(revoked));
        writer.nest(der::context_holding(0), [&] {
            writer.nest(der::sequence, [&] {
                write_issuer_key(writer, state_->key_id);
                write_extension(writer, oid::crl_number, false,
                                [&] { writer.integer(number_of(this_update)); });
            });
        });
    });
    const auto part = writer.take();
    return state_->sign({&part, 1}).front();
}

}  // namespace fleet
