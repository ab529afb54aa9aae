// What an export does not tell: no data, never compliant – and findings where there is something to
// find all the same.
#include "engine/single_audit.hpp"

#include <gmock/gmock.h>

#include "engine/audit/checks.hpp"
#include "engine/audit/task.hpp"
#include "tests/support/service.hpp"

using namespace support;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

engine::CheckSummary audited(const FleetBuilder& fleet, std::string check) {
    const fleet::ConnectionHistory history;
    const fleet::Dictionary dictionary;
    const auto findings = engine::audit_once({.view = {fleet.inventory(), history, dictionary},
                                              .at = noon,
                                              .checks = {std::move(check)}});
    return findings.tasks.front().checks.front();
}

void expect_no_data(const FleetBuilder& fleet, const std::string& check, const char* what) {
    const auto summary = audited(fleet, check);
    EXPECT_EQ(summary.status, engine::check_status::waiting) << check;
    EXPECT_THAT(summary.message, HasSubstr(what)) << check;
}

}  // namespace

TEST(SingleAudit, AChecksNeedsAreOnItsCard) {
    for (const auto* check : engine::audit_checks()) {
        ASSERT_FALSE(check->needs.empty()) << check->name;
        auto fleet = a_fleet().with_device("pump-1", expiring_in(std::chrono::days(3)));
        fleet.inventory().unknown.add(check->needs.front());
        expect_no_data(fleet, std::string(check->name), "Nothing tells");
    }
}

TEST(SingleAudit, EndsAlthoughAChecksDataNeverCome) {
    auto fleet = a_fleet();
    fleet.inventory().unknown.add(fleet::Part::connections);
    const fleet::ConnectionHistory history;
    const fleet::Dictionary dictionary;
    const auto findings = engine::audit_once(
        {.view = {fleet.inventory(), history, dictionary}, .at = noon, .checks = {}});
    ASSERT_EQ(findings.tasks.size(), 1U);
    EXPECT_EQ(findings.tasks.front().status, "COMPLETED");
    EXPECT_EQ(engine::statistics_of(findings.tasks.front()).waiting, 2U);
    EXPECT_EQ(engine::statistics_of(findings.tasks.front()).total, 17U);
}

TEST(SingleAudit, OneCertificateOfUnknownContentLeavesNoComplianceButFindings) {
    constexpr auto check = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
    auto fleet = a_fleet().with_device("pump-1").with_device("pump-2");
    fleet.inventory().certificates[1].unknown.set(fleet::Gap::content);
    expect_no_data(fleet, check, "1 of 2 certificates could not be judged");
    fleet.with_device("pump-3", expiring_in(std::chrono::days(3)));
    const auto summary = audited(fleet, check);
    EXPECT_EQ(summary.status, engine::check_status::non_compliant);
    EXPECT_EQ(summary.non_compliant_resources, 1U);
    EXPECT_EQ(summary.total_resources, 3U);
    EXPECT_THAT(summary.message, HasSubstr("1 of 3"));
}

TEST(SingleAudit, AnUnknownDayOfRegistrationIsNotJudged) {
    auto fleet = a_fleet().with_device("pump-1", registered_ago(std::chrono::days(900)));
    fleet.inventory().certificates[0].unknown.set(fleet::Gap::creation_date);
    expect_no_data(fleet, "DEVICE_CERTIFICATE_AGE_CHECK", "when they were registered");
}

TEST(SingleAudit, AListThatIsNotAtHandMayHoldAnything) {
    constexpr auto check = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK";
    auto fleet = a_fleet().with_device("pump-1");
    fleet.inventory().certificates[0].unknown.set(fleet::Gap::revocation);
    EXPECT_EQ(audited(fleet, check).status, engine::check_status::compliant);
    fleet.inventory().revocation_lists.clear();
    expect_no_data(fleet, check, "whom their issuers revoked");
}

TEST(SingleAudit, APolicyThatIsOnlyListedIsNotJudged) {
    auto fleet = a_fleet();
    fleet.inventory().policies.push_back({.name = "p", .versions = {{.id = "1"}}});
    fleet.inventory().policies.back().is_document_known = false;
    expect_no_data(fleet, "IOT_POLICY_OVERLY_PERMISSIVE_CHECK", "the document of policy p");
}

TEST(SingleAudit, ARoleThatIsNotThereMayBeElsewhere) {
    auto fleet = a_fleet();
    fleet.inventory().role_aliases.push_back(
        {.name = "a", .role_arn = "arn:aws:iam::123456789012:role/nobody"});
    constexpr auto check = "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK";
    EXPECT_EQ(audited(fleet, check).status, engine::check_status::compliant);
    fleet.inventory().unknown.add(fleet::Part::roles);
    expect_no_data(fleet, check, "what the role arn:aws:iam::123456789012:role/nobody may do");
}

TEST(SingleAudit, APoolOfWhichNobodyKnowsWhoWasConnectedIsJudged) {
    auto fleet = a_fleet();
    const auto arn = fleet.inventory().role_arn("guest");
    fleet.with_role({.name = "guest",
                     .trust_document = trusting("cognito-identity.amazonaws.com"),
                     .documents = {allowing({"iot:*"})}});
    fleet.inventory().identity_pools.push_back(
        {.id = "us-east-1:1", .name = "app", .unauthenticated_role_arn = arn});
    constexpr auto check = "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK";
    EXPECT_EQ(audited(fleet, check).total_resources, 0U);
    fleet.inventory().identity_pools.back().are_connections_known = false;
    const auto summary = audited(fleet, check);
    EXPECT_EQ(summary.status, engine::check_status::non_compliant);
    EXPECT_THAT(summary.message, HasSubstr("whether anybody was connected"));
}

TEST(SingleAudit, AsksNoRoleForPermission) {
    auto fleet = a_fleet().with_device("pump-1").without_role("AWSIoTDeviceDefenderAudit");
    EXPECT_EQ(audited(fleet, "DEVICE_CERTIFICATE_EXPIRING_CHECK").status,
              engine::check_status::compliant);
}
