#include "scenarios/thing_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace scenarios {
namespace {

bool happens(const Scenario& scenario, std::string_view kind) {
    return std::ranges::any_of(scenario.timeline,
                               [&](const TimelineEntry& entry) { return entry.kind == kind; });
}

bool is_device_with(std::string_view thing, std::string_view suffix, const Scenario& scenario) {
    if (!thing.ends_with(suffix)) return false;
    thing.remove_suffix(suffix.size());
    return cohort_of_device(thing, scenario.fleet) != nullptr;
}

}  // namespace

const fleet::CohortDescription* cohort_of_device(std::string_view thing,
                                                 const fleet::FleetDescription& fleet) {
    const auto dash = thing.rfind('-');
    if (dash == std::string_view::npos) return nullptr;
    const auto number = thing.substr(dash + 1);
    std::uint32_t k = 0;
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), k);
    if (failed != std::errc{} || end != number.data() + number.size()) return nullptr;
    if (fmt::format("{}", k) != number) return nullptr;
    const auto found =
        std::ranges::find(fleet.cohorts, thing.substr(0, dash), &fleet::CohortDescription::name);
    return found == fleet.cohorts.end() || k >= found->count ? nullptr : &*found;
}

bool may_have_thing(const Scenario& scenario, std::string_view thing) {
    if (cohort_of_device(thing, scenario.fleet) != nullptr) return true;
    if (is_device_with(thing, thief_suffix, scenario))
        return happens(scenario, "stolen-certificate");
    return is_device_with(thing, stranger_suffix, scenario) &&
           happens(scenario, "wrong-thing-name");
}

}  // namespace scenarios
