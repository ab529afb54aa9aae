#include "fleet/access.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/base/error.hpp"

using namespace fleet;
using testing::HasSubstr;

namespace {

CertificateId id(std::uint8_t number) {
    CertificateId made{};
    made.fill(number);
    return made;
}

std::string id_hex(std::uint8_t number) {
    Certificate certificate;
    certificate.id = id(number);
    return certificate.id_hex();
}

Policy policy(std::string name, std::string_view effect, std::string_view action,
              std::string_view tail) {
    Policy made;
    made.name = std::move(name);
    made.versions.push_back({.id = "1",
                             .document = fmt::format(
                                 R"({{"Statement":{{"Effect":"{}","Action":"{}",
                 "Resource":"arn:aws:iot:us-east-1:123456789012:{}"}}}})",
                                 effect, action, tail),
                             .creation_date = {}});
    return made;
}

/// Certificate k is attached to thing pump-k and has policy "own"; group "child" of "parent" has
/// nobody; "parent" carries policy "news".
Inventory plant() {
    Inventory inventory;
    inventory.policies = {
        policy("own", "Allow", "iot:*", "*/${iot:Connection.Thing.ThingName}"),
        policy("news", "Allow", "iot:Subscribe", "topicfilter/news"),
        policy("mute", "Deny", "iot:Publish", "topic/*"),
        policy("mine", "Allow", "iot:Publish", "topic/${iot:CertificateId}"),
        policy("plain", "Allow", "iot:Publish", "topic/${iot:Certificate.Issuer.CommonName}")};
    ThingGroup parent, child;
    parent.name = "parent";
    parent.policies = {1};
    child.name = "child";
    child.parent = 0;
    inventory.groups = {parent, child};
    CaCertificate ca;
    ca.subject = {{"CommonName", "plant"}};
    inventory.ca_certificates = {ca};
    for (std::uint32_t k = 0; k < 40; ++k) {
        Certificate certificate;
        certificate.id = id(static_cast<std::uint8_t>(k));
        certificate.ca = 0;
        certificate.things = {k};
        certificate.policies = {0};
        inventory.certificates.push_back(certificate);
        Thing thing;
        thing.name = fmt::format("pump-{}", k);
        thing.certificates = {k};
        inventory.things.push_back(thing);
    }
    inventory.certificates[7].status = CertificateStatus::inactive;
    return inventory;
}

Change change(ChangeKind kind, std::string subject, std::string value) {
    return {.time = {},
            .kind = kind,
            .subject = std::move(subject),
            .value = std::move(value),
            .certificate = std::nullopt};
}

Change registration(std::uint8_t number) {
    auto made = change(ChangeKind::certificate_registered, id_hex(number), "");
    made.certificate = Certificate{};
    made.certificate->id = id(number);
    return made;
}

}  // namespace

TEST(Access, FindsCertificatesByIdAndTheirStatus) {
    const auto inventory = plant();
    const Access access(inventory);
    for (std::uint32_t k = 0; k < 40; ++k)
        EXPECT_EQ(access.certificate(id_hex(static_cast<std::uint8_t>(k))), k);
    EXPECT_EQ(access.certificate(id_hex(41)), no_index);
    EXPECT_EQ(access.certificate("0101"), no_index);
    EXPECT_EQ(access.certificate("pump"), no_index);
    EXPECT_EQ(access.status(7), CertificateStatus::inactive);
    EXPECT_EQ(access.status(8), CertificateStatus::active);
}

TEST(Access, KnowsTheThingNamedLikeTheClientIfItIsAttached) {
    auto inventory = plant();
    inventory.things[4].is_registered = false;
    const Access access(inventory);
    EXPECT_EQ(access.principal(3, "pump-3", "10.0.0.1").thing, 3U);
    EXPECT_EQ(access.principal(3, "pump-2", "10.0.0.1").thing, no_index);
    EXPECT_EQ(access.principal(4, "pump-4", "10.0.0.1").thing, no_index);
    EXPECT_TRUE(access.may_connect(access.principal(3, "pump-3", "")));
    EXPECT_FALSE(access.may_connect(access.principal(3, "pump-2", "")));
    EXPECT_FALSE(access.may_connect(access.principal(no_index, "pump-3", "")));
}

TEST(Access, JudgesEachActionOnItsResource) {
    const auto inventory = plant();
    const Access access(inventory);
    const auto pump = access.principal(3, "pump-3", "");
    EXPECT_TRUE(access.may(pump, PolicyAction::publish, "a/pump-3"));
    EXPECT_FALSE(access.may(pump, PolicyAction::publish, "a/pump-4"));
    EXPECT_TRUE(access.may(pump, PolicyAction::receive, "a/pump-3"));
    EXPECT_TRUE(access.may(pump, PolicyAction::subscribe, "a/+/pump-3"));
    EXPECT_TRUE(access.may(pump, PolicyAction::retain_publish, "a/pump-3"));
    EXPECT_TRUE(access.may(pump, PolicyAction::publish, std::string(2000, 'a') + "/pump-3"));
    EXPECT_FALSE(access.may(pump, PolicyAction::publish, std::string(2000, 'a') + "/pump-4"));
}

TEST(Access, JudgesTheFilterOfASharedSubscription) {
    auto inventory = plant();
    inventory.certificates[0].policies = {1};
    const Access access(inventory);
    const auto reader = access.principal(0, "reader", "");
    EXPECT_TRUE(access.may(reader, PolicyAction::subscribe, "$share/group/news"));
    EXPECT_FALSE(access.may(reader, PolicyAction::subscribe, "$share/news"));
    EXPECT_FALSE(access.may(reader, PolicyAction::subscribe, "$shared/group/news"));
}

TEST(Access, TakesPoliciesFromGroupsAndTheirParents) {
    auto inventory = plant();
    inventory.things[3].groups = {1};
    const Access access(inventory);
    EXPECT_TRUE(access.may(access.principal(3, "pump-3", ""), PolicyAction::subscribe, "news"));
    EXPECT_TRUE(access.may(access.principal(3, "other", ""), PolicyAction::subscribe, "news"));
    EXPECT_FALSE(access.may(access.principal(4, "pump-4", ""), PolicyAction::subscribe, "news"));
}

TEST(Access, SurvivesARingOfParents) {
    auto inventory = plant();
    inventory.groups[0].parent = 1;
    inventory.things[3].groups = {0};
    const Access access(inventory);
    EXPECT_TRUE(access.may(access.principal(3, "pump-3", ""), PolicyAction::subscribe, "news"));
}

TEST(Access, SpellsOutTheCertificateAndItsIssuer) {
    auto inventory = plant();
    inventory.certificates[0].policies = {3, 4};
    const Access access(inventory);
    const auto device = access.principal(0, "x", "");
    EXPECT_TRUE(access.may(device, PolicyAction::publish, id_hex(0)));
    EXPECT_FALSE(access.may(device, PolicyAction::publish, id_hex(1)));
    EXPECT_TRUE(access.may(device, PolicyAction::publish, "plant"));
}

TEST(Access, FollowsAttachmentsOfPoliciesAndGroups) {
    const auto inventory = plant();
    Access access(inventory);
    const auto pump = access.principal(3, "pump-3", "");
    const auto may_publish = [&] { return access.may(pump, PolicyAction::publish, "a/pump-3"); };
    access.apply(change(ChangeKind::policy_attached, id_hex(3), "mute"));
    EXPECT_FALSE(may_publish());
    EXPECT_TRUE(access.may(access.principal(4, "pump-4", ""), PolicyAction::publish, "a/pump-4"));
    access.apply(change(ChangeKind::policy_detached, id_hex(3), "mute"));
    EXPECT_TRUE(may_publish());
    access.apply(change(ChangeKind::policy_detached, id_hex(3), "own"));
    EXPECT_FALSE(may_publish());
    access.apply(change(ChangeKind::group_joined, "pump-3", "child"));
    EXPECT_TRUE(access.may(pump, PolicyAction::subscribe, "news"));
    access.apply(change(ChangeKind::group_left, "pump-3", "child"));
    EXPECT_FALSE(access.may(pump, PolicyAction::subscribe, "news"));
    EXPECT_EQ(inventory, plant());
}

TEST(Access, FollowsANewPolicyVersionForEveryoneWhoHasIt) {
    const auto inventory = plant();
    Access access(inventory);
    access.apply(
        change(ChangeKind::policy_version, "own", inventory.policies[3].versions[0].document));
    for (const auto k : {std::uint8_t{2}, std::uint8_t{3}}) {
        const auto pump = access.principal(k, fmt::format("pump-{}", k), "");
        EXPECT_FALSE(access.may_connect(pump));
        EXPECT_TRUE(access.may(pump, PolicyAction::publish, id_hex(k)));
    }
}

TEST(Access, FollowsARotation) {
    const auto inventory = plant();
    Access access(inventory);
    const auto old_pump = access.principal(3, "pump-3", "");
    access.apply(registration(50));
    access.apply(registration(51));
    EXPECT_EQ(access.certificate(id_hex(50)), 40U);
    EXPECT_EQ(access.certificate(id_hex(51)), 41U);
    EXPECT_FALSE(access.may_connect(access.principal(41, "pump-3", "")));
    access.apply(change(ChangeKind::thing_attached, id_hex(51), "pump-3"));
    access.apply(change(ChangeKind::policy_attached, id_hex(51), "own"));
    EXPECT_TRUE(access.may_connect(access.principal(41, "pump-3", "")));
    EXPECT_FALSE(access.may_connect(access.principal(40, "pump-3", "")));
    access.apply(change(ChangeKind::group_joined, "pump-3", "parent"));
    EXPECT_TRUE(access.may(access.principal(41, "any", ""), PolicyAction::subscribe, "news"));
    access.apply(change(ChangeKind::certificate_status, id_hex(51), "REVOKED"));
    EXPECT_EQ(access.status(41), CertificateStatus::revoked);
    EXPECT_TRUE(access.may(old_pump, PolicyAction::publish, "a/pump-3"));
    access.apply(change(ChangeKind::thing_detached, id_hex(3), "pump-3"));
    EXPECT_FALSE(access.may(old_pump, PolicyAction::publish, "a/pump-3"));
    EXPECT_FALSE(access.may(old_pump, PolicyAction::subscribe, "news"));
}

TEST(Access, CountsForEachCertificateTheChangesThatMayAlterItsVerdicts) {
    const auto inventory = plant();
    Access access(inventory);
    EXPECT_EQ(access.version(3), 0U);
    access.apply(change(ChangeKind::logging, "", "WARN"));
    access.apply(change(ChangeKind::certificate_status, id_hex(3), "INACTIVE"));
    EXPECT_EQ(access.version(3), 0U);
    access.apply(change(ChangeKind::policy_attached, id_hex(3), "mute"));
    EXPECT_EQ(access.version(3), 1U);
    EXPECT_EQ(access.version(2), 0U);
}

TEST(Access, ANewPolicyVersionMayAlterTheVerdictsOfEveryCertificate) {
    const auto inventory = plant();
    Access access(inventory);
    access.apply(
        change(ChangeKind::policy_version, "own", inventory.policies[3].versions[0].document));
    EXPECT_EQ(access.version(2), 1U);
    EXPECT_EQ(access.version(3), 1U);
}

TEST(Access, NamesWhatDoesNotExistAndStaysAsItWas) {
    const auto inventory = plant();
    Access access(inventory);
    for (const auto& altered :
         {change(ChangeKind::thing_attached, id_hex(3), "nobody"),
          change(ChangeKind::thing_attached, id_hex(60), "pump-3"),
          change(ChangeKind::policy_attached, id_hex(3), "nobody"),
          change(ChangeKind::group_joined, "pump-3", "nobody"),
          change(ChangeKind::policy_version, "nobody", "{}"),
          change(ChangeKind::policy_version, "own", "{}"),
          change(ChangeKind::certificate_status, id_hex(3), "DEAD"), registration(3)})
        EXPECT_THROW(access.apply(altered), Error) << name_of(altered.kind) << altered.value;
    EXPECT_EQ(access.version(3), 0U);
    EXPECT_TRUE(access.may_connect(access.principal(3, "pump-3", "")));
}

TEST(Access, NamesAPolicyThatIsNone) {
    auto inventory = plant();
    inventory.policies[2].versions[0].document = "{}";
    try {
        const Access access(inventory);
        FAIL() << "compiled a policy that is none";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("policy \"mute\" version 1"));
    }
}

TEST(Inventory, NamesItsResources) {
    const Inventory inventory;
    EXPECT_EQ(inventory.arn("thing/a"), "arn:aws:iot:us-east-1:123456789012:thing/a");
    EXPECT_EQ(inventory.role_arn("audit"), "arn:aws:iam::123456789012:role/audit");
}
