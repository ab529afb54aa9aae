// The table of benign events: what operators do while the fleet runs, and what befalls healthy
// devices. Nothing should speak; an alarm that it causes is a false one.
#pragma once

#include <span>
#include <string_view>

#include "scenarios/cast.hpp"

namespace scenarios {

struct Event {
    fleet::KindCard card;
    bool lasts = false;  // as long as `for` says; otherwise it is a moment
    void (*perform)(const Engagement& engagement, Cast& cast);
};

std::span<const Event* const> events();
const Event* event_named(std::string_view name);

}  // namespace scenarios
