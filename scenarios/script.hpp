// What compose returns: who acts and how, what alters the registry, and the truth about it.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "fleet/change.hpp"
#include "fleet/dictionary.hpp"
#include "scenarios/ground_truth.hpp"
#include "scenarios/plan.hpp"

namespace scenarios {

/// One program that holds at most one connection at a time. The first actors are the fleet's
/// devices, by index; then the cloud, which is always connected and whose own events no observation
/// shows; then impostors.
struct Actor {
    fleet::NameId client_id = fleet::no_name;
    std::uint32_t plan = 0;  // in Script::plans; meaningless for the cloud
};

struct Script {
    std::vector<Actor> actors;
    std::uint32_t cloud = 0;  // index of the cloud in actors
    std::vector<std::unique_ptr<Plan>> plans;
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        overlays;                        // (actor, plan), ascending: what an actor does besides
    std::vector<fleet::Change> changes;  // by time
    GroundTruth truth;
};

}  // namespace scenarios
