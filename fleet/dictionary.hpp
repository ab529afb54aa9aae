// Interned names: observations carry 32-bit numbers, the dictionary knows their texts. One
// dictionary per run.
//
// Client ids start with the names of the inventory's things, in inventory order, and certificate
// ids with its certificates: so for a registered thing the interned client id *is* the thing's
// index, and the hot loops need no look-up.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace fleet {

using NameId = std::uint32_t;
inline constexpr NameId no_name = 0xFFFFFFFFU;

/// Texts numbered in the order of their first appearance. Views it hands out live as long as the
/// interner.
class Interner {
  public:
    /// The number of `text`, given one when it is new.
    NameId intern(std::string_view text);
    /// no_name when `text` was never interned.
    NameId find(std::string_view text) const;
    std::string_view text(NameId id) const { return texts_[id]; }
    std::size_t size() const { return texts_.size(); }

  private:
    void grow();
    std::string_view keep(std::string_view text);

    std::deque<std::string> chunks_;  // owns the characters; a chunk never moves them once written
    std::vector<std::string_view> texts_;  // by id
    std::vector<NameId> table_;            // open addressing, a power of two
};

/// The payloads of the device reports of one slice. Every report is another, so they are kept for
/// as long as their slice is told and no longer.
class Payloads {
  public:
    static constexpr unsigned shares_max = 255;

    /// A slice begins: what was kept is forgotten. Threads may keep side by side, each in a share.
    void begin(unsigned shares = 1);
    /// The number of a payload, by which an observation names it.
    NameId keep(std::string_view payload, unsigned share = 0);
    /// Lasts until something else is kept in its share.
    std::string_view text(NameId id) const;

  private:
    /// A cache line apart from what another thread writes.
    struct alignas(128) Share {
        std::string bytes;
        std::vector<std::size_t> ends;
    };
    std::vector<Share> shares_ = std::vector<Share>(1);
};

struct Inventory;

struct Dictionary {
    Interner
        clients;  // MQTT client ids; id < things.size() of the first inventory means that thing
    Interner certificates;  // certificate ids, 64 hex digits
    Interner addresses;     // declared source addresses
    Interner topics;        // topic names and topic filters
    Payloads payloads;      // of device reports

    /// Client ids of the things of `inventory`, in its order. Call before any other client id is
    /// interned.
    void preload_things(const Inventory& inventory);
    /// Certificate ids of `inventory`, in its order. Call before any other certificate id is
    /// interned.
    void preload_certificates(const Inventory& inventory);
};

}  // namespace fleet
