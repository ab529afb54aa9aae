#include "fleet/synthesise.hpp"

#include <gtest/gtest.h>

#include "fleet/access.hpp"
#include "fleet/base/address.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "fleet/defects.hpp"
#include "fleet/pki/read.hpp"
#include "fleet/policy.hpp"
#include "tests/support/small_world.hpp"

using namespace fleet;
using support::description_of;
using support::world_start;

namespace {

/// Everything that makes device `k` of `cohort` the device it is.
struct Identity {
    std::string name, certificate_id, address;
    bool operator==(const Identity&) const = default;
};

Identity identity(const Fleet& fleet, std::string_view cohort, std::uint32_t k) {
    const auto index = fleet.cohort_named(cohort, "test").first + k;
    return {fleet.inventory.things[index].name, fleet.inventory.certificates[index].id_hex(),
            fleet.devices[index].address};
}

FleetDescription with_cohort_before(FleetDescription description, const std::string& name) {
    description.cohorts.insert(description.cohorts.begin(), {.name = name, .count = 2});
    return description;
}

std::string failure_of(const FleetDescription& description) {
    try {
        synthesise(description, 7);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST(Synthesise, DeviceKIsTheSameAtAnyCountAndWithOtherCohortsPresent) {
    const auto few = synthesise(description_of({.pumps = 3}), 7);
    const auto many = synthesise(description_of({.pumps = 9}), 7);
    const auto among = synthesise(with_cohort_before(description_of({.pumps = 3}), "valves"), 7);
    for (const std::uint32_t k : {0, 1, 2}) {
        EXPECT_EQ(identity(few, "pumps", k), identity(many, "pumps", k));
        EXPECT_EQ(identity(few, "pumps", k), identity(among, "pumps", k));
    }
    EXPECT_EQ(identity(among, "pumps", 2).name, "pumps-2");
    EXPECT_NE(identity(few, "pumps", 0), identity(few, "pumps", 1));
}

TEST(Synthesise, AnotherSeedMakesOtherCertificatesAndAddresses) {
    const auto one = identity(synthesise(description_of({}), 7), "pumps", 0);
    const auto other = identity(synthesise(description_of({}), 8), "pumps", 0);
    EXPECT_EQ(one.name, other.name);
    EXPECT_NE(one.certificate_id, other.certificate_id);
    EXPECT_NE(one.address, other.address);
}

TEST(Synthesise, TheSameSeedMakesTheSameInventory) {
    const auto description = description_of({.pumps = 5});
    EXPECT_EQ(synthesise(description, 7).inventory, synthesise(description, 7).inventory);
}

TEST(Synthesise, ThingCertificateAndCredentialOfADeviceShareItsIndex) {
    const auto fleet = synthesise(with_cohort_before(description_of({}), "valves"), 7);
    ASSERT_EQ(fleet.devices.size(), 4U);
    for (std::uint32_t i = 0; i < 4; ++i) {
        EXPECT_EQ(fleet.inventory.things[i].certificates, std::vector{i});
        EXPECT_EQ(fleet.inventory.certificates[i].things, std::vector{i});
        EXPECT_EQ(fleet.inventory.certificates[i].id, fleet.credentials[i].id);
        EXPECT_EQ(fleet.devices[i].credential, i);
        EXPECT_EQ(fleet.devices[i].client_thing, i);
    }
}

TEST(Synthesise, TheRegistryKnowsOfACertificateWhatItsBytesSay) {
    const auto fleet = synthesise(
        description_of(
            {.defects = {support::defect("expiring-certificate", 1, {{"expiresIn", "10d250ms"}})}}),
        7);
    for (const std::uint32_t i : {0, 1}) {
        const auto issued = fleet.issue(fleet.credentials[i]);
        const auto facts = read_certificate(issued.der);
        ASSERT_TRUE(facts.has_value());
        const auto& known = fleet.inventory.certificates[i];
        EXPECT_EQ(facts->id, known.id);
        EXPECT_EQ(facts->serial, known.serial);
        EXPECT_EQ(facts->not_before, known.not_before);
        EXPECT_EQ(facts->not_after, known.not_after);
        EXPECT_EQ(facts->subject, known.subject);
        EXPECT_EQ(facts->issuer, fleet.inventory.ca_certificates.at(known.ca).subject);
        EXPECT_EQ(facts->crl_url, fleet.inventory.revocation_lists.at(0).url);
    }
}

TEST(Synthesise, AddressesComeFromTheBlockOfTheCohort) {
    auto description = description_of({.pumps = 20});
    for (const auto* block : {"10.0.0.0/8", "192.168.7.0/24"}) {
        if (block != std::string_view("10.0.0.0/8")) description.cohorts[0].addresses = block;
        for (const auto& device : synthesise(description, 7).devices)
            EXPECT_TRUE(parse_address_block(block)->contains(*parse_address(device.address)));
    }
    description.cohorts[0].addresses = "no block";
    EXPECT_NE(failure_of(description).find("no block"), std::string::npos);
}

TEST(Synthesise, TheLeastPrivilegePolicyAllowsADeviceItsOwnTopicsAndNoOthers) {
    const auto fleet = synthesise(description_of({}), 7);
    const auto& document = fleet.inventory.policies.at(0).versions.at(0).document;
    EXPECT_EQ(parse_policy_text(document, "least privilege").statements.size(), 4U);
    const Access access(fleet.inventory);
    const auto own = access.principal(0, "pumps-0", "10.0.0.1");
    EXPECT_TRUE(access.may_connect(own));
    EXPECT_FALSE(access.may_connect(access.principal(0, "pumps-1", "10.0.0.1")));
    EXPECT_FALSE(access.may_connect(access.principal(0, "pumps-0-copy", "10.0.0.1")));
    const std::string defender = "$aws/things/pumps-0/defender/metrics/json";
    struct Question {
        PolicyAction action;
        std::vector<std::string> allowed, denied;
    };
    const std::vector<Question> questions{
        {PolicyAction::publish,
         {"dt/pumps/pumps-0/telemetry", "dt/pumps/pumps-0/a/b", defender},
         {"dt/pumps/pumps-1/telemetry", "dt/pumps/pumps-0", "dt/valves/pumps-0/telemetry",
          "cmd/pumps/pumps-0", "$aws/things/pumps-1/defender/metrics/json",
          "$aws/things/pumps-0/shadow/update", "admin"}},
        {PolicyAction::subscribe,
         {"cmd/pumps/pumps-0", defender + "/accepted"},
         {"cmd/pumps/pumps-1", "cmd/pumps/+", "cmd/#", "#", "dt/pumps/pumps-0/telemetry"}},
        {PolicyAction::receive,
         {"cmd/pumps/pumps-0", defender + "/accepted"},
         {"cmd/pumps/pumps-1", "dt/pumps/pumps-0/telemetry"}}};
    for (const auto& [action, allowed, denied] : questions) {
        for (const auto& topic : allowed) EXPECT_TRUE(access.may(own, action, topic)) << topic;
        for (const auto& topic : denied) EXPECT_FALSE(access.may(own, action, topic)) << topic;
    }
}

TEST(Synthesise, TheRevocationListHoldsExactlyTheRevoked) {
    const auto fleet = synthesise(
        description_of({.pumps = 5, .defects = {support::defect("revoked-device-certificate", 3)}}),
        7);
    const auto& list = fleet.inventory.revocation_lists.at(0);
    ASSERT_EQ(list.revoked.size(), 3U);
    for (std::uint32_t i = 0; i < 5; ++i)
        EXPECT_EQ(list.contains(fleet.inventory.certificates[i].serial), i < 3) << i;
    const auto files = authority_files(fleet);
    const auto ders = from_pem(files.at(3).second, "X509 CRL");
    ASSERT_EQ(files[3].first, "intermediate-ca.crl.pem");
    const auto facts = read_revocation_list(ders.at(0));
    ASSERT_TRUE(facts.has_value());
    EXPECT_EQ(facts->revoked, list.revoked);
    EXPECT_EQ(facts->this_update, list.this_update);
    EXPECT_LT(list.this_update, world_start);
    const auto ca = from_pem(files.at(1).second, "CERTIFICATE");
    EXPECT_TRUE(is_signed_by(ders.at(0), ca.at(0)));
}

TEST(Synthesise, TheBrokersIdentityIsSignedByTheTrustedRootAndForeignCertificatesAreNot) {
    auto fleet = synthesise(description_of({}), 7);
    const auto identity = broker_identity(fleet);
    const auto trusted = from_pem(identity.trusted_cas, "CERTIFICATE");
    ASSERT_EQ(trusted.size(), 2U);
    EXPECT_TRUE(is_signed_by(from_pem(identity.certificate, "CERTIFICATE").at(0), trusted[0]));
    EXPECT_EQ(from_pem(identity.revocation_lists, "X509 CRL").size(), 2U);
    const auto device = fleet.issue(fleet.credentials[0]).der;
    EXPECT_TRUE(is_signed_by(device, trusted[1]));
    const auto forged = fleet.add_credential({.generation = 1,
                                              .issuer = Credential::Issuer::foreign,
                                              .not_before = world_start,
                                              .not_after = world_start + 24h});
    const auto foreign = fleet.issue(fleet.credentials[forged]).der;
    for (const auto& ca : trusted) EXPECT_FALSE(is_signed_by(foreign, ca));
}

TEST(Synthesise, TakesOnlyDevicesThatPlayNoPartYetAndInOrder) {
    auto fleet = synthesise(description_of({.pumps = 4}), 7);
    using Devices = std::vector<std::uint32_t>;
    EXPECT_EQ(fleet.take("pumps", 1, "here"), (Devices{0}));
    EXPECT_EQ(fleet.take("pumps", 2, "here"), (Devices{1, 2}));
    try {
        fleet.take("pumps", 2, "here");
        ADD_FAILURE() << "a device plays two parts";
    } catch (const Error& error) {
        EXPECT_STREQ(
            error.what(),
            "here: wants 2 of the cohort \"pumps\", of whose 4 devices only 1 play no part yet; "
            "make the cohort larger, or ask for fewer (a timeline entry may name devices as "
            "\"things\")");
    }
    EXPECT_EQ(fleet.take("pumps", 1, "here"), (Devices{3}));
    EXPECT_THROW(fleet.take("pumps", 5, "here"), Error);
    EXPECT_THROW(fleet.take("valves", 1, "here"), Error);
}

TEST(Synthesise, ADefectOnMoreDevicesThanThereAreIsAnErrorThatNamesItsPlace) {
    const auto message =
        failure_of(description_of({.defects = {support::defect("expired-certificate", 3)}}));
    EXPECT_NE(message.find("fleet.defects[0]"), std::string::npos);
    EXPECT_NE(message.find("pumps"), std::string::npos);
}

TEST(Synthesise, GroupsAreMadeAsNamedAndParentsAreKept) {
    auto description = description_of({});
    description.groups = {{.name = "eu", .parent = "world"}};
    description.cohorts[0].groups = {"eu", "wet"};
    const auto fleet = synthesise(description, 7);
    const auto& groups = fleet.inventory.groups;
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups[0].name, "eu");
    EXPECT_EQ(groups.at(groups[0].parent).name, "world");
    EXPECT_EQ(fleet.inventory.things[1].groups, (std::vector<std::uint32_t>{0, 2}));
}

TEST(Synthesise, CohortsShareAPolicyOfOneNameOnlyWhenItIsTheSame) {
    auto description = with_cohort_before(description_of({}), "valves");
    for (auto& cohort : description.cohorts) {
        cohort.policy_name = "shared";
        cohort.policy_document = support::allowing("iot:*", "*");
    }
    EXPECT_EQ(synthesise(description, 7).inventory.policies.size(), 1U);
    description.cohorts[1].policy_document = support::allowing("iot:Connect", "*");
    EXPECT_NE(failure_of(description).find("shared"), std::string::npos);
}
