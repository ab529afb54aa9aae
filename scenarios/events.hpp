// The table of registry events: what an operator does to certificates while the fleet runs. Benign;
// nothing should speak.
#pragma once

#include <span>
#include <string_view>

#include "scenarios/cast.hpp"

namespace scenarios {

struct RegistryEvent {
    fleet::KindCard card;
    void (*perform)(const Engagement& engagement, Cast& cast);
};

std::span<const RegistryEvent* const> events();
const RegistryEvent* event_named(std::string_view name);

}  // namespace scenarios
