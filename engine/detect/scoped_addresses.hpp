// From where each thing did something on the topics of a dimension in the open slot: a column of
// aws:source-ip-address with a dimension. Few ask for one, so that it costs nothing by thing.
// (docs/detect-semantics §4.8)
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/detect/peer_addresses.hpp"
#include "fleet/dictionary.hpp"

namespace engine {

class ScopedAddresses {
  public:
    /// One address of a thing; several threads may gather them, `note` takes what they gathered.
    using Seen = PeerAddresses::Further;

    explicit ScopedAddresses(std::size_t scope) : scope_(scope) {}

    /// The number of the dimension among the collector's scopes.
    std::size_t scope() const { return scope_; }
    void note(Seen seen) { seen_.push_back(seen); }
    /// The slot's events are all in: `of` may be asked.
    void seal(const fleet::Interner& texts);
    /// Addresses of the sealed slot by their texts, each once; nothing when there are none.
    std::span<const fleet::NameId> of(fleet::NameId thing) const;
    void next_slot();

  private:
    std::size_t scope_;
    std::vector<Seen> seen_;
    std::vector<fleet::NameId> things_;     // sealed: of addresses_, ascending
    std::vector<fleet::NameId> addresses_;  // sealed
};

}  // namespace engine
