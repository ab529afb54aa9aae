#include "sim/transport.hpp"

namespace sim {

void Transport::play(const Scene& scene, std::vector<fleet::Observation>& observations) {
    const auto actions = scene.prompter.ask_all(states(), scene.slot);
    observations = perform({.begin = scene.slot.begin,
                            .end = scene.slot.end,
                            .actions = actions,
                            .changes = scene.changes});
}

}  // namespace sim
