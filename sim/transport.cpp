#include "sim/transport.hpp"

namespace sim {

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
