#include "scenarios/events.hpp"

#include <algorithm>
#include <array>

namespace scenarios {
namespace events_table {
extern const RegistryEvent certificate_rotation;
extern const RegistryEvent certificate_status;
}  // namespace events_table

std::span<const RegistryEvent* const> events() {
    static constexpr std::array table{&events_table::certificate_rotation,
                                      &events_table::certificate_status};
    return table;
}

const RegistryEvent* event_named(std::string_view name) {
    const auto found =
        std::find_if(events().begin(), events().end(),
                     [&](const RegistryEvent* event) { return event->card.name == name; });
    return found == events().end() ? nullptr : *found;
}

}  // namespace scenarios
