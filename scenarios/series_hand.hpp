// A device that is driven by hand: in each slot it does just what gives a metric of the broker's
// its value.
#pragma once

#include <vector>

#include "fleet/base/series.hpp"
#include "scenarios/cast.hpp"

namespace scenarios {

class SeriesHand {
  public:
    /// The metrics that what a device does gives a value.
    enum Metric : std::size_t { sent, received, size, failures, attempts, disconnects };
    struct Topics {
        fleet::NameId sent, heard, denied;
    };

    /// The first value is of the slot in which `engagement` begins.
    SeriesHand(Metric metric, fleet::Series series, const Engagement& engagement, Cast& cast,
               std::uint32_t device);

    fleet::Time end() const {
        return begin_ + fleet::slot_length * static_cast<std::int64_t>(series_.size());
    }
    Reach reach() const;
    const Topics& topics() const { return topics_; }
    /// Appends what the device does in the slot; nothing before and after the series.
    void act(std::uint32_t actor, bool is_connected, const Slot& slot,
             std::vector<Action>& out) const;

  private:
    struct Turn {
        std::uint32_t actor;
        std::vector<Action>& out;
        fleet::Time now;
        fleet::Duration step;
    };
    static void disconnect(Turn& turn);
    static void add(Turn& turn, Action action);
    void connect(Turn& turn) const;
    void publish(Turn& turn, fleet::NameId topic, std::uint64_t times, std::uint32_t bytes) const;
    /// Both return whether it is connected afterwards.
    bool play(std::uint64_t value, bool is_connected, bool is_last, Turn& turn) const;
    bool come_and_go(std::uint64_t value, bool is_connected, bool is_last, Turn& turn) const;

    Metric metric_;
    fleet::Series series_;
    fleet::Time begin_;
    std::uint32_t cloud_;
    std::uint32_t credential_;
    fleet::NameId address_;
    Topics topics_;
};

}  // namespace scenarios
