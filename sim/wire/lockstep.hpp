// Plays rounds over the real broker and holds it to the forecast: sets the virtual clock, lets the
// clients act, waits until the broker counted exactly what was expected, and compares what it saw.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sim/transport.hpp"
#include "sim/wire/barrier.hpp"
#include "sim/wire/device_fleet.hpp"
#include "sim/wire/forecast.hpp"
#include "sim/wire/mosquitto_broker.hpp"
#include "sim/wire/tap_ring.hpp"
#include "sim/wire/witness.hpp"

namespace sim {

class Lockstep {
  public:
    Lockstep(const World& world, TapMemory& memory, MosquittoBroker& broker, DeviceFleet& devices,
             std::chrono::milliseconds patience);

    /// Connects the run's own connection.
    void begin();
    /// Performs one round; what is to be observed of it in this shard, unfolded, in the order of
    /// its steps. Raises Error when the broker saw anything else than the forecast.
    std::vector<fleet::Observation> play(const SliceWork& work, const Forecast& forecast,
                                         const Round& round);

  private:
    bool is_observed_here(const SliceWork& work, const Step& step,
                          const fleet::Observation& seen) const;
    void act(const SliceWork& work, const Forecast& forecast, const Round& round);
    void tell_change(const fleet::Change& change);
    void tell_address(std::uint32_t actor, fleet::NameId address);
    void tell(const ControlRecord& record);
    void await(Barrier& barrier);
    bool drain(Barrier& barrier);
    void compare(std::span<const fleet::Observation> expected,
                 std::span<const fleet::Observation> seen) const;
    std::string describe(const fleet::Observation& observation) const;

    const World& world_;
    TapMemory& memory_;
    MosquittoBroker& broker_;
    DeviceFleet& devices_;
    std::chrono::milliseconds patience_;
    Ring events_;
    Ring control_;
    Witness witness_;
    std::vector<fleet::NameId> told_addresses_;  // by actor
    std::uint64_t received_expected_ = 0;
    std::string bytes_;
};

}  // namespace sim
