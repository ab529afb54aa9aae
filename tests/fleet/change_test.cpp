#include "fleet/change.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"

using namespace fleet;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

constexpr Time noon = from_epoch_ms(1'533'556'800'123);
constexpr auto open_document =
    R"({"Statement":{"Effect":"Allow","Action":"iot:*","Resource":"*"}})";

Certificate certificate(std::uint8_t number) {
    Certificate made;
    made.id.fill(number);
    return made;
}

/// Two certificates, two things, one of everything else.
Inventory plant() {
    Inventory inventory;
    inventory.certificates = {certificate(1), certificate(2)};
    CaCertificate ca;
    ca.id.fill(9);
    inventory.ca_certificates = {ca};
    Thing first, second;
    first.name = "pump-0";
    second.name = "pump-1";
    inventory.things = {first, second};
    ThingGroup group;
    group.name = "eu";
    inventory.groups = {group};
    Policy policy;
    policy.name = "device";
    policy.versions = {{.id = "3", .document = open_document, .creation_date = {}}};
    inventory.policies = {policy};
    return inventory;
}

Change change(ChangeKind kind, std::string subject, std::string value) {
    return {.time = noon,
            .kind = kind,
            .subject = std::move(subject),
            .value = std::move(value),
            .certificate = std::nullopt};
}

std::string failure_of(const Change& altered) {
    auto inventory = plant();
    try {
        apply(inventory, altered);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

const auto second_id = certificate(2).id_hex();

}  // namespace

TEST(Change, NamesEveryKindAndReadsItBack) {
    for (int i = 0; i <= static_cast<int>(ChangeKind::logging); ++i) {
        const auto kind = static_cast<ChangeKind>(i);
        EXPECT_EQ(change_kind(name_of(kind)), kind);
    }
    EXPECT_EQ(name_of(ChangeKind::policy_version), "policy-version");
    EXPECT_EQ(change_kind("policy_version"), std::nullopt);
}

TEST(Change, SetsTheStatusOfCertificatesAndTheDateWithIt) {
    auto inventory = plant();
    apply(inventory, change(ChangeKind::certificate_status, second_id, "INACTIVE"));
    EXPECT_EQ(inventory.certificates[1].status, CertificateStatus::inactive);
    EXPECT_EQ(inventory.certificates[1].last_modified_date, noon);
    EXPECT_EQ(inventory.certificates[0], certificate(1));
    const auto ca_id = inventory.ca_certificates[0].id_hex();
    apply(inventory, change(ChangeKind::ca_certificate_status, ca_id, "INACTIVE"));
    EXPECT_EQ(inventory.ca_certificates[0].status, CertificateStatus::inactive);
}

TEST(Change, AttachesAndDetachesOnBothSides) {
    auto inventory = plant();
    const auto before = inventory;
    for (int twice = 0; twice < 2; ++twice) {
        apply(inventory, change(ChangeKind::thing_attached, second_id, "pump-1"));
        apply(inventory, change(ChangeKind::policy_attached, second_id, "device"));
        apply(inventory, change(ChangeKind::group_joined, "pump-1", "eu"));
    }
    apply(inventory, change(ChangeKind::thing_attached, second_id, "pump-0"));
    EXPECT_THAT(inventory.certificates[1].things, ElementsAre(0, 1));
    EXPECT_THAT(inventory.things[1].certificates, ElementsAre(1));
    EXPECT_THAT(inventory.certificates[1].policies, ElementsAre(0));
    EXPECT_THAT(inventory.things[1].groups, ElementsAre(0));
    apply(inventory, change(ChangeKind::thing_detached, second_id, "pump-0"));
    apply(inventory, change(ChangeKind::thing_detached, second_id, "pump-1"));
    apply(inventory, change(ChangeKind::policy_detached, second_id, "device"));
    apply(inventory, change(ChangeKind::group_left, "pump-1", "eu"));
    EXPECT_EQ(inventory, before);
}

TEST(Change, RegistersACertificateOnce) {
    auto inventory = plant();
    auto registered = change(ChangeKind::certificate_registered, certificate(3).id_hex(), "");
    registered.certificate = certificate(3);
    apply(inventory, registered);
    ASSERT_EQ(inventory.certificates.size(), 3U);
    EXPECT_EQ(inventory.certificates[2], certificate(3));
    EXPECT_THROW(apply(inventory, registered), Error);
    registered.certificate = certificate(4);
    registered.certificate->ca = 1;
    EXPECT_THROW(apply(inventory, registered), Error);
}

TEST(Change, GivesAPolicyANewDefaultVersionUpToFive) {
    auto inventory = plant();
    for (int i = 0; i < 4; ++i)
        apply(inventory, change(ChangeKind::policy_version, "device", open_document));
    const auto& policy = inventory.policies[0];
    EXPECT_EQ(policy.versions.size(), 5U);
    EXPECT_EQ(policy.default_version, 4U);
    EXPECT_EQ(policy.versions[4].id, "7");
    EXPECT_EQ(policy.versions[4].creation_date, noon);
    EXPECT_THROW(apply(inventory, change(ChangeKind::policy_version, "device", open_document)),
                 Error);
}

TEST(Change, SetsTheLogLevel) {
    auto inventory = plant();
    apply(inventory, change(ChangeKind::logging, "", "WARN"));
    EXPECT_EQ(inventory.account.logging.default_log_level, "WARN");
}

TEST(Change, NamesWhatDoesNotExist) {
    EXPECT_THAT(failure_of(change(ChangeKind::certificate_status, "00", "ACTIVE")),
                HasSubstr("certificate-status of \"00\" at 2018-08-06T12:00:00.123Z"));
    EXPECT_THAT(failure_of(change(ChangeKind::certificate_status, second_id, "DEAD")),
                HasSubstr("\"DEAD\" is no certificate status"));
    const auto ca_id = plant().ca_certificates[0].id_hex();
    EXPECT_THAT(failure_of(change(ChangeKind::ca_certificate_status, ca_id, "REVOKED")),
                HasSubstr("ACTIVE or INACTIVE"));
    EXPECT_THAT(failure_of(change(ChangeKind::thing_attached, second_id, "pump-9")),
                HasSubstr("no thing \"pump-9\""));
    EXPECT_THAT(failure_of(change(ChangeKind::policy_attached, second_id, "x")),
                HasSubstr("no policy \"x\""));
    EXPECT_THAT(failure_of(change(ChangeKind::group_joined, "pump-0", "x")),
                HasSubstr("no thing group \"x\""));
    EXPECT_THAT(failure_of(change(ChangeKind::policy_version, "device", "{}")),
                HasSubstr("has no Statement"));
    EXPECT_THAT(failure_of(change(ChangeKind::logging, "", "LOUD")), HasSubstr("LOUD"));
}

TEST(Change, ReturnsFromARecordingAsItWas) {
    const auto inventory = plant();
    auto registered = change(ChangeKind::certificate_registered, certificate(3).id_hex(), "");
    registered.certificate = certificate(3);
    auto& made = *registered.certificate;
    made.status = CertificateStatus::pending_activation;
    made.ca = 0;
    made.serial.bytes = {0, 1, 0xAB};
    made.serial.size = 3;
    made.creation_date = noon;
    made.not_before = noon - 1ms;
    made.not_after = noon + std::chrono::days(7300);
    made.subject = {
        {"OrganizationalUnit", "b"}, {"CommonName", "é\""}, {"OrganizationalUnit", "a"}};
    for (const auto& original :
         {registered, change(ChangeKind::policy_version, "device", open_document)}) {
        const auto line = to_line(to_json(original, inventory));
        EXPECT_EQ(change_from_json(parse_json(line, "line").root()), original) << line;
    }
    EXPECT_EQ(to_line(to_json(change(ChangeKind::thing_attached, "ab", "pump-1"), inventory)),
              R"({"time":"2018-08-06T12:00:00.123Z","kind":"change","change":)"
              R"({"kind":"thing-attached","subject":"ab","value":"pump-1"}})");
}

TEST(Change, RefusesALineThatIsNone) {
    const auto failure = [](std::string_view line) -> std::string {
        try {
            change_from_json(parse_json(line, "line").root());
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_THAT(failure("[]"), HasSubstr("an object is due"));
    EXPECT_THAT(failure(R"({"time":1})"), HasSubstr("\"change\" is missing"));
    EXPECT_THAT(failure(R"({"time":"2018-08-06T12:00:00Z","change":{"kind":"x"}})"),
                HasSubstr("\"kind\""));
    EXPECT_THAT(failure(R"({"time":"now","change":{"kind":"logging","subject":"","value":""}})"),
                HasSubstr("\"time\""));
    EXPECT_THAT(failure(
                    R"({"time":"2018-08-06T12:00:00Z","change":{"kind":"certificate-registered",
                            "subject":"","value":"",
                            "certificate":{"status":"ACTIVE","certificateId":"00"}}})"),
                HasSubstr("64 hexadecimal digits"));
}
