#include "sim/transport.hpp"

#include <algorithm>

namespace sim {

std::size_t clients_of(const World& world) {
    const auto absent = std::ranges::count(world.shard_roles, scenarios::ShardRole::absent);
    return world.actors.size() - static_cast<std::size_t>(absent);
}

std::vector<scenarios::Action> published_by_service(const Scene& scene) {
    std::vector<scenarios::Action> actions;
    actions.reserve(scene.outgoing.size());
    for (const auto& message : scene.outgoing)
        actions.push_back({.time = scene.slot.begin,
                           .actor = scene.prompter.script().cloud,
                           .kind = scenarios::ActionKind::report,
                           .topic = scene.dictionary.topics.intern(message.topic),
                           .payload = scene.dictionary.payloads.keep(message.payload)});
    return actions;
}

void Transport::play(const Scene& scene, fleet::SliceListener& listener) {
    scene.dictionary.payloads.begin();
    auto actions = published_by_service(scene);
    const auto asked = scene.prompter.ask_all(states(), scene.slot);
    actions.insert(actions.end(), asked.begin(), asked.end());
    scene.prompter.write_reports(actions, scene.dictionary.payloads, 0);
    const auto observations = perform({.begin = scene.slot.begin,
                                       .end = scene.slot.end,
                                       .actions = actions,
                                       .changes = scene.changes});
    listener.expect(1);
    listener.take(0, observations);
}

}  // namespace sim
