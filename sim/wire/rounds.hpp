// Cuts a slice into rounds: runs of actions that different clients may perform at the same time
// without their order showing in what the broker sees. Inside a round each actor keeps its own
// order; between rounds everything has come to rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fleet/base/time.hpp"
#include "fleet/dictionary.hpp"
#include "scenarios/action.hpp"

namespace sim {

/// One action, or one registry change, with the effects that the forecast gave it.
struct Step {
    bool is_change = false;
    bool is_void = false;
    scenarios::ActionKind kind{};
    std::uint32_t actor = 0;
    std::uint32_t position = 0;  // in the slice's actions, or in its changes
    fleet::Time time;
    fleet::NameId client_id = fleet::no_name;   // of its actor
    fleet::NameId address = fleet::no_name;     // connect: declared
    fleet::NameId payload = fleet::no_name;     // of a report
    fleet::NameId published = fleet::no_name;   // the topic, when the publish was accepted
    fleet::NameId subscribed = fleet::no_name;  // the filter, when it was granted
    std::vector<fleet::NameId> altered;         // client ids it connected, ended or subscribed
    std::vector<fleet::NameId> reached;         // client ids its publish was delivered to
    std::vector<fleet::NameId> lost_filters;    // subscriptions that ended with a session
};

/// [first, end) in the steps.
struct Round {
    std::size_t first = 0;
    std::size_t end = 0;
    bool operator==(const Round&) const = default;
};

/// `steps` in canonical order; `validity_instants` ascending: when any certificate that is used
/// begins or ceases to be valid. `topics` knows the names. A pure function.
std::vector<Round> cut_rounds(std::span<const Step> steps,
                              std::span<const fleet::Time> validity_instants,
                              const fleet::Interner& topics);

}  // namespace sim
