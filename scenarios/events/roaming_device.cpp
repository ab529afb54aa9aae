// A device moves from cell to cell: it loses its connection and comes back from another address, of
// the same range as ever.
#include <array>

#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{
        "every", fleet::ParameterType::pace, "1h",
        "from one address to the next; each is drawn from those that devices of its cohort have"},
};

void perform(const Engagement& engagement, Cast& cast) {
    const auto& fleet = cast.fleet();
    for (const auto device : engagement.devices) {
        auto draws = draws_of(engagement, cast, device);
        const auto& cohort = fleet.cohorts[fleet.devices[device].cohort];
        const auto every = engagement.parameters.duration("every");
        for (auto moves = engagement.begin; moves < engagement.end; moves += every) {
            const auto lender =
                cohort.first + static_cast<std::uint32_t>(draws.below(cohort.count));
            cast.plan_of(device).move(
                device, moves, cast.dictionary().addresses.intern(fleet.devices[lender].address));
        }
        if (engagement.end < cast.end())
            cast.plan_of(device).move(
                device, engagement.end,
                cast.dictionary().addresses.intern(fleet.devices[device].address));
    }
}

}  // namespace

extern const Event roaming_device{
    .card = {.name = "roaming-device",
             .story = "A device moves about and comes back from another address of its range.",
             .attack_id = {},
             .speaks = "nothing: a good profile knows the range",
             .parameters = parameters},
    .lasts = true,
    .perform = perform};

}  // namespace scenarios::events_table
