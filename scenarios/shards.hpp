// A run in parts: who lives in which shard, when a fleet is played by several processes that know
// nothing of each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fleet/dictionary.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/script.hpp"

namespace scenarios {

/// Part `number` of `count`, from 0.
struct Shard {
    std::uint32_t number = 0;
    std::uint32_t count = 1;

    bool operator==(const Shard&) const = default;
};

/// Fills in Script::shard_roles. Actors that share a client id or a credential, or play in one
/// attack, form a component, and a component is a member of one shard, which follows from the seed
/// and its lowest actor. One of which somebody may hear what another component publishes is a
/// listener in every other shard: what its members would hear there is observed there.
void enter_shard(const fleet::Fleet& fleet, const fleet::Interner& topics, std::uint64_t seed,
                 const Shard& shard, Script& script);

/// The entered shard by client id. Client ids that no actor has are nobody's.
struct ShardClients {
    std::vector<std::uint8_t> is_member;     // an actor of it is a member
    std::vector<std::uint8_t> hears_others;  // other shards may observe what it hears
};
ShardClients clients_of_shard(const Script& script, std::size_t clients);

/// A filter, matching `topic`, to which anybody ever subscribes; empty when there is none.
std::string subscription_to(std::string_view topic, const fleet::Interner& topics,
                            const Script& script);

}  // namespace scenarios
