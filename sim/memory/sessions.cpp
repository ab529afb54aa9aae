#include "sim/memory/sessions.hpp"

#include <algorithm>

namespace sim {

bool Subscriptions::has_wildcard(fleet::NameId filter) const {
    return fleet::has_topic_wildcard(topics_.text(filter));
}

void Subscriptions::add(fleet::NameId filter, fleet::NameId client) {
    if (has_wildcard(filter)) {
        wildcards_.emplace_back(filter, client);
        return;
    }
    if (filter >= first_.size()) learn_topics();
    auto& first = first_[filter];
    if (first == fleet::no_name) {
        first = client;
        return;
    }
    auto& listeners = several_[filter];
    if (first != several) listeners.assign(1, first);
    listeners.push_back(client);
    first = several;
}

void Subscriptions::remove(fleet::NameId filter, fleet::NameId client) {
    if (has_wildcard(filter)) {
        std::erase(wildcards_, std::pair(filter, client));
        return;
    }
    auto& first = first_[filter];
    if (first == client) first = fleet::no_name;
    if (first != several) return;
    auto& listeners = several_[filter];
    std::erase(listeners, client);
    if (listeners.empty()) {
        several_.erase(filter);
        first = fleet::no_name;
    }
}

}  // namespace sim
