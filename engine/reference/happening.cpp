#include "engine/reference/happening.hpp"

#include <algorithm>

#include "fleet/change.hpp"

namespace reference {
namespace {

std::vector<std::string> levels_of(const std::string& topic) {
    std::vector<std::string> levels{""};
    for (const char c : topic) {
        if (c == '/')
            levels.emplace_back();
        else
            levels.back() += c;
    }
    return levels;
}

/// A filter with the client id in its place: wildcards are marked before, so that those within the
/// client id are none, and its slashes part no levels (docs/detect-semantics §4.9).
bool matches(std::string filter, std::string topic, const std::string& thing) {
    constexpr char any_level = '\1', any_rest = '\2', slash_of_thing = '\3';
    if (topic.empty()) return false;
    if (topic.front() == '$' && (filter.starts_with('+') || filter.starts_with('#'))) return false;
    std::ranges::replace(filter, '+', any_level);
    std::ranges::replace(filter, '#', any_rest);
    const std::string variable = "${iot:ClientId}";
    auto hidden = thing;
    std::ranges::replace(hidden, '/', slash_of_thing);
    for (auto at = filter.find(variable); at != std::string::npos; at = filter.find(variable, at)) {
        filter.replace(at, variable.size(), hidden);
        at += hidden.size();
        // Where the thing's name stands in the topic, its slashes are hidden likewise.
        for (auto found = topic.find(thing); !thing.empty() && found != std::string::npos;
             found = topic.find(thing, found + thing.size()))
            topic.replace(found, thing.size(), hidden);
    }
    const auto wanted = levels_of(filter), given = levels_of(topic);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == std::string(1, any_rest)) return true;
        if (i >= given.size()) return false;
        if (wanted[i] != std::string(1, any_level) && wanted[i] != given[i]) return false;
    }
    return wanted.size() == given.size();
}

/// The thing a refused connection belongs to; empty: nobody (§3.2).
std::string owner_of(const std::string& certificate_id, const fleet::Inventory& inventory) {
    for (const auto& certificate : inventory.certificates) {
        if (certificate.id_hex() != certificate_id) continue;
        if (certificate.things.size() != 1) return {};
        return inventory.things[certificate.things.front()].name;
    }
    return {};
}

std::string text_of(const fleet::Interner& names, fleet::NameId id) {
    return id == fleet::no_name ? std::string() : std::string(names.text(id));
}

}  // namespace

Happenings happenings_of(const World& world) {
    Happenings all;
    auto inventory = world.inventory;
    for (const auto& thing : inventory.things) all[thing.name];
    for (const auto& slice : world.slices) {
        for (const auto& change : slice.changes) fleet::apply(inventory, change);
        for (const auto& seen : slice.observations) {
            auto thing = text_of(world.names.clients, seen.client_id);
            if (thing.empty())
                thing = owner_of(text_of(world.names.certificates, seen.certificate_id), inventory);
            if (thing.empty()) continue;
            all[thing].push_back({.time = seen.time,
                                  .kind = seen.kind,
                                  .reason = seen.reason,
                                  .connection = seen.connection,
                                  .topic = text_of(world.names.topics, seen.topic),
                                  .address = text_of(world.names.addresses, seen.source_address),
                                  .count = seen.count,
                                  .bytes_min = seen.bytes_min,
                                  .bytes_max = seen.bytes_max,
                                  .bytes_sum = seen.bytes_sum});
        }
    }
    return all;
}

bool is_of_defender(const std::string& topic) {
    const auto levels = levels_of(topic);
    return levels.size() >= 4 && levels[0] == "$aws" && levels[1] == "things" &&
           levels[3] == "defender";
}

bool is_activity(const Happening& happening) {
    return happening.kind != fleet::ObservationKind::subscribed;
}

bool is_in_scope(const Behavior& behavior, const std::string& topic, const std::string& thing) {
    if (!behavior.dimension) return true;
    const bool is_in = std::ranges::any_of(
        behavior.dimension->filters,
        [&](const std::string& filter) { return matches(filter, topic, thing); });
    return is_in != behavior.dimension->is_not_in;
}

}  // namespace reference
