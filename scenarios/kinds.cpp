#include "scenarios/kinds.hpp"

#include "fleet/defects.hpp"
#include "scenarios/attacks.hpp"
#include "scenarios/events.hpp"
#include "scenarios/traffic.hpp"

namespace scenarios {
namespace {

template <class Table>
std::vector<const fleet::KindCard*> cards_of(const Table& table) {
    std::vector<const fleet::KindCard*> cards;
    for (const auto* entry : table) cards.push_back(&entry->card);
    return cards;
}

}  // namespace

std::vector<const fleet::KindCard*> traffic_cards() { return cards_of(traffic_kinds()); }
std::vector<const fleet::KindCard*> attack_cards() { return cards_of(attacks()); }
std::vector<const fleet::KindCard*> event_cards() { return cards_of(events()); }
std::vector<const fleet::KindCard*> defect_cards() { return cards_of(fleet::defects()); }

std::vector<const fleet::KindCard*> timeline_cards() {
    auto cards = attack_cards();
    for (const auto* card : event_cards()) cards.push_back(card);
    return cards;
}

}  // namespace scenarios
