// What the devices of a fleet publish in steady traffic, in real time: the pace, sizes and topics
// of the scenario's traffic, or another pace for all.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fleet/dictionary.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/script.hpp"

namespace sim {

/// One topic to which a device publishes again and again.
struct LoadStream {
    std::uint32_t device = 0;
    std::string topic;
    std::uint32_t bytes_min = 0;
    std::uint32_t bytes_max = 0;
    std::chrono::nanoseconds period{};
    std::chrono::nanoseconds phase{};  // of its first message, within one period
};

/// What devices are sent by the cloud is left out. With a rate a device's first stream alone
/// publishes, at that rate; 0 is none at all. Raises Error when the scenario has no device that
/// publishes and a rate is wanted all the same.
std::vector<LoadStream> load_streams(const scenarios::Script& script, const fleet::Fleet& fleet,
                                     const fleet::Dictionary& dictionary,
                                     std::optional<double> rate_per_s);

}  // namespace sim
