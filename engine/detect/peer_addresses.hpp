// From where each thing is, and was, connected in the open slot: the column of
// aws:source-ip-address. (docs/detect-semantics §4.8)
#pragma once

#include <span>
#include <vector>

#include "engine/detect/cidr.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/observation.hpp"

namespace engine {

class PeerAddresses {
  public:
    /// An address beyond a thing's first in the open slot.
    struct Further {
        fleet::NameId thing;
        fleet::NameId address;
    };

    void resize(std::size_t things);
    /// Reads the addresses that were interned since the last time.
    void learn(const fleet::Interner& addresses);
    /// The thing's first activity in the open slot: what is alive now belongs to the slot.
    void begin(fleet::NameId thing);
    /// Something happened on a connection (`seen.connection` is not 0): its peer is alive. Several
    /// threads may tell, each of things of its own, and each with a list for what is beyond a
    /// thing's first address; `note` takes the lists, in the order of their things.
    void observe(fleet::NameId thing, const fleet::Observation& seen,
                 std::vector<Further>& further);
    void note(std::span<const Further> further);
    /// Instead of `observe`: all addresses of the open slot, in the order seen, after `begin`.
    void put(fleet::NameId thing, std::span<const fleet::NameId> addresses,
             std::vector<Further>& further);
    /// Where the thing is connected from now; nothing when it is not.
    std::span<const fleet::NameId> alive(fleet::NameId thing) const {
        if (alive_[thing].address == fleet::no_name) return {};
        return {&alive_[thing].address, 1};
    }
    /// The slot's events are all in: `of` may be asked.
    void seal();
    /// Addresses of the sealed slot in the order seen, each once; for a thing active in it.
    std::span<const fleet::NameId> of(fleet::NameId thing) const;
    void next_slot();
    const AddressBook& book() const { return book_; }

  private:
    struct Alive {
        std::uint32_t connection = 0;  // the latest one known
        fleet::NameId address = fleet::no_name;
    };
    struct List {
        fleet::NameId thing;
        std::size_t begin;
        std::size_t end;
    };

    AddressBook book_;
    std::vector<Alive> alive_;
    std::vector<fleet::NameId> first_;  // of the open slot
    std::vector<Further> further_;      // what a slot saw beyond the first; almost always empty
    std::vector<List> lists_;           // sealed: of the things in further_, ascending
    std::vector<fleet::NameId> listed_;
};

}  // namespace engine
