#include "sim/transport.hpp"

#include <algorithm>

namespace sim {

std::size_t clients_of(const World& world) {
    const auto absent = std::ranges::count(world.shard_roles, scenarios::ShardRole::absent);
    return world.actors.size() - static_cast<std::size_t>(absent);
}

void Transport::play(const Scene& scene, fleet::SliceListener& listener) {
    const auto actions = scene.prompter.ask_all(states(), scene.slot);
    const auto observations = perform({.begin = scene.slot.begin,
                                       .end = scene.slot.end,
                                       .actions = actions,
                                       .changes = scene.changes});
    listener.expect(1);
    listener.take(0, observations);
}

}  // namespace sim
