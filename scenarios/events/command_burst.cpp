// Somebody who may do so sends a device many commands at once: a configuration, a schedule, an
// operator who tries things out.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/events.hpp"
#include "scenarios/refusal.hpp"

namespace scenarios::events_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{.name = "commands",
                         .type = fleet::ParameterType::count,
                         .default_text = "50",
                         .meaning = "how many it is sent",
                         .least = 1,
                         .most = 10'000},
    fleet::ParameterCard{"within", fleet::ParameterType::duration, "1m",
                         "from the first to the last"},
    fleet::ParameterCard{"bytes", fleet::ParameterType::bytes, "60..80",
                         "payload bytes of a command"},
};

void require_listener(const Engagement& engagement, Cast& cast, std::uint32_t device) {
    const auto& traffic = cast.plan_of(device).traffic();
    if (std::ranges::any_of(traffic, &CohortTraffic::is_received)) return;
    const auto& fleet = cast.fleet();
    refuse(engagement.where,
           fmt::format(
               "{} needs a device that listens, and cohort {} does not; give it traffic of kind "
               "commands",
               engagement.kind, fleet.cohorts[fleet.devices[device].cohort].name));
}

void perform(const Engagement& engagement, Cast& cast) {
    const auto& given = engagement.parameters;
    const auto bytes = given.bytes("bytes");
    const auto begin = engagement.begin;
    const auto commands = static_cast<std::int64_t>(given.count("commands"));
    const auto within = std::max(given.duration("within"), fleet::Duration{commands});
    for (const auto device : engagement.devices) {
        require_listener(engagement, cast, device);
        const auto topic = cast.command_topic(device);
        cast.add_overlay(device, {.publishes = {topic}},
                         [=, cloud = cast.cloud()](std::uint32_t actor, const ActorState&,
                                                   const Slot& slot, std::vector<Action>& out) {
                             const auto every = within / commands;
                             for_each_moment(
                                 begin, begin + every * commands, every, slot,
                                 [&](fleet::Time moment) {
                                     out.push_back({.time = moment,
                                                    .actor = cloud,
                                                    .kind = ActionKind::publish,
                                                    .topic = topic,
                                                    .bytes_min = bytes.min,
                                                    .bytes_max = bytes.max,
                                                    .size_seed = static_cast<std::uint64_t>(
                                                        fleet::epoch_ms(moment) ^ actor)});
                                 });
                         });
    }
}

}  // namespace

extern const Event command_burst{
    .card = {.name = "command-burst",
             .story = "The cloud sends a device fifty commands within a minute.",
             .attack_id = {},
             .speaks = "nothing: a good profile leaves room for an operator",
             .parameters = parameters},
    .lasts = false,
    .perform = perform};

}  // namespace scenarios::events_table
