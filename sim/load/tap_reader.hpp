// The engine's end of a load test: reads the tap's ring as it fills, makes observations of it,
// gives them to the engine in small batches, and measures how long each message took to get there.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "fleet/dictionary.hpp"
#include "fleet/slice.hpp"
#include "fleet/synthesise.hpp"
#include "sim/load/load_result.hpp"
#include "sim/load/load_witness.hpp"
#include "sim/wire/tap_record.hpp"
#include "sim/wire/tap_ring.hpp"

namespace sim {

/// Takes a batch as a slice of virtual time that ends now. Slices follow each other; they may
/// overlap by a millisecond.
using EngineSink = std::function<void(const fleet::Slice&)>;

class TapReader final : public LoadWitness {
  public:
    /// All references outlive the object. Virtual time begins with the inventory's and runs with
    /// the clock from now on.
    TapReader(TapMemory& memory, const fleet::Fleet& fleet, fleet::Dictionary& dictionary,
              EngineSink engine);

    /// Tells the tap which address each device declares. Again after each start of the broker.
    void tell_addresses();
    /// Reads what there is and gives it to the engine; true when there was anything.
    bool turn(LoadFigures& figures);
    /// The broker was started anew: it numbers its connections from 1 again, and all of before are
    /// gone. Call after turn() has read what the old one wrote.
    void forget_sessions();

    void sent(std::uint32_t device, LoadClock::time_point when) override;
    std::string why_refused(std::uint32_t device) override;

    /// Messages of a device that the engine was given, since the start.
    std::uint64_t seen(std::uint32_t device) const { return seen_[device]; }

  private:
    struct Session {
        std::uint32_t device = 0;
        std::uint32_t connection = 0;
        fleet::NameId client_id = fleet::no_name;
        fleet::NameId certificate_id = fleet::no_name;
        fleet::NameId address = fleet::no_name;
        std::deque<LoadClock::time_point> sent;  // not yet seen
    };

    void read();
    void take(const TapRecord& record);
    void start_session(const TapRecord& record, std::uint32_t device);
    void see_message(Session& session);
    fleet::NameId address_of(const TapRecord& record) const;
    void measure(LoadFigures& figures);

    TapMemory& memory_;
    Ring events_;
    const fleet::Fleet& fleet_;
    fleet::Dictionary& dictionary_;
    EngineSink engine_;
    LoadClock::time_point begin_ = LoadClock::now();
    std::string bytes_;
    std::unordered_map<std::uint32_t, Session> sessions_;  // by the tap's number
    std::vector<std::uint32_t> current_;                   // session of a device; 0: none
    std::vector<std::uint32_t> connections_;               // of a device, so far
    std::vector<std::uint64_t> seen_;                      // messages of a device
    std::vector<std::string> refusals_;                    // of a device, the last
    std::vector<fleet::Observation> batch_;
    std::vector<LoadClock::time_point> batch_sent_;
    std::vector<std::int64_t> batch_written_ns_;
};

}  // namespace sim
