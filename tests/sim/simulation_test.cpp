#include "sim/simulation.hpp"

#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace sim;
using support::world_start;

namespace {

/// Emits one publish a minute, from each actor at once, and one more as overlay.
class EveryMinute final : public scenarios::Plan {
  public:
    explicit EveryMinute(NameId topic) : topic_(topic) {}
    void reach(std::uint32_t, scenarios::Reach& reach) const override {
        reach.publishes.push_back(topic_);
    }
    void actions(std::uint32_t actor, const scenarios::ActorState&, const scenarios::Slot& slot,
                 std::vector<scenarios::Action>& out) const override {
        for (auto time = slot.begin; time < slot.end; time += 1min)
            out.push_back({.time = time,
                           .actor = actor,
                           .kind = scenarios::ActionKind::publish,
                           .topic = topic_});
    }

  private:
    NameId topic_;
};

/// Keeps what it was given and sees nothing.
class Notebook final : public Transport {
  public:
    explicit Notebook(std::size_t actors) : states_(actors) {}
    std::vector<Observation> perform(const SliceWork& work) override {
        bounds.emplace_back(work.begin, work.end);
        for (const auto& action : work.actions)
            actions.emplace_back(action.time, action.actor, action.topic);
        changes.emplace_back(work.changes.begin(), work.changes.end());
        return {};
    }
    std::span<const scenarios::ActorState> states() const override { return states_; }
    TransportCounts counts() const override { return {}; }

    std::vector<std::pair<Time, Time>> bounds;
    std::vector<std::tuple<Time, std::uint32_t, NameId>> actions;
    std::vector<std::vector<Change>> changes;

  private:
    std::vector<scenarios::ActorState> states_;
};

/// Seven actors, the fourth of them the cloud; actors 1 and 5 do something besides.
scenarios::Script script() {
    scenarios::Script made;
    made.actors.resize(7);
    made.cloud = 3;
    for (const NameId topic : {0U, 1U, 2U})
        made.plans.push_back(std::make_unique<EveryMinute>(topic));
    made.overlays = {{1, 1}, {5, 1}, {5, 2}};
    return made;
}

Notebook run(const scenarios::Script& script, Duration from, Duration until, unsigned threads = 1) {
    Notebook notebook(script.actors.size());
    Dictionary dictionary;
    Simulation simulation(script, dictionary, notebook, world_start + from, world_start + until,
                          {.count = threads, .grain = 1});
    Slice slice;
    while (simulation.next(slice)) {
    }
    return notebook;
}

Change status_at(Duration after) {
    return {.time = world_start + after,
            .kind = ChangeKind::certificate_status,
            .subject = "somebody",
            .value = format_duration(after),
            .certificate = std::nullopt};
}

std::vector<std::string> values(const std::vector<Change>& changes) {
    std::vector<std::string> texts;
    for (const auto& change : changes) texts.push_back(change.value);
    return texts;
}

}  // namespace

TEST(Simulation, SlicesAreSlotsAndTheFirstAndTheLastMayBePartial) {
    const auto notebook = run(script(), 2min, 11min);
    using Bounds = std::pair<Time, Time>;
    EXPECT_EQ(notebook.bounds, (std::vector<Bounds>{{world_start + 2min, world_start + 5min},
                                                    {world_start + 5min, world_start + 10min},
                                                    {world_start + 10min, world_start + 11min}}));
}

TEST(Simulation, ARunThatEndsAtABoundaryHasNoEmptySliceAfterIt) {
    EXPECT_EQ(run(script(), 0min, 10min).bounds.size(), 2U);
    EXPECT_TRUE(run(script(), 0min, 0min).bounds.empty());
}

TEST(Simulation, ActionsAreInOrderOfTimeThenActorThenSequence) {
    const auto notebook = run(script(), 0min, 2min);
    std::vector<std::pair<std::uint32_t, NameId>> of_first_minute;
    for (const auto& [time, actor, topic] : notebook.actions)
        if (time == world_start) of_first_minute.emplace_back(actor, topic);
    using Pairs = std::vector<std::pair<std::uint32_t, NameId>>;
    EXPECT_EQ(of_first_minute,
              (Pairs{{0, 0}, {1, 0}, {1, 1}, {2, 0}, {4, 0}, {5, 0}, {5, 1}, {5, 2}, {6, 0}}));
    EXPECT_EQ(notebook.actions.size(), 2 * of_first_minute.size());
    EXPECT_TRUE(std::is_sorted(notebook.actions.begin(), notebook.actions.end()));
}

TEST(Simulation, TheNumberOfThreadsCannotBeSeen) {
    const auto one = run(script(), 0min, 20min, 1);
    EXPECT_FALSE(one.actions.empty());
    for (const unsigned threads : {2U, 5U, 16U})
        EXPECT_EQ(run(script(), 0min, 20min, threads).actions, one.actions) << threads;
}

TEST(Simulation, AChangeTravelsInTheSliceThatHoldsItsTime) {
    auto changing = script();
    changing.changes = {status_at(0min), status_at(4min), status_at(5min), status_at(15min)};
    const auto notebook = run(changing, 0min, 15min);
    ASSERT_EQ(notebook.changes.size(), 3U);
    EXPECT_EQ(values(notebook.changes[0]), (std::vector<std::string>{"0s", "4m"}));
    EXPECT_EQ(values(notebook.changes[1]), (std::vector<std::string>{"5m"}));
    EXPECT_TRUE(notebook.changes[2].empty());
}

TEST(Simulation, WhatTheEngineAsksForTakesEffectAtTheBeginningOfTheNextSlice) {
    auto changing = script();
    changing.changes = {status_at(5min)};
    Notebook notebook(changing.actors.size());
    Dictionary dictionary;
    Simulation simulation(changing, dictionary, notebook, world_start, world_start + 15min, {});
    Slice slice;
    simulation.next(slice);
    auto asked = status_at(1min);
    asked.value = "asked";
    simulation.apply({asked}, {});
    ASSERT_TRUE(simulation.next(slice));
    EXPECT_EQ(values(slice.changes), (std::vector<std::string>{"asked", "5m"}));
    EXPECT_EQ(slice.changes[0].time, slice.begin);
    EXPECT_EQ(notebook.changes[1], slice.changes);
    ASSERT_TRUE(simulation.next(slice));
    EXPECT_TRUE(slice.changes.empty());
}

TEST(Simulation, ASliceHoldsWhatTheBrokerSawAndNothingOutsideIt) {
    const support::PlayedScenario played({.duration = 12min});
    ASSERT_EQ(played.slices.size(), 3U);
    for (const auto& slice : played.slices) {
        EXPECT_FALSE(slice.observations.empty());
        for (const auto& event : slice.observations) {
            EXPECT_GE(event.time, slice.begin);
            EXPECT_LT(event.time, slice.end);
        }
    }
}
