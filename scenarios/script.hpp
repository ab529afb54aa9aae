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

/// What an actor is in one shard of a run (scenarios/shards.hpp).
enum class ShardRole : std::uint8_t {
    member,    // acts, and what it causes is observed here
    listener,  // acts, but only what members cause it to hear is observed here
    absent,
};

struct Script {
    std::vector<Actor> actors;
    std::uint32_t cloud = 0;  // index of the cloud in actors
    std::vector<std::unique_ptr<Plan>> plans;
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        overlays;                        // (actor, plan), ascending: what an actor does besides
    std::vector<fleet::Change> changes;  // by time
    std::vector<std::uint32_t> changed_devices;  // whose certificates the changes concern
    GroundTruth truth;
    std::vector<std::vector<std::uint32_t>> casts;  // by attack: everybody who plays in it
    /// By actor: the lowest index among all actors that it may meet, directly or through others: by
    /// client id, by certificate, or because one publishes what another hears. The cloud has its
    /// own.
    std::vector<std::uint32_t> troupes;
    /// By actor: a device that meets nobody and whose certificates no change concerns. What it does
    /// and sees can be worked out without looking at anybody else.
    std::vector<std::uint8_t> is_alone;
    /// By actor, in the shard that was entered; none where the run is whole and everybody a member.
    std::vector<ShardRole> shard_roles;
    std::vector<std::uint8_t> hears_others;  // by actor; filled with `shard_roles`: it, or somebody
                                             // it belongs to, may hear members of other shards

    ShardRole role_of(std::uint32_t actor) const {
        return shard_roles.empty() ? ShardRole::member : shard_roles[actor];
    }
};

}  // namespace scenarios
