#include "sim/fold.hpp"

#include <gtest/gtest.h>

using namespace fleet;
using namespace sim;

namespace {

constexpr Time slot = from_epoch_ms(1'533'513'600'000);
constexpr std::size_t things = 2;

/// Clients 0 and 1 are things; 2 is "zebra", 3 is "ant".
struct FoldTest : testing::Test {
    Dictionary dictionary;

    FoldTest() {
        for (const auto* name : {"pump-0", "pump-1", "zebra", "ant"})
            dictionary.clients.intern(name);
    }

    static Observation event(Duration after, ObservationKind kind, NameId client = 0) {
        return {.time = slot + after,
                .kind = kind,
                .connection = 1,
                .client_id = client,
                .certificate_id = 0,
                .source_address = 0,
                .topic = 0};
    }
    static Observation message(Duration after, std::uint32_t count, std::uint32_t smallest,
                               std::uint32_t largest, std::uint64_t sum) {
        auto made = event(after, ObservationKind::published);
        made.count = count;
        made.bytes_min = smallest;
        made.bytes_max = largest;
        made.bytes_sum = sum;
        return made;
    }
    std::vector<Observation> folded(std::vector<Observation> events) const {
        fold(events, dictionary, things);
        return events;
    }
};

TEST_F(FoldTest, PublishedDeliveredAndDeniedFold) {
    for (const auto kind :
         {ObservationKind::published, ObservationKind::delivered, ObservationKind::denied}) {
        const auto result = folded({event(1s, kind), event(2s, kind)});
        ASSERT_EQ(result.size(), 1U) << name_of(kind);
        EXPECT_EQ(result[0].count, 2U);
    }
}

TEST_F(FoldTest, ConnectionsSubscriptionsAndReportsNeverFold) {
    for (const auto kind :
         {ObservationKind::connected, ObservationKind::refused, ObservationKind::disconnected,
          ObservationKind::subscribed, ObservationKind::report}) {
        EXPECT_EQ(folded({event(1s, kind), event(1s, kind)}).size(), 2U) << name_of(kind);
    }
}

TEST_F(FoldTest, OneStandsForAllWithTheTimeOfTheFirstAndTheSizesOfAll) {
    const auto result = folded(
        {message(3s, 2, 20, 30, 50), message(1s, 1, 10, 10, 10), message(2s, 1, 90, 90, 90)});
    ASSERT_EQ(result.size(), 1U);
    EXPECT_EQ(result[0], message(1s, 4, 10, 90, 150));
}

TEST_F(FoldTest, WhatDiffersInAnyPartOfTheKeyStaysApart) {
    const auto one = event(1s, ObservationKind::denied);
    std::vector<Observation> others(6, one);
    others[0].client_id = 1;
    others[1].certificate_id = 1;
    others[2].connection = 2;
    others[3].kind = ObservationKind::published;
    others[4].topic = 1;
    others[5].reason = Reason::subscribe;
    for (const auto& other : others) EXPECT_EQ(folded({one, other}).size(), 2U);
    auto elsewhere = one;  // not part of the key: a connection has one address
    elsewhere.source_address = 1;
    EXPECT_EQ(folded({one, elsewhere}).size(), 1U);
}

TEST_F(FoldTest, FoldingIsTheSameForAnySplitOfTheCounts) {
    const std::vector<Observation> whole{message(1s, 4, 10, 40, 100)};
    const std::vector<Observation> halves{message(1s, 2, 10, 20, 30), message(1s, 2, 30, 40, 70)};
    const std::vector<Observation> singles{message(1s, 1, 10, 10, 10), message(2s, 1, 20, 20, 20),
                                           message(3s, 1, 30, 30, 30), message(4s, 1, 40, 40, 40)};
    EXPECT_EQ(folded(whole), folded(halves));
    EXPECT_EQ(folded(whole), folded(singles));
}

TEST_F(FoldTest, FoldingTwiceChangesNothing) {
    const auto once = folded({message(2s, 1, 10, 10, 10), event(1s, ObservationKind::connected),
                              message(3s, 1, 20, 20, 20)});
    EXPECT_EQ(folded(once), once);
}

TEST_F(FoldTest, SortsByClientThenTimeThenConnectionThenCertificate) {
    const auto kind = ObservationKind::connected;
    const auto late = event(2s, kind, 0);
    const auto early = event(1s, kind, 1);
    auto second_connection = event(1s, kind, 0), other_certificate = event(1s, kind, 0);
    second_connection.connection = 2;
    other_certificate.certificate_id = 1;
    const auto first = event(1s, kind, 0);
    EXPECT_EQ(folded({late, early, second_connection, other_certificate, first}),
              (std::vector{first, other_certificate, second_connection, late, early}));
}

TEST_F(FoldTest, OneClientsEventsFoldAloneAsTheyFoldAmongOthers) {
    // Few and many, because they go different ways.
    for (const unsigned count : {30U, 45U, 400U}) {
        std::vector<Observation> events;
        for (unsigned i = 0; i < count; ++i) {
            auto made =
                message(std::chrono::seconds{(i * 37) % 300}, 1 + i % 3, i % 7, 10 + i % 5, i);
            made.topic = i % 4;
            if (i % 5 == 0) made.kind = ObservationKind::delivered;
            if (i % 11 == 0) made.kind = ObservationKind::connected;
            made.connection = 1 + i * 3 / count;
            events.push_back(made);
        }
        const auto whole = folded(events);
        const auto before = event(9s, ObservationKind::connected, 1);
        events.insert(events.begin(), before);
        fold_client(events, 1);
        EXPECT_LT(events.size(), std::size_t{count} + 1) << count;
        EXPECT_EQ(events.front(), before);
        EXPECT_EQ(std::vector(events.begin() + 1, events.end()), whole) << count;
    }
}

TEST_F(FoldTest, UnregisteredClientIdsFollowTheThingsByTextAndAbsentOnesComeLast) {
    const auto kind = ObservationKind::refused;
    const auto pump = event(1s, kind, 1), zebra = event(1s, kind, 2), ant = event(1s, kind, 3),
               absent = event(1s, kind, no_name);
    EXPECT_EQ(folded({absent, zebra, ant, pump}), (std::vector{pump, ant, zebra, absent}));
}

TEST_F(FoldTest, EqualOnesKeepTheirSequence) {
    auto connected = event(1s, ObservationKind::connected),
         subscribed = event(1s, ObservationKind::subscribed);
    EXPECT_EQ(folded({subscribed, connected}), (std::vector{subscribed, connected}));
    EXPECT_EQ(folded({connected, subscribed}), (std::vector{connected, subscribed}));
}

}  // namespace
