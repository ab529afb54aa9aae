// The seam between the clients of a load test and whoever sees the broker's side.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sim {

using LoadClock = std::chrono::steady_clock;

class LoadWitness {
  public:
    virtual ~LoadWitness() = default;
    /// A device handed a message over, at this moment.
    virtual void sent(std::uint32_t device, LoadClock::time_point when) = 0;
    /// Why the broker did not let a device in the last time, "certificate-expired"; empty when it
    /// did not say.
    virtual std::string why_refused(std::uint32_t device) = 0;
};

}  // namespace sim
