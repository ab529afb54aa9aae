#include "scenarios/attacks.hpp"

#include <algorithm>
#include <array>

namespace scenarios {
namespace attacks_table {
extern const Attack client_id_hijack;
extern const Attack deactivated_connect;
extern const Attack expired_connect;
extern const Attack publish_flood;
extern const Attack stolen_certificate;
extern const Attack topic_probing;
extern const Attack unknown_ca_connect;
}  // namespace attacks_table

std::span<const Attack* const> attacks() {
    static constexpr std::array table{
        &attacks_table::client_id_hijack,   &attacks_table::deactivated_connect,
        &attacks_table::expired_connect,    &attacks_table::publish_flood,
        &attacks_table::stolen_certificate, &attacks_table::topic_probing,
        &attacks_table::unknown_ca_connect,
    };
    return table;
}

const Attack* attack_named(std::string_view name) {
    const auto found = std::find_if(attacks().begin(), attacks().end(), [&](const Attack* attack) {
        return attack->card.name == name;
    });
    return found == attacks().end() ? nullptr : *found;
}

}  // namespace scenarios
