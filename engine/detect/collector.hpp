// Observations to datapoint columns: the half of detect that knows what happened and no threshold.
// Flat arrays by client id; a thing that does nothing costs nothing. (docs/detect-semantics §3–5)
#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/detect/column.hpp"
#include "engine/detect/peer_addresses.hpp"
#include "engine/detect/slot.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"
#include "fleet/observation.hpp"

namespace engine {

class Collector {
  public:
    /// Both references outlive the object.
    Collector(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary);

    /// Collects `metric`, which is evaluated, over windows of up to `slots` from now on. Returns
    /// the number of its column, by which it is read.
    std::size_t need(const Metric& metric, unsigned slots);

    /// Begins with this slot, or goes on to it when none between them can yield a datapoint.
    void open(Slot slot);
    void take(const fleet::Observation& seen);
    /// The open slot is complete: it may be read.
    void seal();
    /// Leaves the sealed slot and opens the one after it.
    void next_slot();

    Slot slot() const { return slot_; }
    /// No thing was active in any window that ends in the open slot.
    bool is_idle() const { return live_.empty(); }
    /// Things active in a slot that some window still holds, in the order they awoke.
    std::span<const fleet::NameId> live() const { return live_; }
    bool was_active(fleet::NameId thing) const { return (active_slots(thing) & 1U) != 0; }
    std::optional<Datapoint> read(std::size_t column, fleet::NameId thing, unsigned slots) const;

    const AddressBook& addresses() const { return peers_.book(); }
    /// How many things, registered or not, the columns hold.
    std::size_t things() const { return activity_.size(); }

  private:
    struct Activity {
        Slot last = 0;
        std::uint16_t slots = 0;  // bit i: active in slot last - i
        bool is_live = false;
    };

    fleet::NameId thing_of(const fleet::Observation& seen);
    std::uint32_t certificate_index(fleet::NameId certificate);
    bool is_defender_topic(fleet::NameId topic);
    void grow(std::size_t things);
    void awake(fleet::NameId thing);
    unsigned active_slots(fleet::NameId thing) const;

    const fleet::Inventory& inventory_;
    const fleet::Dictionary& dictionary_;
    std::size_t first_things_;        // client ids below it are things of the registry
    std::size_t first_certificates_;  // certificate ids below it are indices
    Slot slot_ = 0;
    unsigned horizon_ = 1;                  // the longest window
    const Metric* peers_metric_ = nullptr;  // null: nobody asks for addresses
    std::vector<Column> columns_;
    PeerAddresses peers_;
    std::vector<Activity> activity_;
    std::vector<fleet::NameId> live_;
    std::vector<std::uint8_t> topics_;  // 0 unknown, 1 ordinary, 2 Device Defender's own
    std::unordered_map<fleet::NameId, std::uint32_t> later_certificates_;  // looked up only
};

}  // namespace engine
