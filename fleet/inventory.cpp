#include "fleet/inventory.hpp"

#include <fmt/format.h>

namespace fleet {

std::string Inventory::arn(std::string_view tail) const {
    return fmt::format("arn:aws:iot:{}:{}:{}", account.region, account.id, tail);
}

std::string Inventory::role_arn(std::string_view role) const {
    return fmt::format("arn:aws:iam::{}:role/{}", account.id, role);
}

}  // namespace fleet
