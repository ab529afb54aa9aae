#include "sim/wire/machine_limits.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

#include "fleet/base/error.hpp"
#include "scenarios/scenario.hpp"
#include "sim/wire/client_process.hpp"

namespace sim {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
// Client and broker together took 45 to 58 KiB in measurements, a TLS session kept 17 KiB more; the
// certificate and key that a client keeps are 8 KiB.
constexpr std::uint64_t bytes_per_device = 72 << 10;
constexpr std::uint64_t bytes_in_a_fleet = 4 << 10;  // a million devices took 3.6 GB for a run
constexpr std::uint64_t bytes_per_session = 24 << 10;
constexpr std::uint64_t bytes_at_the_start = 96 << 20;
constexpr std::uint64_t loopback_addresses = 16'000'000;
constexpr std::uint64_t ports_margin = 256;  // for everybody else on the machine

/// The first number of a file; `otherwise` when there is none.
std::uint64_t number_in(const char* file, std::uint64_t otherwise) {
    std::ifstream stream(file);
    std::uint64_t number = 0;
    return stream >> number ? number : otherwise;
}

std::uint64_t memory_available() {
    std::ifstream stream("/proc/meminfo");
    std::uint64_t available = unlimited;
    std::string word;
    while (stream >> word) {
        if (word != "MemAvailable:") continue;
        stream >> available;
        available *= 1024;
        break;
    }
    const auto group_max = number_in("/sys/fs/cgroup/memory.max", unlimited);
    const auto group_used = number_in("/sys/fs/cgroup/memory.current", 0);
    return std::min(available, group_max - std::min(group_max, group_used));
}

std::uint64_t above(std::uint64_t have, std::uint64_t margin) {
    return have > margin ? have - margin : 0;
}

}  // namespace

Machine this_machine() {
    clients_max();  // raises the soft limit
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
    std::uint64_t first = 32768, last = 60999;
    range >> first >> last;
    return {.descriptors_max = limit.rlim_cur,
            .memory_available_bytes = memory_available(),
            .ports = last >= first ? last - first + 1 : 0};
}

std::uint64_t Room::devices() const { return std::min({by_descriptors, by_memory, by_ports}); }

Room room_on(const Machine& machine, const LoadDemand& demand) {
    Room room;
    // The broker has a limit of its own, the same, and needs one for each client.
    room.by_descriptors = clients_within(machine.descriptors_max);
    const auto each = bytes_per_device + (demand.resumes ? bytes_per_session : 0);
    // A fifth stays for the rest of the machine.
    room.by_memory = above(machine.memory_available_bytes / 5 * 4, bytes_at_the_start) / each;
    // Whoever loses a connection leaves its port waiting for a minute.
    room.by_ports = demand.has_own_addresses
                        ? loopback_addresses
                        : above(above(machine.ports, ports_margin), demand.storm_devices);
    return room;
}

void require_memory_for_fleet(std::uint64_t devices) {
    const auto available = memory_available();
    const auto fits = above(available / 10 * 9, bytes_at_the_start) / bytes_in_a_fleet;
    if (devices <= fits) return;
    throw fleet::Error(
        fmt::format("{} devices do not fit this machine's memory: {} MiB are available, enough for "
                    "{} ({} KiB for each); --devices {} fits",
                    devices, available >> 20, fits, bytes_in_a_fleet >> 10,
                    std::min<std::uint64_t>(fits, scenarios::cohort_devices_max)));
}

void require_memory_for(std::uint64_t clients) {
    const auto available = memory_available();
    const auto fits = above(available / 5 * 4, bytes_at_the_start) / bytes_per_device;
    if (clients <= fits) return;
    throw fleet::Error(
        fmt::format("{} clients do not fit this machine's memory: {} MiB are available, enough for "
                    "{} ({} KiB for each, with its connection at the broker); --devices {} fits, "
                    "or run without a broker (--transport memory)",
                    clients, available >> 20, fits, bytes_per_device >> 10, fits));
}

void require_room(const Machine& machine, const LoadDemand& demand) {
    const auto room = room_on(machine, demand);
    const auto fits = room.devices();
    if (demand.devices <= fits) return;
    std::string why;
    if (room.by_descriptors < demand.devices)
        why += fmt::format("\n  descriptors: {} (three for each client; ulimit -Hn is {})",
                           room.by_descriptors, machine.descriptors_max);
    if (room.by_memory < demand.devices)
        why += fmt::format("\n  memory: {} ({} MiB are available)", room.by_memory,
                           machine.memory_available_bytes >> 20);
    if (room.by_ports < demand.devices)
        why += fmt::format("\n  ports: {} (all connections leave from one address; {} ports)",
                           room.by_ports, machine.ports);
    throw fleet::Error(fmt::format(
        "{} devices do not fit this machine; as many do by its{}\n{}", demand.devices, why,
        fits == 0 ? "not one device fits" : fmt::format("--devices {} fits", fits)));
}

}  // namespace sim
