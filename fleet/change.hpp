// What alters a registry: the timeline (rotation, a status set by hand) or, later, mitigation.
// Travels inside a slice, so that a recording holds it and replay equals the live run.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"
#include "fleet/inventory.hpp"

namespace fleet {

enum class ChangeKind : std::uint8_t {
    certificate_registered,  // `certificate` is the new one; its things and policies are attached
                             // by changes of their own
    certificate_status,      // subject: certificate id, value: status
    ca_certificate_status,   // subject: CA certificate id, value: status
    thing_attached,          // subject: certificate id, value: thing name
    thing_detached,
    policy_attached,  // subject: certificate id, value: policy name
    policy_detached,
    policy_version,  // subject: policy name, value: a document that becomes the new default version
    group_joined,    // subject: thing name, value: group name
    group_left,
    logging,  // value: default log level
};

std::string_view name_of(ChangeKind kind);
std::optional<ChangeKind> change_kind(std::string_view name);

struct Change {
    Time time;
    ChangeKind kind{};
    std::string subject;
    std::string value;
    std::optional<Certificate> certificate;  // certificate_registered only

    bool operator==(const Change&) const = default;
};

/// Makes `change` true of `inventory`. Raises Error when it names what does not exist, or a status
/// that is none.
void apply(Inventory& inventory, const Change& change);

/// One line of a recording, without its newline is to_line(…): {"time","kind":"change","change":…}.
Json to_json(const Change& change, const Inventory& inventory);
Change change_from_json(const Json& value);

}  // namespace fleet
