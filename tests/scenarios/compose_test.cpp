#include "scenarios/compose.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "fleet/base/error.hpp"
#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using Kind = ObservationKind;

namespace {

std::vector<std::string> ids(const PlayedScenario& played) {
    std::vector<std::string> found;
    for (const auto& incident : played.script.truth.incidents) found.push_back(incident.id);
    return found;
}

std::vector<std::string> affected_by(const PlayedScenario& played, std::string_view id) {
    return played.incident(id).affected;
}

scenarios::TimelineEntry to_things(std::vector<std::string> things,
                                   scenarios::TimelineEntry entry) {
    entry.devices = {.cohorts = {}, .count = 0, .things = std::move(things)};
    return entry;
}

std::string failure_of(const ScenarioOptions& options) {
    try {
        const PlayedScenario played(options);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST(Compose, NumbersOfTheDictionaryAreIndicesOfTheInventory) {
    const PlayedScenario played(
        {.pumps = 3,
         .timeline = {happening("expired-connect", 10min, 5min),
                      happening("stolen-certificate", 10min, 5min, {{"clientId", "own"}})}});
    const auto& inventory = played.fleet.inventory;
    ASSERT_EQ(inventory.certificates.size(), 4U);
    for (NameId i = 0; i < inventory.things.size(); ++i)
        EXPECT_EQ(played.dictionary.clients.text(i), inventory.things[i].name);
    for (NameId i = 0; i < inventory.certificates.size(); ++i)
        EXPECT_EQ(played.dictionary.certificates.text(i), inventory.certificates[i].id_hex());
    EXPECT_GE(played.dictionary.clients.find("pumps-1-copy"), inventory.things.size());
}

TEST(Compose, ActorsAreTheDevicesThenTheCloudThenImpostors) {
    const PlayedScenario played({.timeline = {happening("stolen-certificate", 10min, 5min)}});
    const auto& script = played.script;
    ASSERT_EQ(script.actors.size(), 4U);
    EXPECT_EQ(script.actors[0].client_id, 0U);
    EXPECT_EQ(script.actors[1].client_id, 1U);
    EXPECT_EQ(script.cloud, 2U);
    EXPECT_EQ(script.actors[3].client_id, 0U);
}

TEST(Compose, AHealthyFleetConnectsOncePublishesListensAndHasNoIncident) {
    const PlayedScenario played({});
    EXPECT_TRUE(played.script.truth.incidents.empty());
    EXPECT_EQ(played.seen({.kind = Kind::connected, .until = 1min}), 2U);
    EXPECT_EQ(played.seen({.kind = Kind::subscribed}), 2U);
    EXPECT_GE(played.seen({.kind = Kind::published, .client = "pumps-0"}), 59U);
    EXPECT_LE(played.seen({.kind = Kind::published, .client = "pumps-0"}), 60U);
    EXPECT_GE(played.seen({.kind = Kind::delivered, .client = "pumps-0"}), 5U);
    for (const auto kind : {Kind::disconnected, Kind::refused, Kind::denied})
        EXPECT_EQ(played.seen({.kind = kind}), 0U) << name_of(kind);
    EXPECT_EQ(played.counts.actions_void, 0U);
}

TEST(Compose, ADefectIsAnIncidentForEachStretchInWhichItCanBeFound) {
    const PlayedScenario played(
        {.defects = {defect("expiring-certificate", 1, {{"expiresIn", "10d"}})}});
    EXPECT_EQ(ids(played), (std::vector<std::string>{"defect-0-expiring-certificate",
                                                     "defect-0-expiring-certificate-2"}));
    const auto& approaching = played.incident("defect-0-expiring-certificate");
    EXPECT_EQ(approaching.kind, "expiring-certificate");
    EXPECT_EQ(approaching.affected, std::vector<std::string>{"pumps-0"});
    EXPECT_EQ(approaching.start, world_start);  // not before the run that tells of it
    EXPECT_EQ(approaching.end, world_start + 10 * 24h);
    ASSERT_EQ(approaching.checks.size(), 1U);
    EXPECT_EQ(approaching.checks[0].reason_code, "CERTIFICATE_APPROACHING_EXPIRATION");
    EXPECT_TRUE(approaching.speaks.empty());
    const auto& past = played.incident("defect-0-expiring-certificate-2");
    EXPECT_EQ(past.start, approaching.end);
    EXPECT_EQ(past.checks.at(0).reason_code, "CERTIFICATE_PAST_EXPIRATION");
    EXPECT_LT(past.end, Time::max());
}

TEST(Compose, ADefectThatCannotBeFoundWithinAYearOfTheRunIsNoIncident) {
    const PlayedScenario played(
        {.defects = {defect("expiring-certificate", 1, {{"expiresIn", "800d"}})}});
    EXPECT_TRUE(played.script.truth.incidents.empty());
}

TEST(Compose, ANearMissIsNoIncident) {
    const PlayedScenario played(
        {.defects = {defect("revoked-device-certificate", 1, {{"status", "INACTIVE"}})}});
    EXPECT_TRUE(played.script.truth.incidents.empty());
}

TEST(Compose, DevicesThatContestAClientIdDisplaceEachOther) {
    const PlayedScenario played({.defects = {defect("duplicate-client-id", 2)}});
    EXPECT_GE(played.seen({.kind = Kind::disconnected,
                           .client = "pumps-0",
                           .reason = Reason::duplicate_client_id,
                           .until = 2min}),
              1U);
    EXPECT_EQ(ids(played), std::vector<std::string>{"defect-0-duplicate-client-id"});
}

TEST(Compose, DevicesThatUseAnIdentityInTurnNeverMeet) {
    for (const auto* kind : {"duplicate-client-id", "shared-certificate"}) {
        const PlayedScenario played({.defects = {defect(kind, 2, {{"use", "in-turn"}})}});
        EXPECT_TRUE(played.script.truth.incidents.empty());
        EXPECT_EQ(played.seen({.kind = Kind::connected, .until = 30min}), 1U) << kind;
        EXPECT_EQ(played.seen({.kind = Kind::disconnected, .until = 30min}), 1U) << kind;
        EXPECT_EQ(played.seen({.kind = Kind::connected, .from = 30min}), 1U) << kind;
        EXPECT_EQ(played.seen({.kind = Kind::disconnected, .reason = Reason::client_initiated}), 2U)
            << kind;
    }
}

TEST(Compose, DevicesThatShareACertificateAreConnectedAtOnce) {
    const PlayedScenario played({.defects = {defect("shared-certificate", 2)}});
    EXPECT_EQ(played.seen({.kind = Kind::connected}), 2U);
    EXPECT_EQ(played.seen({.kind = Kind::disconnected}), 0U);
    for (const auto& slice : played.slices)
        for (const auto& event : slice.observations) EXPECT_EQ(event.certificate_id, 0U);
}

TEST(Compose, PicksDevicesThatPlayNoPartYetFirst) {
    const PlayedScenario played(
        {.pumps = 4,
         .defects = {defect("expiring-certificate", 1)},
         .timeline = {happening("publish-flood", 10min, 5min),
                      to_pumps(2, happening("topic-probing", 10min, 5min))}});
    EXPECT_EQ(affected_by(played, "timeline-0-publish-flood"), std::vector<std::string>{"pumps-1"});
    EXPECT_EQ(affected_by(played, "timeline-1-topic-probing"),
              (std::vector<std::string>{"pumps-2", "pumps-3"}));
}

TEST(Compose, GivesNoDeviceASecondPartUnlessItIsNamed) {
    const auto flood = happening("publish-flood", 10min, 5min);
    ScenarioOptions options{.pumps = 1, .timeline = {flood, flood}};
    EXPECT_THROW(PlayedScenario{options}, fleet::Error);
    options.timeline[1] = to_things({"pumps-0"}, flood);
    EXPECT_EQ(affected_by(PlayedScenario(options), "timeline-1-publish-flood"),
              std::vector<std::string>{"pumps-0"});
}

TEST(Compose, PicksThingsByNameInTheirOrderAndTakesThem) {
    const PlayedScenario played(
        {.pumps = 3,
         .timeline = {to_things({"pumps-2", "pumps-0"}, happening("publish-flood", 10min, 5min)),
                      happening("topic-probing", 10min, 5min)}});
    EXPECT_EQ(affected_by(played, "timeline-0-publish-flood"),
              (std::vector<std::string>{"pumps-2", "pumps-0"}));
    EXPECT_EQ(affected_by(played, "timeline-1-topic-probing"), std::vector<std::string>{"pumps-1"});
}

TEST(Compose, DevicesThatCannotBePickedAreAnErrorThatNamesTheirPlace) {
    const auto flood = happening("publish-flood", 10min, 5min);
    EXPECT_NE(failure_of({.timeline = {to_things({"pumps-9"}, flood)}}).find("pumps-9"),
              std::string::npos);
    EXPECT_NE(failure_of({.timeline = {to_pumps(3, flood)}}).find("timeline[0]"),
              std::string::npos);
    // The cloud has a client id, but it is nobody's device.
    EXPECT_NE(failure_of({.timeline = {to_things({"$cloud"}, flood)}}).find("$cloud"),
              std::string::npos);
}

TEST(Compose, AnEntryWithoutDurationLastsUntilTheEnd) {
    const PlayedScenario played({.timeline = {happening("publish-flood", 10min, {})}});
    EXPECT_EQ(played.incident("timeline-0-publish-flood").end, played.scenario.end());
}

TEST(Compose, BelowThresholdWhatAChecksFindsIsAnIncidentOfItsOwn) {
    const PlayedScenario split(
        {.timeline = {below_threshold(happening("client-id-hijack", 10min, 20min))}});
    EXPECT_EQ(ids(split), (std::vector<std::string>{"timeline-0-client-id-hijack-audit",
                                                    "timeline-0-client-id-hijack"}));
    const auto& audited = split.script.truth.incidents[0];
    EXPECT_TRUE(audited.speaks.empty());
    EXPECT_FALSE(audited.is_below_threshold);
    const auto& silent = split.script.truth.incidents[1];
    EXPECT_FALSE(silent.speaks.empty());
    EXPECT_TRUE(silent.checks.empty());
    EXPECT_EQ(silent.affected, audited.affected);
    const PlayedScenario whole(
        {.timeline = {below_threshold(happening("publish-flood", 10min, 20min))}});
    EXPECT_EQ(ids(whole), std::vector<std::string>{"timeline-0-publish-flood"});
}

TEST(Compose, ChangesAndOverlaysAreInOrder) {
    const PlayedScenario played(
        {.pumps = 3,
         .timeline = {happening("certificate-rotation", 40min, {}),
                      happening("certificate-status", 20min, {}),
                      to_things({"pumps-2", "pumps-0"}, happening("publish-flood", 10min, 5min))}});
    const auto& changes = played.script.changes;
    EXPECT_GE(changes.size(), 4U);
    EXPECT_TRUE(std::is_sorted(changes.begin(), changes.end(),
                               [](const auto& a, const auto& b) { return a.time < b.time; }));
    const auto& overlays = played.script.overlays;
    EXPECT_EQ(overlays.size(), 2U);
    EXPECT_TRUE(std::is_sorted(overlays.begin(), overlays.end()));
}

TEST(Compose, ACertificateThatIsTakenOutOfUseLeavesTheScopeOfItsChecks) {
    auto back = happening("certificate-status", 30min, {}, {{"status", "ACTIVE"}});
    auto out = happening("certificate-status", 20min, {});
    for (auto* entry : {&back, &out})
        entry->devices = {.cohorts = {}, .count = 1, .things = {"pumps-0"}};
    const PlayedScenario played(
        {.defects = {defect("expiring-certificate", 1)}, .timeline = {out, back}});
    const auto& check = played.script.truth.incidents.at(0).checks.at(0);
    EXPECT_TRUE(check.is_in_scope(world_start + 20min - 1ms));
    EXPECT_FALSE(check.is_in_scope(world_start + 20min));
    EXPECT_FALSE(check.is_in_scope(world_start + 30min - 1ms));
    EXPECT_TRUE(check.is_in_scope(world_start + 30min));
    const PlayedScenario untouched({.defects = {defect("expiring-certificate", 1)}});
    EXPECT_TRUE(untouched.script.truth.incidents.at(0).checks.at(0).out_of_scope.empty());
}

TEST(Compose, TheSameScenarioPlaysTheSame) {
    const ScenarioOptions options{.timeline = {happening("stolen-certificate", 10min, 20min)}};
    const PlayedScenario one(options), other(options);
    ASSERT_EQ(one.slices.size(), other.slices.size());
    for (std::size_t i = 0; i < one.slices.size(); ++i)
        EXPECT_EQ(one.slices[i].observations, other.slices[i].observations);
    EXPECT_EQ(one.script.truth, other.script.truth);
}
