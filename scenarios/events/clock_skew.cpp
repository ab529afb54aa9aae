// The clock of a device is wrong: a battery ran down, or nobody tells it the time. Its reports
// carry ids of another hour; what counts is when they arrive.
#include <array>

#include "scenarios/agent_attack.hpp"
#include "scenarios/events.hpp"

namespace scenarios::events_table {
namespace {

constexpr std::array<std::string_view, 2> directions{"behind", "ahead"};
constexpr std::array parameters{
    fleet::ParameterCard{"by", fleet::ParameterType::duration, "3h", "how wrong it is"},
    fleet::ParameterCard{"direction", fleet::ParameterType::word, "behind",
                         "whether it is behind or ahead", directions},
};

void perform(const Engagement& engagement, Cast& cast) {
    const auto by = engagement.parameters.duration("by");
    for (const auto device : engagement.devices) {
        agent_of(engagement, cast, device);  // or an error
        auto change = unaltered(engagement.begin, engagement.end);
        change.clock = engagement.parameters.text("direction") == "ahead" ? by : -by;
        cast.plan_of(device).alter_reports(device, std::move(change));
    }
}

}  // namespace

extern const Event clock_skew{
    .card = {.name = "clock-skew",
             .story = "The clock of a device is wrong, and its reports tell of another hour.",
             .attack_id = {},
             .speaks = "nothing: reports count when they arrive",
             .parameters = parameters},
    .lasts = true,
    .perform = perform};

}  // namespace scenarios::events_table
