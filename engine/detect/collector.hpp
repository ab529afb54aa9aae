// Observations to datapoint columns: the half of detect that knows what happened and no threshold.
// Flat arrays by client id, each slot taken in one pass. (docs/detect-semantics §3–5)
#pragma once

#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/detect/absences.hpp"
#include "engine/detect/column.hpp"
#include "engine/detect/peer_addresses.hpp"
#include "engine/detect/reported.hpp"
#include "engine/detect/scoped_addresses.hpp"
#include "engine/detect/slot.hpp"
#include "engine/detect/topic_scope.hpp"
#include "fleet/base/parallel.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"
#include "fleet/observation.hpp"

namespace engine {

class Collector {
  public:
    /// Both references outlive the object. The number of workers cannot show in any datapoint.
    Collector(const fleet::Inventory& inventory, const fleet::Dictionary& dictionary,
              fleet::Workers workers);

    /// Collects `metric`, which is evaluated, over windows of up to `slots` from now on; with a
    /// dimension of the events that it holds. Returns the number of its column, by which it is
    /// read.
    std::size_t need(const Metric& metric, unsigned slots, Measured measured = Measured::each,
                     const std::optional<Dimension>& dimension = {});

    /// Begins with this slot, or goes on to it when none between them can yield a datapoint.
    void open(Slot slot);
    /// What was seen in the open slot comes in so many shares: each may be taken, part by part and
    /// in order, by a thread of its own. `finish` follows when all is told.
    void expect(unsigned shares);
    void take(unsigned share, std::span<const fleet::Observation> part);
    void finish();
    /// Instead of `take`: what another collector came to in the slot, of things of which no other
    /// thread tells. A thing's addresses come after its activity.
    void absorb_activity(fleet::NameId thing, unsigned share);
    void absorb_cell(std::size_t column, fleet::NameId thing, const Cell& cell, unsigned share) {
        add(column, thing, cell, asides_[share]);
    }
    void absorb_addresses(fleet::NameId thing, std::span<const fleet::NameId> addresses,
                          unsigned share);
    void absorb_scoped(std::size_t scoped, fleet::NameId thing, fleet::NameId address,
                       unsigned share) {
        asides_[share].scoped_addresses.push_back(Scoped{scoped, thing, address});
    }
    /// The open slot is complete: it may be read.
    void seal();
    /// Leaves the sealed slot and opens the one after it.
    void next_slot();

    Slot slot() const { return slot_; }
    /// No thing was active in any window that ends in the open slot, and nobody's absence is asked
    /// for.
    bool is_idle() const {
        const bool awaits_somebody =
            (needs_absences_ || is_connected_active_) && absences_.is_anybody_known();
        return (!newest_ || slot_ - *newest_ >= horizon_) && !awaits_somebody;
    }
    /// Bit i: the thing was active in slot() - i, as far back as the longest window goes.
    unsigned activity(fleet::NameId thing) const { return active_slots(thing) & horizon_mask_; }
    /// The window of `slots` that ends with the sealed slot, of a thing with this activity(); false
    /// when it yields no datapoint. Several threads may read.
    bool read(std::size_t column, fleet::NameId thing, unsigned slots, unsigned activity,
              Datapoint& datapoint) const;

    /// The same column for reading many things of it; null of addresses.
    const Column* numbers(std::size_t column) const {
        return column < columns_.size() ? &columns_[column] : nullptr;
    }

    /// Of numbers.
    std::span<const Column> columns() const { return columns_; }
    /// What tells the events of a column apart from those of the metric's others; empty: all of
    /// them.
    std::string scope_key(const Column& column) const {
        return column.scope() == Column::no_scope ? std::string{} : scopes_[column.scope()].key();
    }
    /// Addresses of dimensions, and what tells them apart.
    std::span<const ScopedAddresses> scoped_addresses() const { return scoped_addresses_; }
    std::string scope_key(const ScopedAddresses& addresses) const {
        return scopes_[addresses.scope()].key();
    }
    /// Somebody asks how long things have been disconnected: from here on no slot is idle.
    void need_absences() { needs_absences_ = true; }
    /// Things are active in every slot in which they are connected. Before anything is observed.
    void count_connected_as_active() { is_connected_active_ = true; }
    const Absences& absences() const { return absences_; }
    /// Instead of observing: how a thing stands since the open slot.
    void absorb_absence(fleet::NameId thing, std::optional<fleet::Time> since) {
        absences_.absorb(thing, since);
    }
    /// What devices tell of themselves.
    Reported& reported() { return reported_; }
    const Reported& reported() const { return reported_; }

    bool has_addresses() const { return has_peers_; }
    /// Of the sealed slot; of a thing that was not active in it, where it is connected from.
    std::span<const fleet::NameId> addresses_of(fleet::NameId thing) const {
        return is_active(thing) ? peers_.of(thing) : peers_.alive(thing);
    }
    /// In the open slot.
    bool is_active(fleet::NameId thing) const { return (active_slots(thing) & 1U) != 0; }
    const AddressBook& addresses() const { return peers_.book(); }
    /// How many things, registered or not, the columns hold.
    std::size_t things() const { return activity_.size(); }

  private:
    struct Activity {
        Slot last = 0;
        std::uint16_t slots = 0;  // bit i: active in slot last - i
    };
    /// What did not fit into a column.
    struct TooLarge {
        std::uint32_t column;
        fleet::NameId thing;
        Cell cell;
    };
    /// An address of a thing under a dimension.
    struct Scoped {
        std::size_t number;
        fleet::NameId thing;
        fleet::NameId address;
        bool operator==(const Scoped&) const = default;
    };
    /// What one thread has to tell when it is through with its share.
    struct alignas(fleet::apart_bytes) Aside {
        std::vector<PeerAddresses::Further> further;
        std::vector<fleet::Observation> refused;  // without client id
        std::vector<TooLarge> too_large;
        std::vector<Scoped> scoped_addresses;
        std::vector<fleet::NameId> came_or_went;
        bool has_activity = false;
    };
    /// What counts one kind of event.
    struct Feed {
        bool tells_peer = false;
        bool is_of_connection = false;  // its begin or its end
        std::vector<std::uint16_t> columns;
        std::vector<std::uint16_t> scoped;  // columns of topics of a dimension
    };
    /// A column that is a number of scoped_addresses_.
    static constexpr std::uint16_t of_addresses = 0x8000;
    static constexpr std::size_t event_kinds = 512;  // of EventKind

    void prepare();
    std::size_t scope_of(const std::optional<Dimension>& dimension);
    std::size_t need_addresses(const Metric& metric, std::size_t scope);
    void take_scoped(const Feed& feed, fleet::NameId thing, const fleet::Observation& seen,
                     Aside& aside);
    void take_one(fleet::NameId thing, const fleet::Observation& seen, Aside& aside);
    void add(std::size_t column, fleet::NameId thing, const Cell& cell, Aside& aside) {
        if (columns_[column].add(thing, cell)) return;
        aside.too_large.push_back(
            {.column = static_cast<std::uint32_t>(column), .thing = thing, .cell = cell});
    }
    fleet::NameId owner_of(const fleet::Observation& refused);
    std::uint32_t certificate_index(fleet::NameId certificate);
    void grow(std::size_t things);
    void awake_connected();
    void awake(fleet::NameId thing);
    unsigned active_slots(fleet::NameId thing) const {
        const auto& activity = activity_[thing];
        const auto since = slot_ - activity.last;
        return since < 16 ? unsigned{activity.slots} << since : 0;
    }

    const fleet::Inventory& inventory_;
    const fleet::Dictionary& dictionary_;
    fleet::Workers workers_;
    std::size_t first_things_;        // client ids below it are things of the registry
    std::size_t first_certificates_;  // certificate ids below it are indices
    Slot slot_ = 0;
    std::optional<Slot> newest_;  // the last slot in which any thing was active
    unsigned horizon_ = 1;        // the longest window
    unsigned horizon_mask_ = 1;
    bool has_peers_ = false;  // somebody asks for addresses
    std::vector<Column> columns_;
    std::vector<TopicScope> scopes_;
    std::array<Feed, event_kinds> feeds_;
    bool needs_absences_ = false;
    bool is_connected_active_ = false;
    Absences absences_;
    Reported reported_;
    PeerAddresses peers_;
    std::vector<ScopedAddresses> scoped_addresses_;
    std::vector<Aside> asides_;  // by share
    std::vector<Activity> activity_;
    std::vector<bool> is_defender_topic_;  // by topic, as far as they are known
    std::unordered_map<fleet::NameId, std::uint32_t> later_certificates_;  // looked up only
};

}  // namespace engine
