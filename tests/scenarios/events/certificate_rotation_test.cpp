#include <gtest/gtest.h>

#include "tests/support/played_scenario.hpp"

using namespace fleet;
using namespace support;
using Kind = ObservationKind;

namespace {

/// The certificates with which a pump connects, in order.
std::vector<NameId> certificates(const PlayedScenario& played, std::string_view client) {
    std::vector<NameId> shown;
    for (const auto& slice : played.slices)
        for (const auto& event : slice.observations)
            if (event.kind == Kind::connected &&
                event.client_id == played.dictionary.clients.find(client))
                shown.push_back(event.certificate_id);
    return shown;
}

Inventory at_the_end(const PlayedScenario& played) {
    auto inventory = played.fleet.inventory;
    for (const auto& slice : played.slices)
        for (const auto& change : slice.changes) apply(inventory, change);
    return inventory;
}

}  // namespace

TEST(CertificateRotation, TheDeviceGoesOnWithANewCertificateAndNothingIsRefusedOrDenied) {
    const PlayedScenario played(
        {.timeline = {happening("certificate-rotation", 12min, {}, {{"overlap", "20m"}})}});
    const auto shown = certificates(played, "pumps-0");
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0], 0U);
    EXPECT_NE(shown[1], 0U);
    EXPECT_EQ(certificates(played, "pumps-1"), std::vector<NameId>{1});
    EXPECT_EQ(played.seen({.kind = Kind::refused}), 0U);
    EXPECT_EQ(played.seen({.kind = Kind::denied}), 0U);
    EXPECT_EQ(played.seen({.kind = Kind::disconnected, .client = "pumps-0"}), 1U);
    EXPECT_EQ(played.seen({.kind = Kind::disconnected, .reason = Reason::client_initiated}), 1U);
    EXPECT_GE(played.seen({.kind = Kind::published, .client = "pumps-0", .from = 15min}), 44U);
    EXPECT_GE(played.seen({.kind = Kind::delivered, .client = "pumps-0", .from = 15min}), 4U);
}

TEST(CertificateRotation, BothAreActiveForTheOverlapThenTheOldOneIsRetired) {
    const PlayedScenario played(
        {.timeline = {happening("certificate-rotation", 12min, {}, {{"overlap", "20m"}})}});
    EXPECT_EQ(played.fleet.inventory.certificates.size(), 2U);
    const auto end = at_the_end(played);
    ASSERT_EQ(end.certificates.size(), 3U);
    EXPECT_EQ(end.certificates[0].status, CertificateStatus::inactive);
    EXPECT_EQ(end.certificates[0].last_modified_date, world_start + 32min);
    EXPECT_TRUE(end.certificates[0].things.empty());
    EXPECT_EQ(end.certificates[2].status, CertificateStatus::active);
    EXPECT_EQ(end.certificates[2].creation_date, world_start + 12min);
    EXPECT_EQ(end.certificates[2].things, std::vector<std::uint32_t>{0});
    EXPECT_EQ(end.certificates[2].policies, end.certificates[0].policies);
    EXPECT_EQ(end.certificates[2].id_hex(),
              played.dictionary.certificates.text(certificates(played, "pumps-0").back()));
}

TEST(CertificateRotation, IsBenignSoTheTruthKnowsNothingOfIt) {
    const PlayedScenario played({.timeline = {happening("certificate-rotation", 12min, {})}});
    EXPECT_TRUE(played.script.truth.incidents.empty());
    EXPECT_FALSE(played.script.changes.empty());
}
