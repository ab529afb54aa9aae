#include "engine/detect/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace engine {
namespace {

constexpr std::string_view group_prefix = "thinggroup/";

[[noreturn]] void refuse(std::string_view target) {
    static const std::array<std::string, 4> words{"all/things", "all/registered-things",
                                                  "all/unregistered-things", "thinggroup/NAME"};
    throw fleet::Error(
        fmt::format("\"{}\" is no target of a security profile{}; expected one of {}", target,
                    fleet::did_you_mean(target, words), fleet::join(words, ", ")));
}

/// Is group `index`, or one of its ancestors, group `wanted`?
bool descends(const std::vector<fleet::ThingGroup>& groups, std::uint32_t index,
              std::uint32_t wanted) {
    for (std::size_t steps = 0; index < groups.size() && steps <= groups.size(); ++steps) {
        if (index == wanted) return true;
        index = groups[index].parent;
    }
    return false;
}

}  // namespace

Targets::Targets(std::span<const std::string> targets, const fleet::Inventory& inventory)
    : groups_(inventory.groups.size(), false) {
    for (const std::string_view target : targets) {
        if (target == "all/things") {
            covers_registered_ = covers_unregistered_ = true;
        } else if (target == "all/registered-things") {
            covers_registered_ = true;
        } else if (target == "all/unregistered-things") {
            covers_unregistered_ = true;
        } else if (target.starts_with(group_prefix)) {
            add_group(target.substr(group_prefix.size()), inventory);
        } else {
            refuse(target);
        }
    }
}

void Targets::add_group(std::string_view name, const fleet::Inventory& inventory) {
    const auto& groups = inventory.groups;
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& group) { return group.name == name; });
    if (found == groups.end()) {
        std::vector<std::string> names;
        for (const auto& group : groups) names.push_back(group.name);
        throw fleet::Error(fmt::format("there is no thing group \"{}\" to attach a profile to{}",
                                       name, fleet::did_you_mean(name, names)));
    }
    const auto wanted = static_cast<std::uint32_t>(found - groups.begin());
    for (std::uint32_t index = 0; index < groups.size(); ++index) {
        if (descends(groups, index, wanted)) groups_[index] = true;
    }
}

bool Targets::cover(const fleet::Thing* thing) const {
    if (thing == nullptr || !thing->is_registered) return covers_unregistered_;
    return covers_registered_ ||
           std::any_of(thing->groups.begin(), thing->groups.end(), [&](std::uint32_t group) {
               return group < groups_.size() && groups_[group];
           });
}

}  // namespace engine
