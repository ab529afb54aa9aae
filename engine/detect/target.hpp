// Which things a profile judges: the targets it is attached to, resolved against the registry.
// (docs/detect-semantics §8)
#pragma once

#include <span>
#include <string>
#include <vector>

#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"

namespace engine {

class Targets {
  public:
    /// Raises Error for a target that is none, or names a group that does not exist.
    Targets(std::span<const std::string> targets, const fleet::Inventory& inventory);

    /// `thing` is nullptr for a client id the registry does not hold.
    bool cover(const fleet::Thing* thing) const;

  private:
    void add_group(std::string_view name, const fleet::Inventory& inventory);

    bool covers_registered_ = false;
    bool covers_unregistered_ = false;
    std::vector<bool> groups_;  // by index in the registry: covered, itself or by an ancestor
};

}  // namespace engine
