// The table of misbehaviours. An attack is a card and one function that both acts and confesses, so
// that deed and truth cannot drift apart.
#pragma once

#include <span>
#include <string_view>

#include "scenarios/cast.hpp"

namespace scenarios {

struct Attack {
    fleet::KindCard card;
    /// Adds its actors and plans to the cast. `incident` comes with id, kind, interval and the
    /// picked devices as affected; the attack says who acted and what should speak, and corrects
    /// whom it affects.
    void (*play)(const Engagement& engagement, Cast& cast, Incident& incident);
};

std::span<const Attack* const> attacks();
const Attack* attack_named(std::string_view name);

}  // namespace scenarios
