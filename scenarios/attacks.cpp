#include "scenarios/attacks.hpp"

#include <algorithm>
#include <array>

namespace scenarios {
namespace attacks_table {
extern const Attack backdoor_port;
extern const Attack bulk_exfiltration;
extern const Attack c2_beacon;
extern const Attack client_id_hijack;
extern const Attack credential_guessing;
extern const Attack crying_baby;
extern const Attack cryptomining;
extern const Attack cumulative_counters;
extern const Attack ddos_participation;
extern const Attack deactivated_connect;
extern const Attack expired_connect;
extern const Attack fleet_wide_compromise;
extern const Attack lan_scan;
extern const Attack low_and_slow;
extern const Attack malformed_report;
extern const Attack message_amplification;
extern const Attack oversized_messages;
extern const Attack publish_flood;
extern const Attack reconnect_storm;
extern const Attack report_too_often;
extern const Attack silent_device;
extern const Attack slow_exfiltration;
extern const Attack slowite;
extern const Attack stolen_certificate;
extern const Attack telnet_scan;
extern const Attack topic_probing;
extern const Attack udp_reflector;
extern const Attack unknown_ca_connect;
extern const Attack wrong_thing_name;
}  // namespace attacks_table

std::span<const Attack* const> attacks() {
    static constexpr std::array table{
        &attacks_table::backdoor_port,
        &attacks_table::bulk_exfiltration,
        &attacks_table::c2_beacon,
        &attacks_table::client_id_hijack,
        &attacks_table::credential_guessing,
        &attacks_table::crying_baby,
        &attacks_table::cryptomining,
        &attacks_table::cumulative_counters,
        &attacks_table::ddos_participation,
        &attacks_table::deactivated_connect,
        &attacks_table::expired_connect,
        &attacks_table::fleet_wide_compromise,
        &attacks_table::lan_scan,
        &attacks_table::low_and_slow,
        &attacks_table::malformed_report,
        &attacks_table::message_amplification,
        &attacks_table::oversized_messages,
        &attacks_table::publish_flood,
        &attacks_table::reconnect_storm,
        &attacks_table::report_too_often,
        &attacks_table::silent_device,
        &attacks_table::slow_exfiltration,
        &attacks_table::slowite,
        &attacks_table::stolen_certificate,
        &attacks_table::telnet_scan,
        &attacks_table::topic_probing,
        &attacks_table::udp_reflector,
        &attacks_table::unknown_ca_connect,
        &attacks_table::wrong_thing_name,
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
