// A worm goes through a fleet: few devices first, then ever faster, then slowly the last ones. Each
// floods from its infection on. Once more are infected than a percentile leaves above itself, the
// fleet no longer tells what is normal.
#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "scenarios/usual_traffic.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "first",
                         .type = fleet::ParameterType::count,
                         .default_text = "1",
                         .meaning = "devices that are infected when it begins",
                         .least = 1,
                         .most = 1'000'000},
    fleet::ParameterCard{"spreads", fleet::ParameterType::duration, "4h",
                         "from the first infection to the last of those it befalls"},
    fleet::ParameterCard{.name = "factor",
                         .type = fleet::ParameterType::count,
                         .default_text = "10",
                         .meaning = "times the messages that an infected device usually publishes",
                         .least = 2,
                         .most = 10'000},
};

/// When `infected` of the first half are: their number doubles in equal times, and rises evenly in
/// between. Whole numbers only, so that it is the same everywhere.
fleet::Duration first_half(std::uint64_t infected, std::uint64_t half, std::uint64_t first,
                           fleet::Duration lasts) {
    if (infected <= first) return {};
    const auto doublings = [&](std::uint64_t number) {
        return static_cast<std::uint64_t>(std::bit_width(number / first)) - 1;
    };
    const auto passed = doublings(infected), generations = doublings(half) + 1;
    const auto reached = first << passed;
    const auto one = static_cast<std::uint64_t>(lasts.count()) / generations;
    return fleet::Duration{
        static_cast<std::int64_t>(one * passed + one * (infected - reached) / reached)};
}

/// The worm's curve: its second half is its first, backwards. `n` counts from 0.
fleet::Duration infected_after(std::uint64_t n, std::uint64_t count, std::uint64_t first,
                               fleet::Duration spreads) {
    first = std::min(first, count);
    const auto half = std::max(first, (count + 1) / 2);
    if (n < half) return first_half(n + 1, half, first, spreads / 2);
    return spreads - first_half(count - n, half, first, spreads / 2);
}

/// Those who were infected in one slot are one incident, for each has its own time to be found.
void confess(const std::map<fleet::Time, std::vector<std::string>>& waves, Cast& cast,
             Incident& incident) {
    const auto whole = incident;
    for (const auto& [begin, things] : waves) {
        if (begin == waves.begin()->first) {
            incident.start = begin;
            incident.actors = incident.affected = things;
            continue;
        }
        auto wave = whole;
        wave.id += "-" + std::to_string((begin - whole.start) / fleet::slot_length + 1);
        wave.start = begin;
        wave.actors = wave.affected = things;
        cast.add_incident(std::move(wave));
    }
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    incident.speaks = {{"aws:num-messages-sent", MetricSpeaks::Side::high}};
    const auto& given = engagement.parameters;
    const auto longest = engagement.end - engagement.begin - fleet::slot_length;
    const auto spreads = std::max(fleet::Duration{}, std::min(given.duration("spreads"), longest));
    std::map<std::int64_t, fleet::Time> first_of_slot;
    std::map<fleet::Time, std::vector<std::string>> waves;
    for (std::size_t n = 0; n < engagement.devices.size(); ++n) {
        const auto device = engagement.devices[n];
        const auto after =
            infected_after(n, engagement.devices.size(), given.count("first"), spreads);
        const auto infected = engagement.begin + after;
        publish_more_of_the_usual(engagement, cast, device, infected, engagement.end,
                                  given.count("factor"));
        const auto slot = after / fleet::slot_length;
        waves[first_of_slot.emplace(slot, infected).first->second].push_back(cast.thing(device));
    }
    if (!waves.empty()) confess(waves, cast, incident);
}

}  // namespace

extern const Attack fleet_wide_compromise{
    .card = {.name = "fleet-wide-compromise",
             .story = "A worm goes through a fleet until most of it floods: what the fleet does is "
                      "then no measure.",
             .attack_id = "",
             .speaks = "aws:num-messages-sent, under static thresholds; a percentile goes blind",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
