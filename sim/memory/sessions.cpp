#include "sim/memory/sessions.hpp"

#include <algorithm>

namespace sim {

bool Subscriptions::has_wildcard(fleet::NameId filter) const {
    return topics_.text(filter).find_first_of("+#") != std::string_view::npos;
}

void Subscriptions::add(fleet::NameId filter, fleet::NameId client) {
    if (has_wildcard(filter)) {
        wildcards_.emplace_back(filter, client);
        return;
    }
    if (filter >= exact_.size()) exact_.resize(topics_.size());
    exact_[filter].push_back(client);
}

void Subscriptions::remove(fleet::NameId filter, fleet::NameId client) {
    if (has_wildcard(filter)) {
        std::erase(wildcards_, std::pair(filter, client));
    } else {
        std::erase(exact_[filter], client);
    }
}

}  // namespace sim
