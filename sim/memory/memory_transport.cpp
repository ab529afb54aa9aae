#include "sim/memory/memory_transport.hpp"

#include "sim/fold.hpp"

namespace sim {

MemoryTransport::MemoryTransport(const World& world) : world_(world), broker_(world) {}

std::vector<fleet::Observation> MemoryTransport::perform(const SliceWork& work) {
    std::vector<fleet::Observation> events;
    events.reserve(work.actions.size());
    auto change = work.changes.begin();
    for (const auto& action : work.actions) {
        for (; change != work.changes.end() && change->time <= action.time; ++change)
            broker_.apply(*change, events);
        broker_.perform(action, events);
    }
    for (; change != work.changes.end(); ++change) broker_.apply(*change, events);
    fold(events, world_.dictionary, world_.fleet.inventory.things.size());
    return events;
}

}  // namespace sim
