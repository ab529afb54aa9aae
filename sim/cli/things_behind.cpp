#include "sim/cli/things_behind.hpp"

#include "fleet/base/text.hpp"

namespace cli {

ThingsBehind::ThingsBehind(const fleet::Inventory& inventory) {
    for (const auto& certificate : inventory.certificates)
        for (const auto thing : certificate.things)
            things_[fleet::to_hex(certificate.id)].push_back(inventory.things[thing].name);
}

std::vector<std::string> ThingsBehind::certificate(std::string_view id) const {
    const auto found = things_.find(id);
    return found == things_.end() ? std::vector<std::string>{} : found->second;
}

}  // namespace cli
