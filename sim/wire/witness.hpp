// From the tap's records back to observations: everything in them is what the broker saw; only the
// virtual time is taken from the action that caused an event, found by the address it came from
// and by its turn.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "fleet/observation.hpp"
#include "sim/transport.hpp"
#include "sim/wire/forecast.hpp"
#include "sim/wire/tap_record.hpp"

namespace sim {

class Witness {
  public:
    explicit Witness(const World& world);

    /// From here on, events are those of this round. Both must outlive it.
    void begin(const Forecast& forecast, const Round& round);
    /// The observation of one record; null when it shows none (the cloud's own, a stranger on the
    /// port). Raises Error for an event that nothing in the round can have caused.
    const fleet::Observation* take(const TapRecord& record);
    struct Seen {
        std::uint32_t step;
        fleet::Observation observation;
    };
    /// What was seen in the round, in the order of its steps.
    std::vector<Seen> finish();

  private:
    struct Session {
        std::uint32_t actor = 0;
        std::uint32_t connection = 0;
        fleet::NameId client_id = fleet::no_name;
        fleet::NameId certificate_id = fleet::no_name;
        fleet::NameId address = fleet::no_name;
    };
    /// What one actor does in the round: steps by kind, and how far they were seen.
    struct Turns {
        std::vector<std::uint32_t> connects, publishes, subscribes, disconnects;
        std::size_t connect = 0, publish = 0, subscribe = 0, disconnect = 0;
        std::uint32_t messages = 0;  // seen of the current publish
        std::uint32_t last_publish = 0;
    };

    const fleet::Observation* keep(std::uint32_t step, fleet::Observation observation);
    const fleet::Observation* start_session(const TapRecord& record, std::uint32_t actor);
    const fleet::Observation* follow_session(const TapRecord& record, const Session& session);
    const fleet::Observation* end_session(const TapRecord& record, const Session& session);
    std::uint32_t publish_step(const TapRecord& record, const Session& session);
    void check_payload(const TapRecord& record, const Step& step) const;
    std::uint32_t ending_step(const TapRecord& record, const Session& session);
    std::uint32_t next(const std::vector<std::uint32_t>& steps, std::size_t& turn,
                       const TapRecord& record, fleet::NameId client_id) const;
    [[noreturn]] void no_cause(const TapRecord& record, fleet::NameId client_id) const;
    fleet::NameId declared_address(const TapRecord& record) const;

    const World& world_;
    const Forecast* forecast_ = nullptr;
    Round round_;
    std::vector<Turns> turns_;                             // by actor
    std::vector<std::uint32_t> acting_;                    // actors with turns in this round
    std::unordered_map<std::uint32_t, Session> sessions_;  // by the tap's number
    std::unordered_map<fleet::NameId, std::uint32_t> connections_;  // by client id: ordinals given
    std::unordered_map<fleet::NameId, std::uint32_t> last_connected_;  // by client id: step
    std::uint32_t message_step_ = 0;  // of the message that is being delivered
    std::vector<Seen> seen_;
};

}  // namespace sim
