// What one device's traffic does in some hours, asked slot by slot as a plan asks it.
#pragma once

#include <gtest/gtest.h>

#include "scenarios/traffic.hpp"
#include "tests/support/small_world.hpp"

namespace support {

constexpr std::uint32_t device_actor = 3, cloud_actor = 9;

inline std::unique_ptr<scenarios::Traffic> make_traffic(std::string_view kind,
                                                        const Given& given = {}) {
    const auto* found = scenarios::traffic_named(kind);
    return found->make(parameters_of(found->card, given));
}

/// The actions of device `k` in [from, until) after the world's start, asked in steps that no slot
/// boundary cuts.
inline std::vector<scenarios::Action> actions_of(const scenarios::Traffic& traffic,
                                                 fleet::Duration from, fleet::Duration until,
                                                 fleet::Duration step = fleet::slot_length,
                                                 std::uint64_t k = 0) {
    const scenarios::TrafficContext context{
        .actor = device_actor,
        .cloud = cloud_actor,
        .group = 1,
        .k = k,
        .topic = 5,
        .draws = scenarios::draws_of(fleet::Random(7), 1, k, 0)};
    std::vector<scenarios::Action> actions;
    for (auto begin = from; begin < until; begin += step) {
        const auto before = actions.size();
        const auto first = world_start + begin, last = world_start + std::min(begin + step, until);
        traffic.actions(context, first, last, actions);
        for (auto i = before; i < actions.size(); ++i) {
            EXPECT_GE(actions[i].time, first);
            EXPECT_LT(actions[i].time, last);
        }
    }
    return actions;
}

inline std::uint64_t messages(const std::vector<scenarios::Action>& actions) {
    std::uint64_t sum = 0;
    for (const auto& action : actions) sum += action.times;
    return sum;
}

}  // namespace support
