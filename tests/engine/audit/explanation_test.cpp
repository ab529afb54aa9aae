#include "engine/audit/explanation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/audit/policy_world.hpp"
#include "tests/support/service.hpp"

using namespace support;
using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

namespace {

constexpr auto expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
constexpr auto revoked = "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK";

/// What an audit of `check` at noon answers.
engine::CheckAnswer answer(const FleetBuilder& fleet, const char* check, std::string resource) {
    Service service(fleet);
    service.account.question = {check, std::move(resource), {}};
    service.enable({check}).start({check});
    EXPECT_THAT(service.account.answers, SizeIs(1));
    return service.account.answers.at(0);
}

/// What a check itself says that it looked at.
std::vector<std::string> words(const FleetBuilder& fleet, const char* check,
                               const std::string& resource) {
    const TrafficBuilder traffic(fleet.inventory());
    const auto history = traffic.history();
    return engine::explanation_of(*engine::audit_check(check),
                                  {.inventory = fleet.inventory(),
                                   .history = history,
                                   .dictionary = *traffic.dictionary(),
                                   .task_start = noon,
                                   .check_time = noon,
                                   .window_begin = noon,
                                   .collected_since = noon},
                                  resource);
}

}  // namespace

TEST(Explanation, TellsDatesStatusAndThresholdOfACertificate) {
    const auto fleet = a_fleet().with_device("a", expiring_in(24h));
    const auto told = answer(fleet, expiring, certificate_id(0));
    EXPECT_TRUE(told.is_found);
    EXPECT_THAT(told.lines, Contains(HasSubstr("THRESHOLD_IN_DAYS is 30 days")));
    EXPECT_THAT(told.lines, Contains("status ACTIVE"));
    EXPECT_THAT(told.lines, Contains(HasSubstr("which is 1d after the start of the audit")));
    EXPECT_THAT(told.lines, Not(Contains(HasSubstr("revocation"))));
}

TEST(Explanation, TellsWhyACertificateIsOutOfScope) {
    const auto fleet = a_fleet().with_device("a", {expiring_in(24h), inactive()});
    const auto told = answer(fleet, expiring, "a");
    EXPECT_EQ(told.resource, certificate_id(0));
    EXPECT_FALSE(told.is_found);
    EXPECT_THAT(told.lines, Contains(HasSubstr("status INACTIVE: checks of the registry")));
}

TEST(Explanation, TellsTheEntryOfTheRevocationList) {
    const auto fleet = a_fleet().with_device("a", revoked_by_issuer()).with_device("b");
    EXPECT_THAT(answer(fleet, revoked, "a").lines, Contains(HasSubstr("is on it")));
    EXPECT_THAT(answer(fleet, revoked, "b").lines, Contains(HasSubstr("is not on it")));
}

TEST(Explanation, TellsThatTheCheckFailed) {
    auto fleet = a_fleet().with_device("a").without_role("AWSIoTDeviceDefenderAudit");
    EXPECT_THAT(answer(fleet, expiring, "a").lines,
                ElementsAre(HasSubstr("failed before it looked: role")));
}

TEST(Explanation, TellsTheKeyThatWasTested) {
    constexpr auto check = "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK";
    auto fleet = a_fleet().with_device("a", with_roca_key()).with_device("b").with_device("c");
    auto& certificates = fleet.inventory().certificates;
    certificates[0].key.algorithm = fleet::KeyAlgorithm::rsa;
    certificates[0].key.bits = 2048;
    certificates[1].key = {.algorithm = fleet::KeyAlgorithm::ec, .curve = fleet::KeyCurve::p256};
    EXPECT_THAT(words(fleet, check, certificate_id(0)),
                ElementsAre("status ACTIVE",
                            "key RSA of 2048 bits: not on a list of Debian's weak keys, made as "
                            "ROCA's keys are"));
    EXPECT_THAT(words(fleet, check, certificate_id(1)),
                Contains("key EC P-256: only RSA keys are tested"));
    EXPECT_THAT(words(fleet, check, certificate_id(2)), Contains("nothing tells what key it has"));
    EXPECT_THAT(words(fleet, check, "nobody"), IsEmpty());
}

TEST(Explanation, TellsBothGenerationsOfLoggingOptions) {
    auto fleet = a_fleet();
    fleet.inventory().account.logging = {.role_arn = {}, .default_log_level = "ERROR"};
    fleet.inventory().account.first_logging.reset();
    EXPECT_THAT(words(fleet, "LOGGING_DISABLED_CHECK", "123456789012"),
                ElementsAre("GetLoggingOptions: nothing is configured",
                            "GetV2LoggingOptions: default level ERROR"));
}

TEST(Explanation, TellsTheRoleOfAnAliasItsStatementsAndTheirUse) {
    auto fleet = with_role_of({document({statement("Allow", "s3:GetObject", "*"),
                                         R"({"Effect": "Deny", "NotAction": "s3:*",
                                             "Resource": "arn:aws:s3:::a"})"})});
    fleet.inventory().roles.back().last_accessed = {{"s3", noon - 366 * 24h}};
    const auto alias = iot_arn("rolealias/alias");
    EXPECT_THAT(words(fleet, "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK", alias),
                ElementsAre(HasSubstr("role arn:aws:iam::"),
                            R"(statement 1: "Allow" "s3:GetObject" on "*", with a wildcard)",
                            R"(statement 2: "Deny" all but "s3:*" on "arn:aws:s3:::a")"));
    constexpr auto unused = "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK";
    EXPECT_THAT(words(fleet, unused, alias),
                Contains(HasSubstr("grants s3, last used 2017-08-05")));
    EXPECT_THAT(words(fleet, unused, alias),
                Contains(HasSubstr(": not in the year before the audit")));
    EXPECT_THAT(words(fleet, unused, "other"), IsEmpty());
}

TEST(Explanation, TellsWhoWasConnectedOfAPoolAndItsRole) {
    constexpr auto check = "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK";
    auto fleet = with_role_of({"{nonsense"});
    auto& pool = fleet.inventory().identity_pools[0];
    EXPECT_THAT(words(fleet, check, pool.id),
                testing::AllOf(Contains(HasSubstr("was connected within the 31 days")),
                               Contains(HasSubstr("was connected from ")),
                               Contains(HasSubstr("its document cannot be read"))));
    pool.connections.resize(42, pool.connections.front());
    EXPECT_THAT(words(fleet, check, pool.id), Contains("and 2 more"));
    pool.connections.clear();
    pool.unauthenticated_role_arn.clear();
    EXPECT_THAT(words(fleet, check, pool.id),
                ElementsAre(HasSubstr("is not judged"), "it has no such role"));
}

TEST(Explanation, TellsWhatTheIssuersListSaysOfAnAuthority) {
    constexpr auto check = "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK";
    const auto told = [&](bool is_revoked) {
        return words(a_fleet().with_unregistered_issuer(is_revoked), check, "CN=Other CA");
    };
    EXPECT_THAT(told(true), Contains(HasSubstr("serial 070000 is on it")));
    EXPECT_THAT(told(false), Contains(HasSubstr("serial 070000 is not on it")));
    EXPECT_THAT(told(true), Contains(HasSubstr("CN=Other CA, id " + unregistered_issuer_id())));
    EXPECT_THAT(words(a_fleet(), "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK", ca_certificate_id()),
                Contains("status ACTIVE"));
}

TEST(Explanation, AnswersForTheAuditThatIsAskedAbout) {
    Service service(a_fleet().with_device("a", expiring_in(24h)));
    const auto first = service.enable({expiring, revoked}).start({expiring, revoked});
    EXPECT_THAT(service.account.answers, SizeIs(0));
    service.account.question = {expiring, certificate_id(0), first};
    service.wait(1h).start({expiring});
    EXPECT_THAT(service.account.answers, SizeIs(0));
    service.account.question->task_id.clear();
    service.wait(1h).start({expiring, revoked});
    EXPECT_THAT(service.account.answers, SizeIs(1));
}

TEST(Explanation, LetsACheckSpeakForItself) {
    const auto fleet = a_fleet();
    const TrafficBuilder traffic(fleet.inventory());
    const auto history = traffic.history();
    const engine::Evidence evidence{.inventory = fleet.inventory(),
                                    .history = history,
                                    .dictionary = *traffic.dictionary(),
                                    .task_start = noon,
                                    .check_time = noon,
                                    .window_begin = noon,
                                    .collected_since = noon};
    engine::AuditCheck check;
    check.explain = [](const engine::Evidence&, std::string_view resource) {
        return std::vector<std::string>{"of " + std::string(resource)};
    };
    EXPECT_THAT(engine::explanation_of(check, evidence, "x"), ElementsAre("of x"));
}
