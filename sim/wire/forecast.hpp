// What the broker will see of a slice, computed in process before anything is sent: it tells the
// wire what may happen at once, how many events to wait for, and what they must be.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "sim/memory/memory_broker.hpp"
#include "sim/transport.hpp"
#include "sim/wire/rounds.hpp"

namespace sim {

struct Forecast {
    std::vector<Step> steps;  // actions and changes in the order in which they take effect
    std::vector<fleet::Observation> observations;  // unfolded, in the order of steps
    std::vector<std::size_t> ends;                 // by step: where its observations end
    std::vector<std::uint32_t> messages;           // by step: how many a publish or report sends
    std::vector<fleet::Time> validity_instants;    // of the certificates used, ascending

    std::span<const fleet::Observation> seen_by(const Round& round) const;
    std::span<const fleet::Observation> seen_by(std::size_t step) const;
};

class Forecaster {
  public:
    explicit Forecaster(const World& world) : world_(world), broker_(world) {}

    /// Advances by one slice. Raises Error for an action that Mosquitto would not pass to the tap
    /// (a topic of the broker itself).
    Forecast run(const SliceWork& work);
    std::span<const scenarios::ActorState> states() const { return broker_.states(); }
    TransportCounts counts() const { return broker_.counts(); }

  private:
    void add_action(const SliceWork& work, std::uint32_t position, Forecast& forecast);
    void add_change(const SliceWork& work, std::uint32_t position, Forecast& forecast);
    void close_step(Step step, Forecast& forecast);

    const World& world_;
    MemoryBroker broker_;
    std::unordered_map<fleet::NameId, std::vector<fleet::NameId>> filters_;  // by client id
};

}  // namespace sim
