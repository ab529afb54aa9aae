#include "scenarios/events.hpp"

#include <algorithm>
#include <array>

namespace scenarios {
namespace events_table {
extern const Event broker_outage;
extern const Event certificate_rotation;
extern const Event certificate_status;
extern const Event clock_skew;
extern const Event command_burst;
extern const Event firmware_update;
extern const Event flaky_link;
extern const Event roaming_device;
extern const Event series;
extern const Event sleeping_device;
}  // namespace events_table

std::span<const Event* const> events() {
    static constexpr std::array table{
        &events_table::broker_outage,
        &events_table::certificate_rotation,
        &events_table::certificate_status,
        &events_table::clock_skew,
        &events_table::command_burst,
        &events_table::firmware_update,
        &events_table::flaky_link,
        &events_table::roaming_device,
        &events_table::series,
        &events_table::sleeping_device,
    };
    return table;
}

const Event* event_named(std::string_view name) {
    const auto found = std::find_if(events().begin(), events().end(),
                                    [&](const Event* event) { return event->card.name == name; });
    return found == events().end() ? nullptr : *found;
}

}  // namespace scenarios
