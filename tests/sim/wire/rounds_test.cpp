// Given a slice's steps and what the forecast says they do, expected: where it is cut.
#include "sim/wire/rounds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sim {
namespace {

using namespace std::chrono_literals;
using fleet::NameId;
using scenarios::ActionKind;
using testing::ElementsAre;
using testing::IsEmpty;

const auto noon = *fleet::parse_time("2018-08-06T12:00:00Z");

class RoundsTest : public testing::Test {
  protected:
    // Client ids are numbered like the actors that use them; an impostor uses another's.
    Step step(std::uint32_t actor, ActionKind kind) {
        const auto at = noon + std::chrono::seconds(clock_++);
        return {.kind = kind, .actor = actor, .time = at, .client_id = actor};
    }
    Step connect(std::uint32_t actor) {
        auto result = step(actor, ActionKind::connect);
        result.address = 5;
        result.altered = {actor};
        return result;
    }
    Step connect_as(std::uint32_t actor, NameId client) {
        auto result = connect(actor);
        result.client_id = client;
        result.altered = {client};
        return result;
    }
    Step refused(std::uint32_t actor, NameId address = 5) {
        auto result = step(actor, ActionKind::connect);
        result.address = address;
        return result;
    }
    Step disconnect(std::uint32_t actor, std::vector<NameId> lost = {}) {
        auto result = step(actor, ActionKind::disconnect);
        result.altered = {actor};
        result.lost_filters = std::move(lost);
        return result;
    }
    Step publish(std::uint32_t actor, std::string_view topic, std::vector<NameId> reached = {}) {
        auto result = step(actor, ActionKind::publish);
        result.published = topics_.intern(topic);
        result.reached = std::move(reached);
        return result;
    }
    Step subscribe(std::uint32_t actor, std::string_view filter) {
        auto result = step(actor, ActionKind::subscribe);
        result.subscribed = topics_.intern(filter);
        result.altered = {actor};
        return result;
    }
    NameId filter(std::string_view text) { return topics_.intern(text); }

    /// Sizes of the rounds.
    std::vector<std::size_t> cut(std::vector<Step> steps, std::vector<fleet::Time> instants = {}) {
        std::vector<std::size_t> sizes;
        std::size_t at = 0;
        for (const auto& round : cut_rounds(steps, instants, topics_)) {
            EXPECT_EQ(round.first, at) << "rounds follow each other without a gap";
            at = round.end;
            sizes.push_back(round.end - round.first);
        }
        EXPECT_EQ(at, steps.size());
        return sizes;
    }

    fleet::Interner topics_;
    int clock_ = 0;
};

TEST_F(RoundsTest, NothingIsNoRound) { EXPECT_THAT(cut({}), IsEmpty()); }

TEST_F(RoundsTest, AUsualSliceIsOneRound) {
    EXPECT_THAT(cut({connect(1), subscribe(1, "command/1"), connect(2), publish(1, "data/1"),
                     publish(2, "data/2"), subscribe(2, "command/2"), publish(9, "command/3")}),
                ElementsAre(7));
}

TEST_F(RoundsTest, ATakeoverIsApartFromWhatTheOtherDidAsThatClient) {
    EXPECT_THAT(cut({connect(1), connect_as(8, 1)}), ElementsAre(1, 1));
    EXPECT_THAT(cut({publish(1, "data/1"), connect_as(8, 1)}), ElementsAre(1, 1));
    EXPECT_THAT(cut({publish(2, "data/2"), connect_as(8, 1)}), ElementsAre(2)) << "another client";
}

TEST_F(RoundsTest, ContendersForOneClientIdTakeTurns) {
    EXPECT_THAT(cut({connect_as(7, 1), connect_as(8, 1), connect_as(7, 1)}), ElementsAre(1, 1, 1));
}

TEST_F(RoundsTest, ARefusedImpostorDisturbsNobody) {
    auto impostor = refused(8);
    impostor.client_id = 1;
    EXPECT_THAT(cut({publish(1, "data/1"), impostor, publish(1, "data/1")}), ElementsAre(3));
}

TEST_F(RoundsTest, AMessageIsApartFromTheConnectThatMadeItsReceiver) {
    EXPECT_THAT(cut({connect(1), publish(9, "command/1", {1})}), ElementsAre(1, 1));
    EXPECT_THAT(cut({connect(1), publish(9, "command/2", {2})}), ElementsAre(2));
}

TEST_F(RoundsTest, ASenderThatHearsItselfNeedsNoCut) {
    EXPECT_THAT(cut({connect(1), subscribe(1, "loop"), publish(1, "loop", {1})}), ElementsAre(3));
}

TEST_F(RoundsTest, AReceiverLeavesOnlyAfterItsMessageCame) {
    EXPECT_THAT(cut({publish(9, "command/1", {1}), disconnect(1)}), ElementsAre(1, 1));
}

TEST_F(RoundsTest, ASubscriptionDoesNotHearWhatWasPublishedBeforeIt) {
    EXPECT_THAT(cut({publish(9, "command/1"), subscribe(1, "command/1")}), ElementsAre(1, 1));
    EXPECT_THAT(cut({publish(9, "command/1"), subscribe(1, "command/+")}), ElementsAre(1, 1));
    EXPECT_THAT(cut({publish(9, "command/1"), subscribe(1, "#")}), ElementsAre(1, 1));
    EXPECT_THAT(cut({publish(9, "command/1"), subscribe(1, "$share/g/command/#")}),
                ElementsAre(1, 1));
    EXPECT_THAT(cut({publish(9, "command/1"), subscribe(1, "command/2")}), ElementsAre(2));
    EXPECT_THAT(cut({publish(9, "command/1"), subscribe(1, "data/#")}), ElementsAre(2));
    EXPECT_THAT(cut({publish(1, "command/1"), subscribe(1, "command/#")}), ElementsAre(2))
        << "on one connection the order holds by itself";
}

TEST_F(RoundsTest, AnEndedSubscriptionDoesNotHearWhatIsPublishedAfterIt) {
    EXPECT_THAT(cut({disconnect(1, {filter("command/1")}), publish(9, "command/1")}),
                ElementsAre(1, 1));
    EXPECT_THAT(cut({disconnect(1, {filter("command/#")}), publish(9, "command/1")}),
                ElementsAre(1, 1));
    EXPECT_THAT(cut({disconnect(1, {filter("command/1")}), publish(9, "command/2")}),
                ElementsAre(2));
}

TEST_F(RoundsTest, AClientLeavesOnlyAfterWhatItDidWasAcknowledged) {
    EXPECT_THAT(cut({publish(1, "data/1"), disconnect(1)}), ElementsAre(1, 1));
    EXPECT_THAT(cut({publish(2, "data/2"), disconnect(1)}), ElementsAre(2));
}

TEST_F(RoundsTest, AClientComesBackOnlyAfterItHasLeft) {
    EXPECT_THAT(cut({disconnect(1), connect(1)}), ElementsAre(1, 1));
    EXPECT_THAT(cut({disconnect(2), connect(1)}), ElementsAre(2));
}

TEST_F(RoundsTest, AttemptsFromOneAddressStayTogetherAndAnotherAddressIsToldFirst) {
    EXPECT_THAT(cut({refused(1, 5), refused(1, 5)}), ElementsAre(2));
    EXPECT_THAT(cut({refused(1, 5), refused(1, 6)}), ElementsAre(1, 1));
    EXPECT_THAT(cut({refused(1, 5), refused(2, 6)}), ElementsAre(2));
}

TEST_F(RoundsTest, ARegistryChangeStandsAlone) {
    const Step change{.is_change = true, .time = noon};
    EXPECT_THAT(cut({publish(1, "data/1"), change, change, publish(1, "data/1")}),
                ElementsAre(1, 1, 1, 1));
}

TEST_F(RoundsTest, AnInstantOfValidityCutsExactlyBeforeTheFirstActionFromItOn) {
    const std::vector<Step> steps{connect(1), connect(2), connect(3)};  // noon, +1 s, +2 s
    EXPECT_THAT(cut(steps, {noon + 1s}), ElementsAre(1, 2));
    EXPECT_THAT(cut(steps, {noon + 1001ms}), ElementsAre(2, 1));
    EXPECT_THAT(cut(steps, {noon}), ElementsAre(3));
    EXPECT_THAT(cut(steps, {noon + 3s}), ElementsAre(3));
    EXPECT_THAT(cut(steps, {noon + 1s, noon + 2s}), ElementsAre(1, 1, 1));
}

TEST_F(RoundsTest, AVoidActionNeverCuts) {
    auto gone = disconnect(1);
    gone.is_void = true;
    EXPECT_THAT(cut({publish(1, "data/1"), gone, publish(1, "data/1")}), ElementsAre(3));
}

TEST_F(RoundsTest, AConflictIsForgottenWithItsRound) {
    EXPECT_THAT(cut({connect(1), publish(9, "a", {1}), publish(9, "b", {1}), publish(2, "c", {1})}),
                ElementsAre(1, 3));
}

}  // namespace
}  // namespace sim
