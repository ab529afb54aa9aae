// Whom a finding concerns: the things behind its resource.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/inventory.hpp"

namespace cli {

/// The things that device certificates are attached to.
class ThingsBehind {
  public:
    ThingsBehind() = default;
    explicit ThingsBehind(const fleet::Inventory& inventory);

    /// By id, in hexadecimal digits; nobody for an id that the registry does not hold.
    std::vector<std::string> certificate(std::string_view id) const;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> things_;
};

}  // namespace cli
