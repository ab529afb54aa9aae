#include "fleet/connection_history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace fleet;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

Observation at(int seconds, ObservationKind kind, NameId client, Reason reason = Reason::none) {
    Observation observation;
    observation.time = Time{std::chrono::seconds{seconds}};
    observation.kind = kind;
    observation.reason = reason;
    observation.client_id = client;
    observation.certificate_id = 7;
    return observation;
}

ConnectionInterval interval(NameId client, int from, std::optional<int> to,
                            bool is_displaced = false) {
    ConnectionInterval result{.client_id = client,
                              .certificate_id = 7,
                              .connected = Time{std::chrono::seconds{from}},
                              .disconnected = std::nullopt,
                              .is_displaced = is_displaced};
    if (to) result.disconnected = Time{std::chrono::seconds{*to}};
    return result;
}

}  // namespace

TEST(ConnectionHistory, FoldsConnectAndDisconnectIntoOneInterval) {
    ConnectionHistory history;
    history.add(at(10, ObservationKind::connected, 3));
    history.add(at(11, ObservationKind::connected, 4));
    history.add(at(15, ObservationKind::published, 3));
    history.add(at(20, ObservationKind::disconnected, 3, Reason::client_initiated));
    EXPECT_THAT(history.intervals(), ElementsAre(interval(3, 10, 20), interval(4, 11, {})));
}

TEST(ConnectionHistory, MarksTheSessionThatWasTakenOver) {
    ConnectionHistory history;
    history.add(at(10, ObservationKind::connected, 3));
    history.add(at(12, ObservationKind::disconnected, 3, Reason::duplicate_client_id));
    history.add(at(12, ObservationKind::connected, 3));
    EXPECT_THAT(history.intervals(), ElementsAre(interval(3, 10, 12, true), interval(3, 12, {})));
}

TEST(ConnectionHistory, EndsAnIntervalWhoseEndNobodyReportedAtTheNextConnect) {
    ConnectionHistory history;
    history.add(at(10, ObservationKind::connected, 3));
    history.add(at(12, ObservationKind::connected, 3));
    EXPECT_THAT(history.intervals(), ElementsAre(interval(3, 10, 12), interval(3, 12, {})));
}

TEST(ConnectionHistory, PassesOverRefusalsAndAnEndWithoutABeginning) {
    ConnectionHistory history;
    history.add(at(10, ObservationKind::refused, no_name, Reason::certificate_expired));
    history.add(at(11, ObservationKind::denied, 3, Reason::connect));
    history.add(at(12, ObservationKind::disconnected, 3, Reason::connection_lost));
    EXPECT_THAT(history.intervals(), IsEmpty());
}
