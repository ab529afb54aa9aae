// Whether a fleet or a load fits the machine, told before it starts and not by a failure in its
// middle.
#pragma once

#include <cstdint>

namespace sim {

/// What the machine gives. 0 stands for nothing left.
struct Machine {
    std::uint64_t descriptors_max = 0;         // of one process: the hard limit
    std::uint64_t memory_available_bytes = 0;  // of the machine, and of our group when that is less
    std::uint64_t ports = 0;                   // ephemeral ones of one source address
};

/// Reads it; raises the soft limit of descriptors to the hard one on the way, for us and for the
/// broker we start.
Machine this_machine();

struct LoadDemand {
    std::uint64_t devices = 0;
    std::uint64_t storm_devices = 0;
    bool resumes = false;
    bool has_own_addresses = true;  // a loopback address each; else all share one
};

struct Room {
    std::uint64_t by_descriptors = 0;
    std::uint64_t by_memory = 0;
    std::uint64_t by_ports = 0;
    std::uint64_t devices() const;
};

/// How many devices fit, by each limit.
Room room_on(const Machine& machine, const LoadDemand& demand);
/// Raises Error naming the limit in the way and the size that fits.
void require_room(const Machine& machine, const LoadDemand& demand);

/// Raises Error when a fleet of so many devices, its registry, its plans and the engine's state of
/// it, would not fit the machine's memory; before it is made.
void require_memory_for_fleet(std::uint64_t devices);
/// The same for clients of a run over the wire, however many brokers they take.
void require_memory_for(std::uint64_t clients);

}  // namespace sim
