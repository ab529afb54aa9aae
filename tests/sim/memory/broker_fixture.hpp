// A broker in memory over a small world, and everything it saw: what its tests talk to.
#pragma once

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "sim/memory/memory_broker.hpp"
#include "tests/support/small_world.hpp"

namespace sim {

using fleet::Change;
using fleet::Observation;
using scenarios::Action;

/// A broker of a small world and everything it saw.
struct Broker {
    explicit Broker(support::SmallWorld& world) : broker(world.world()) {}

    Effect operator()(const Action& action) { return broker.perform(action, seen); }
    void apply(const Change& change) { broker.apply(change, seen); }
    /// What was seen since the last call.
    std::vector<Observation> fresh() { return std::exchange(seen, {}); }
    /// The only thing that was seen since the last call.
    Observation only() {
        EXPECT_EQ(seen.size(), 1U);
        return seen.empty() ? Observation{} : fresh().front();
    }

    MemoryBroker broker;
    std::vector<Observation> seen;
};

}  // namespace sim
