// The actions of the IoT service by what they let their holder do. The classes are tables, because
// AWS goes on adding actions (docs/audit-semantics §3.13).
#pragma once

#include <span>
#include <string_view>

namespace engine {

/// What devices do: "iot:Subscribe" and so on, in the order in which findings name them, with the
/// type of resource each is judged on. Receive is none of them: it gives nothing that Subscribe did
/// not.
struct DataPlaneAction {
    std::string_view name;
    std::string_view resource_type;
};
std::span<const DataPlaneAction> data_plane_actions();

/// Things are looked at by these, and managed by those; by name.
std::span<const std::string_view> thing_read_actions();
std::span<const std::string_view> thing_write_actions();
/// Every other action of the service that we know, by name.
std::span<const std::string_view> other_iot_actions();

/// Is the action – in any spelling of its letters – of one of the first three classes, or Receive?
bool is_device_or_thing_action(std::string_view action);
/// … of the last?
bool is_other_iot_action(std::string_view action);

}  // namespace engine
