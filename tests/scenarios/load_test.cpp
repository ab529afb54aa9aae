#include "scenarios/load.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scenarios/kinds.hpp"
#include "tests/scenarios/scenario_fixture.hpp"

using namespace scenarios;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

namespace {

constexpr std::string_view smallest = R"({"fleet": {"cohorts": [{"name": "a", "count": 3}]}})";

/// The smallest scenario with `timeline` as its timeline.
std::string with_timeline(std::string_view timeline) {
    return fmt::format(R"({{"duration": "2h", "fleet": {{"cohorts": [{{"name": "a", "count": 3}}]}},
"timeline": [{}]}})",
                       timeline);
}

}  // namespace

TEST(LoadScenario, FillsInEveryDefault) {
    Folder folder;
    const auto scenario = folder.with("scenario.json", smallest).load();
    EXPECT_EQ(scenario.name, folder.path().filename().string());
    EXPECT_EQ(scenario.seed, 1U);
    EXPECT_EQ(fleet::format_time(scenario.start), "2018-08-06T00:00:00Z");
    EXPECT_EQ(scenario.duration, 1h);
    EXPECT_EQ(scenario.broker, BrokerOptions{});
    // A careful account logs.
    EXPECT_EQ(scenario.fleet.account.id, fleet::Account{}.id);
    EXPECT_EQ(scenario.fleet.account.logging.value().default_log_level, "ERROR");
    EXPECT_EQ(scenario.fleet.account.logging->role_arn,
              "arn:aws:iam::123456789012:role/AWSIoTLogging");
    EXPECT_FALSE(scenario.fleet.account.first_logging);
    ASSERT_EQ(scenario.fleet.cohorts.size(), 1U);
    EXPECT_EQ(scenario.fleet.cohorts[0].count, 3U);
    EXPECT_EQ(scenario.fleet.cohorts[0].policy_document, "");
    EXPECT_EQ(scenario.fleet.cohorts[0].certificate_age, 24h * 30);
    EXPECT_FALSE(scenario.has_expect);
}

TEST(LoadScenario, GivesTheAccountTheRolesTheServiceNeeds) {
    Folder folder;
    const auto roles = folder.with("scenario.json", smallest).load().fleet.roles;
    ASSERT_EQ(roles.size(), 3U);
    EXPECT_EQ(roles[0].name, "AWSIoTDeviceDefenderAudit");
    EXPECT_THAT(roles[0].trust_document, HasSubstr("iot.amazonaws.com"));
    EXPECT_THAT(roles[0].documents[0], AllOf(HasSubstr("iot:DescribeRoleAlias"),
                                             HasSubstr("iam:GetServiceLastAccessedDetails")));
    EXPECT_EQ(roles[1].name, "AWSIoTDeviceDefenderNotification");
    EXPECT_THAT(roles[1].documents[0], HasSubstr("sns:Publish"));
    EXPECT_EQ(roles[2].name, "AWSIoTLogging");
    EXPECT_THAT(roles[2].documents[0], HasSubstr("logs:PutLogEvents"));
}

TEST(LoadScenario, ReadsBothGenerationsOfLoggingOptions) {
    const auto account = [](const char* section) {
        return Folder()
            .with("scenario.json",
                  R"({"fleet": {"cohorts": []}, "account": {)" + std::string(section) + "}}")
            .load()
            .fleet.account;
    };
    EXPECT_FALSE(account(R"("logging": {"configured": false})").logging);
    const auto both = account(R"("id": "210987654321", "logging": {"disableAllLogs": true},
        "loggingV1": {"logLevel": "WARN", "roleArn": "arn:aws:iam::210987654321:role/own"})");
    EXPECT_TRUE(both.logging.value().disable_all_logs);
    EXPECT_EQ(both.logging->role_arn, "arn:aws:iam::210987654321:role/AWSIoTLogging");
    EXPECT_EQ(both.first_logging.value().log_level, "WARN");
    EXPECT_EQ(both.first_logging->role_arn, "arn:aws:iam::210987654321:role/own");
}

TEST(LoadScenario, ReadsRolesWithWhatLeadsToThem) {
    const auto fleet = Folder()
                           .with("put.json", R"({"Statement": []})")
                           .with("scenario.json", R"({"fleet": {"cohorts": []}, "account": {
        "roles": {"devices": {"trust": {}, "policies": [{"a": 1}],
                              "attachedPolicies": {"put": "put.json"},
                              "servicesLastAccessed": {"iot": "-1d", "dynamodb": "-400d"}},
                  "users": {"trust": {}, "attachedPolicies": {"put": {"Statement": []}}}},
        "roleAliases": {"camera": {"role": "devices", "credentialDurationSeconds": 900}},
        "identityPools": {"app": {"authenticatedRole": "users", "connections": [
            {"at": "-3d", "identity": "authenticated"}, {"at": "+5m", "for": "10m"}]}}}})")
                           .load()
                           .fleet;
    ASSERT_EQ(fleet.managed_policies.size(), 1U);
    EXPECT_EQ(fleet.managed_policies[0].arn, "arn:aws:iam::123456789012:policy/put");
    EXPECT_EQ(fleet.managed_policies[0].document, R"({"Statement":[]})");
    ASSERT_EQ(fleet.roles.size(), 5U);
    EXPECT_EQ(fleet.roles[3].name, "devices");
    EXPECT_THAT(fleet.roles[3].managed_policies, ElementsAre(0U));
    EXPECT_THAT(fleet.roles[4].managed_policies, ElementsAre(0U));
    ASSERT_EQ(fleet.roles[3].last_accessed.size(), 2U);
    EXPECT_EQ(fleet.roles[3].last_accessed[0].service, "dynamodb");
    EXPECT_EQ(fleet.roles[3].last_accessed[1].last_authenticated, fleet.start - 24h);
    ASSERT_EQ(fleet.role_aliases.size(), 1U);
    EXPECT_EQ(fleet.role_aliases[0].name, "camera");
    EXPECT_EQ(fleet.role_aliases[0].role_arn, "arn:aws:iam::123456789012:role/devices");
    EXPECT_EQ(fleet.role_aliases[0].credential_duration_seconds, 900U);
    ASSERT_EQ(fleet.identity_pools.size(), 1U);
    const auto& pool = fleet.identity_pools[0];
    EXPECT_EQ(pool.id, fleet::identity_pool_id(fleet.account, "app"));
    EXPECT_THAT(pool.id, testing::MatchesRegex("us-east-1:[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-"
                                               "[0-9a-f]+"));
    EXPECT_EQ(pool.authenticated_role_arn, "arn:aws:iam::123456789012:role/users");
    EXPECT_EQ(pool.unauthenticated_role_arn, "");
    ASSERT_EQ(pool.connections.size(), 2U);
    EXPECT_TRUE(pool.connections[0].is_authenticated);
    EXPECT_EQ(pool.connections[0].disconnected, fleet.start - 72h + 1h);
    EXPECT_FALSE(pool.connections[1].is_authenticated);
    EXPECT_EQ(pool.connections[1].connected, fleet.start + 5min);
}

TEST(LoadScenario, NamesRolesThatAreNotThere) {
    const auto what = Folder()
                          .with("scenario.json", R"({"fleet": {"cohorts": []}, "account": {
        "roles": {"devices": {"trust": {}, "servicesLastAccessed": {"iot": "+1m"},
                              "attachedPolicies": {"p": {"a": 1}}},
                  "other": {"trust": {}, "attachedPolicies": {"p": {"a": 2}}}},
        "roleAliases": {"camera": {"role": "device"}},
        "identityPools": {"app": {"unauthenticatedRole": "nobody"}}}})")
                          .failure();
    EXPECT_THAT(what, HasSubstr("account.roleAliases.camera.role: no role is named \"device\" (did "
                                "you mean \"devices\"?)"));
    EXPECT_THAT(what, HasSubstr("account.identityPools.app.unauthenticatedRole: no role is named"));
    EXPECT_THAT(what, HasSubstr("account.roles.devices.servicesLastAccessed.iot: is after the "
                                "start"));
    EXPECT_THAT(what, HasSubstr("account.roles.other.attachedPolicies.p: another role attaches a "
                                "different policy \"p\""));
}

TEST(LoadScenario, LetsAScenarioReplaceARole) {
    const auto roles =
        Folder()
            .with("scenario.json", R"({"fleet": {"cohorts": []}, "account": {"roles": {
"AWSIoTDeviceDefenderAudit": {"assumeRolePolicyDocument": {"a": 1}, "policies": [{"b": 2}]}}}})")
            .load()
            .fleet.roles;
    ASSERT_EQ(roles.size(), 3U);
    EXPECT_EQ(roles[0].trust_document, R"({"a":1})");
    EXPECT_THAT(roles[0].documents, ElementsAre(R"({"b":2})"));
}

TEST(LoadScenario, ReadsEverySection) {
    Folder folder;
    const auto scenario =
        add_files_of_whole_scenario(folder).with("scenario.json", whole_scenario).load();
    EXPECT_EQ(scenario.seed, 7U);
    EXPECT_TRUE(scenario.broker.enforce_crl);
    EXPECT_TRUE(scenario.has_expect);
    const auto& cohort = scenario.fleet.cohorts[0];
    EXPECT_EQ(cohort.policy_name, "thermostat");
    EXPECT_THAT(cohort.policy_document, HasSubstr(R"({"Version":"2012-10-17","Statement")"));
    EXPECT_THAT(cohort.attributes, ElementsAre(Pair("a", "1"), Pair("b", "2")));
    EXPECT_EQ(scenario.fleet.cohorts[1].key, fleet::KeyKind::rsa_2048);
    EXPECT_EQ(scenario.fleet.groups[1].parent, "world");
    EXPECT_EQ(scenario.fleet.defects[0].count, 2U);
    EXPECT_EQ(scenario.fleet.defects[0].parameters.duration("expiresIn"), 24h * 10);
    ASSERT_EQ(scenario.traffic.size(), 2U);
    EXPECT_EQ(scenario.traffic[0][0].parameters.bytes("bytes"), (fleet::ByteRange{100, 100}));
    EXPECT_EQ(scenario.traffic[0][0].parameters.text("topic"), "dt/{cohort}/{thing}");
    EXPECT_TRUE(scenario.traffic[1].empty());
    EXPECT_EQ(scenario.resolved.root()["audit"]["configuration"].dump(),
              R"({"auditCheckConfigurations":{}})");
}

TEST(LoadScenario, ReadsTheTimelineInItsOrder) {
    Folder folder;
    const auto timeline =
        add_files_of_whole_scenario(folder).with("scenario.json", whole_scenario).load().timeline;
    ASSERT_EQ(timeline.size(), 3U);
    EXPECT_EQ(fleet::format_time(timeline[0].at), "2018-08-06T04:00:00Z");
    EXPECT_EQ(timeline[0].duration, 30min);
    EXPECT_EQ(timeline[0].devices.count, 1U);
    EXPECT_EQ(timeline[0].strength, "belowThreshold");
    EXPECT_EQ(timeline[0].parameters.share("part"), 0.25);
    EXPECT_EQ(timeline[0].parameters.text("clientId"), "victim");
    EXPECT_EQ(timeline[1].operation, "CancelAuditTask");
    EXPECT_EQ(timeline[1].where, "timeline[1]");
    EXPECT_EQ(timeline[2].duration, 6h);
    EXPECT_THAT(timeline[2].devices.things, ElementsAre("pumps-0", "pumps-4"));
}

TEST(LoadScenario, ReadsASeedOfSixtyFourBitsExactly) {
    constexpr auto with_seed = R"({{"seed": {}, "fleet": {{"cohorts": []}}}})";
    const auto seed_of = [&](std::string_view seed) {
        return Folder().with("scenario.json", fmt::format(with_seed, seed)).load().seed;
    };
    EXPECT_EQ(seed_of("18446744073709551615"), 18446744073709551615U);
    EXPECT_EQ(seed_of("9223372036854775809"), 9223372036854775809U);
    for (const auto* wrong : {"-1", "1.5", "18446744073709551616", "\"7\""})
        EXPECT_THAT(failure_of(fmt::format(with_seed, wrong)),
                    HasSubstr("scenario.json:1: seed: found"))
            << wrong;
    EXPECT_EQ(Folder()
                  .with("scenario.json", smallest)
                  .load({.seed = ~0ULL, .devices = {}, .sets = {}})
                  .seed,
              ~0ULL);
}

TEST(LoadScenario, ToldTwiceIsWhatALoadedScenarioWrites) {
    Folder folder, again;
    const LoadOptions options{
        .seed = 99,
        .devices = 25,
        .sets = {"detect.profiles[baseline].profile.behaviors[Sent].criteria.value.count=6",
                 "timeline[0].devices.count=3"}};
    const auto first =
        add_files_of_whole_scenario(folder).with("scenario.json", whole_scenario).load(options);
    for (const auto& [name, text] : scenario_files(first)) again.with(name, text);
    const auto second = again.load();
    EXPECT_EQ(fleet::to_text(first.resolved.root()), fleet::to_text(second.resolved.root()));
    EXPECT_EQ(first.name, second.name);
    EXPECT_EQ(first.files, second.files);
    EXPECT_EQ(first.file_places, second.file_places);
    EXPECT_EQ(second.seed, 99U);
    EXPECT_EQ(second.fleet.cohorts[0].count, 20U);
    EXPECT_EQ(first.fleet.cohorts[0].policy_name, second.fleet.cohorts[0].policy_name);
    EXPECT_EQ(first.fleet.cohorts[0].policy_document, second.fleet.cohorts[0].policy_document);
    EXPECT_EQ(scenario_hash(first), scenario_hash(second));
    EXPECT_EQ(scenario_files(first), scenario_files(second));
}

TEST(LoadScenario, KeepsTwoFilesOfOneNameApart) {
    Folder folder, again;
    const auto first =
        folder
            .with("scenario.json", R"({"fleet": {"cohorts": [
{"name": "a", "count": 1, "policy": "a/p.json"}, {"name": "b", "count": 1, "policy": "b/p.json"},
{"name": "c", "count": 1, "policy": "a/p.json"}]}})")
            .with("a/p.json", R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
                              R"("Action":"iot:Publish","Resource":"*"}]})")
            .with("b/p.json", R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny",)"
                              R"("Action":"iot:Publish","Resource":"*"}]})")
            .load();
    for (const auto& [name, text] : scenario_files(first)) again.with(name, text);
    const auto second = again.load();
    const auto names = [](const Scenario& scenario) {
        std::vector<std::string> found;
        for (const auto& cohort : scenario.fleet.cohorts) found.push_back(cohort.policy_name);
        return found;
    };
    EXPECT_THAT(names(first), ElementsAre("p", "p-2", "p"));
    EXPECT_EQ(names(first), names(second));
    EXPECT_EQ(scenario_files(first), scenario_files(second));
}

TEST(LoadScenario, HashesWhatIsSaidAndNotHow) {
    const auto hash_of = [](std::string_view text) {
        return scenario_hash(Folder().with("scenario.json", text).load());
    };
    const auto hash = hash_of(smallest);
    EXPECT_EQ(hash.size(), 64U);
    EXPECT_EQ(hash, hash_of(R"({"seed": 1,
"fleet": {"cohorts": [{"count": 3, "name": "a"}]}} // the same)"));
    EXPECT_NE(hash, hash_of(R"({"seed": 2, "fleet": {"cohorts": [{"name": "a", "count": 3}]}})"));
}

TEST(LoadScenario, TellsWhereJsonIsMalformed) {
    EXPECT_THAT(failure_of("{\n\"fleet\": ]}"), HasSubstr("scenario.json:2: malformed JSON"));
    EXPECT_THAT(failure_of(std::string(200'000, '[')), HasSubstr("nested deeper than 64 levels"));
    EXPECT_THAT(failure_of("[]"), HasSubstr("expected an object"));
    EXPECT_THAT(failure_of("null"), HasSubstr("expected an object"));
}

TEST(LoadScenario, TellsTheNearestKeyAndTheNearestKind) {
    EXPECT_THAT(failure_of("{\n\"flet\": {}}"),
                HasSubstr("scenario.json:2: flet: unknown key \"flet\" (did you mean \"fleet\"?)"));
    EXPECT_THAT(failure_of(R"({"fleet": {"cohorts": [{"name": "a", "count": 1,
"traffic": [{"kind": "telemetri"}]}]}})"),
                HasSubstr("scenario.json:2: fleet.cohorts[0].traffic[0]: unknown kind "
                          "\"telemetri\" (did you mean \"telemetry\"?)"));
    EXPECT_THAT(failure_of(with_timeline(R"({"at": "+1h", "kind": "flod"})")),
                HasSubstr("timeline[0]: unknown kind \"flod\""));
    EXPECT_THAT(failure_of(with_timeline(R"({"at": "+1h", "knid": "x"})")),
                HasSubstr("timeline[0]: needs one of the keys \"operation\", \"kind\""));
}

TEST(LoadScenario, TellsAllProblemsOfAFileAtOnce) {
    EXPECT_THAT(failure_of("{\"fleet\": {\"cohorts\": [{\"name\": \"a\",\n\"count\": -1,\n"
                           "\"key\": \"rsa\"}]}}"),
                AllOf(HasSubstr("scenario.json:2: fleet.cohorts[0].count: found -1, expected a "
                                "whole number from 0 to 5000000"),
                      HasSubstr("scenario.json:3: fleet.cohorts[0].key: found \"rsa\", expected "
                                "\"ec-p256\" or \"rsa-2048\"")));
    EXPECT_THAT(failure_of(R"({"duration": "401d", "fleet": {"cohorts": [
{"name": "a", "count": 1}, {"name": "a", "count": 1}]}})"),
                AllOf(HasSubstr(":1: duration: is longer than 400d"),
                      HasSubstr(":2: fleet.cohorts[1].name: another cohort is named \"a\"")));
}

TEST(LoadScenario, RefusesMoreDevicesThanACohortHas) {
    constexpr auto defect = R"({{"fleet": {{"cohorts": [{{"name": "pumps", "count": 3}}],
"defects": [{{"kind": "expiring-certificate", "cohort": "{}", "count": {}, )"
                            R"("expiresIn": "1d"}}]}}}})";
    EXPECT_EQ(failure_of(fmt::format(defect, "pumps", 3)), "");
    EXPECT_THAT(failure_of(fmt::format(defect, "pumps", 4)),
                HasSubstr("scenario.json:2: fleet.defects[0].count: wants 4 of the cohort "
                          "\"pumps\", which has 3 devices"));
    EXPECT_THAT(failure_of(fmt::format(defect, "pump", 1)),
                HasSubstr("no cohort is named \"pump\" (did you mean \"pumps\"?)"));
    EXPECT_THAT(failure_of(with_timeline(R"({"at": "+1h", "kind": "stolen-certificate",
"devices": {"things": ["a-2", "a-3", "a-02"]}})")),
                AllOf(HasSubstr("no device is named \"a-3\""), HasSubstr("named \"a-02\""),
                      testing::Not(HasSubstr("\"a-2\""))));
}

TEST(LoadScenario, RefusesWhatHappensBeyondTheEnd) {
    const auto attack = [](std::string_view at, std::string_view length) {
        return failure_of(
            with_timeline(fmt::format(R"({{"at": "{}", "for": "{}", "kind": "stolen-certificate",
"devices": {{"cohort": "a"}}}})",
                                      at, length)));
    };
    EXPECT_EQ(attack("+90m", "30m"), "");
    EXPECT_THAT(attack("+90m", "30m1ms"), HasSubstr("timeline[0].for: ends at"));
    EXPECT_EQ(attack("end-1ms", "1ms"), "");
    EXPECT_THAT(attack("end", "1ms"), HasSubstr("timeline[0].at: is 2018-08-06T02:00:00Z, but"));
    EXPECT_THAT(attack("-1ms", "1ms"), HasSubstr("timeline[0].at"));
    EXPECT_THAT(attack("+1h", "0s"), HasSubstr("timeline[0].for: found \"0s\", expected a duration "
                                               "above zero"));
    EXPECT_EQ(failure_of(with_timeline(R"({"at": "end+2h", "operation": "ListAuditTasks"})")), "");
    EXPECT_THAT(failure_of(with_timeline(R"({"at": "-1h", "operation": "ListAuditTasks"})")),
                HasSubstr("before the start"));
}

TEST(LoadScenario, RefusesALengthOfWhatHappensAtOnce) {
    for (const auto* kind : {"certificate-rotation", "certificate-status"}) {
        const auto text = with_timeline(fmt::format(
            R"({{"at": "+1h", "for": "30m", "kind": "{}", "devices": {{"cohort": "a"}}}})", kind));
        Folder folder;
        folder.with("scenario.json", text);
        try {
            load(folder.path(), {},
                 {.traffic = traffic_cards(),
                  .timeline = timeline_cards(),
                  .defects = defect_cards()});
            ADD_FAILURE() << kind << " takes a length";
        } catch (const fleet::Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("timeline[0].for: this happens at once"));
        }
    }
}

TEST(LoadScenario, RefusesANameThatIsNoNameOfAFolder) {
    const auto failure = [](std::string_view name) {
        return failure_of(fmt::format(
            R"({{"name": "{}", "fleet": {{"cohorts": [{{"name": "a", "count": 1}}]}}}})", name));
    };
    EXPECT_EQ(failure("a good_name-2.0"), "");
    for (const auto* wrong :
         {"../../victim", "a//b", "a/../b", ".", "..", ".hidden", "", "-x", "\\u001b[2J"})
        EXPECT_THAT(failure(wrong), HasSubstr("name: found")) << wrong;
    EXPECT_EQ(failure(std::string(128, 'x')), "");
    EXPECT_THAT(failure(std::string(129, 'x')), HasSubstr("1 to 128 letters"));
}

TEST(LoadScenario, RefusesATitleThatATerminalWouldObey) {
    const auto failure = [](std::string_view title) {
        return failure_of(fmt::format(
            R"({{"title": "{}", "fleet": {{"cohorts": [{{"name": "a", "count": 1}}]}}}})", title));
    };
    EXPECT_EQ(failure("Füchse – drei Stück"), "");
    for (const auto* wrong : {"\\u001b[2J", "a\\nb", "\\u007f", "\\u009b2J"})
        EXPECT_THAT(failure(wrong), HasSubstr("title: holds a line break or another control"))
            << wrong;
}

TEST(LoadScenario, MakesAPlainNameOfAFoldersName) {
    Folder folder;
    folder.with(".sub\x1b[2Jé/scenario.json", smallest);
    EXPECT_EQ(load(folder.path() / ".sub\x1b[2Jé", {}, kinds_of_tests()).name, "_sub__2J__");
}

TEST(LoadScenario, RefusesCertificatesThatHadLapsedBeforeTheStart) {
    const auto failure = [](std::string_view age, std::string_view validity) {
        return failure_of(fmt::format(R"({{"fleet": {{"cohorts": [{{"name": "a", "count": 1,
"certificateAge": "{}", "certificateValidity": "{}"}}]}}}})",
                                      age, validity));
    };
    EXPECT_EQ(failure("10d", "11d"), "");
    EXPECT_THAT(failure("10d", "10d"),
                HasSubstr("fleet.cohorts[0].certificateAge: is 10d, not below "
                          "certificateValidity, 10d"));
}

TEST(LoadScenario, TellsBothPlacesOfAFileThatCannotBeRead) {
    constexpr auto naming = R"({"fleet": {"cohorts": [{"name": "a", "count": 1,
"policy": "p.json"}]}})";
    Folder folder;
    folder.with("scenario.json", naming);
    EXPECT_THAT(folder.failure(), AllOf(HasSubstr("scenario.json:2: fleet.cohorts[0].policy:"),
                                        HasSubstr("p.json: cannot be read")));
    std::filesystem::create_directory(folder.path() / "p.json");
    EXPECT_THAT(folder.failure(), HasSubstr("p.json: is a folder"));
    std::filesystem::remove(folder.path() / "p.json");
    folder.with("p.json", "{\n\"Statement\": }");
    EXPECT_THAT(folder.failure(), AllOf(HasSubstr("scenario.json:2: fleet.cohorts[0].policy:"),
                                        HasSubstr("p.json:2: malformed JSON")));
    folder.with("p.json", "\n[1]");
    EXPECT_THAT(folder.failure(), HasSubstr("p.json:2: found an array, expected"));
    folder.with("p.json", std::string(scenario_bytes_max + 1, ' '));
    EXPECT_THAT(folder.failure(), HasSubstr("larger than 16777216 bytes"));
}

TEST(LoadScenario, TellsTheLineInThePolicyFile) {
    Folder folder;
    folder.with("scenario.json", R"({"fleet": {"cohorts": [{"name": "a", "count": 1,
"policy": "p.json"}]}})");
    folder.with("p.json",
                "{\"Version\": \"2012-10-17\",\n\"Statement\": [{\"Effect\": \"Perhaps\", "
                "\"Action\": \"iot:Publish\", \"Resource\": \"*\"}]}");
    EXPECT_THAT(folder.failure(), HasSubstr("p.json:2: Statement"));
}

TEST(LoadScenario, RefusesGroupsThatStandInThemselves) {
    constexpr auto groups = R"({{"fleet": {{"cohorts": [], "groups": [{}]}}}})";
    EXPECT_THAT(failure_of(fmt::format(groups, R"({"name": "a", "parent": "b"},
{"name": "b", "parent": "a"})")),
                HasSubstr("the group \"a\" stands in itself"));
    EXPECT_THAT(failure_of(fmt::format(groups, R"({"name": "a", "parent": "b"})")),
                HasSubstr("no group is named \"b\""));
}

TEST(LoadScenario, SaysWhatThisVersionDoesNotDo) {
    EXPECT_THAT(failure_of(R"({"fleet": {"cohorts": [{"name": "a", "count": 1}]}, "series": {}})"),
                HasSubstr("series: compact series are not in this version"));
}

TEST(Load, ACohortReportsWhenItHasAnAgent) {
    Folder folder;
    folder.with("scenario.json", R"({"fleet": {"cohorts": [
        {"name": "pumps", "count": 2, "reports": {"every": "10m", "encoding": "cbor",
          "names": "short", "replies": false, "tcpPorts": [22], "udpPorts": [53],
          "connections": ["[2001:db8::7]:443"], "bytesIn": "7", "bytesOut": "1..2",
          "groups": ["network_stats"], "faults": ["sampled-lists", "unwrapped-numbers"],
          "customMetrics": {"load": {"number": "5..40"}, "zones": {"numbers": [1, -2.5]},
                            "jobs": {"strings": ["idle"]}, "peers": {"addresses": ["::1"]}}}},
        {"name": "fans", "count": 1, "reports": {}}, {"name": "lamps", "count": 1}]}})");
    const auto scenario = load(folder.path(), {}, {});
    ASSERT_EQ(scenario.agents.size(), 3U);
    ASSERT_TRUE(scenario.agents[0] && scenario.agents[1]);
    EXPECT_FALSE(scenario.agents[2]);
    const auto& agent = *scenario.agents[0];
    EXPECT_EQ(agent.every, 10min);
    EXPECT_EQ(agent.encoding, fleet::ReportEncoding::cbor);
    EXPECT_EQ(agent.names, AgentNames::short_names);
    EXPECT_FALSE(agent.hears_replies);
    EXPECT_EQ(agent.tcp_ports, std::vector<std::uint32_t>{22});
    EXPECT_EQ(agent.udp_ports, std::vector<std::uint32_t>{53});
    EXPECT_EQ(agent.connections, std::vector<std::string>{"[2001:db8::7]:443"});
    EXPECT_EQ(agent.bytes_in, (CountRange{7, 7}));
    EXPECT_EQ(agent.bytes_out, (CountRange{1, 2}));
    EXPECT_TRUE(agent.groups.network);
    EXPECT_FALSE(agent.groups.tcp_ports || agent.groups.udp_ports || agent.groups.connections);
    EXPECT_EQ(agent.faults, (AgentFaults{.sampled_lists = true, .unwrapped_numbers = true}));
    ASSERT_EQ(agent.custom.size(), 4U);
    const auto& usual = *scenario.agents[1];
    EXPECT_EQ(usual.every, 5min);
    EXPECT_EQ(usual.encoding, fleet::ReportEncoding::json);
    EXPECT_TRUE(usual.hears_replies && usual.groups.tcp_ports && usual.groups.network);
    EXPECT_EQ(usual.connections, std::vector<std::string>{"198.51.100.10:8883"});
    EXPECT_EQ(usual.faults, AgentFaults{});
}

TEST(Load, WhatAnAgentCannotTellIsRefusedWithItsPlace) {
    const auto failure = [](const std::string& reports) {
        return failure_of(R"({"fleet": {"cohorts": [{"name": "a", "count": 1, "reports": )" +
                          reports + "}]}}");
    };
    for (const auto& [reports, place] :
         {std::pair(R"({"every": "0s"})", "reports.every"),
          std::pair(R"({"every": "-5m"})", "every"),
          std::pair(R"({"encoding": "xml"})", "encoding"),
          std::pair(R"({"names": "tiny"})", "names"),
          std::pair(R"({"tcpPorts": [0]})", "tcpPorts[0]"),
          std::pair(R"({"udpPorts": [65536]})", "udpPorts[0]"),
          std::pair(R"({"connections": ["10.0.0.1"]})", "connections[0]"),
          std::pair(R"({"connections": ["host:80"]})", "connections[0]"),
          std::pair(R"({"bytesOut": "9..1"})", "bytesOut"),
          std::pair(R"({"bytesIn": 7})", "bytesIn"),
          std::pair(R"({"groups": ["ports"]})", "groups[0]"),
          std::pair(R"({"faults": ["silence"]})", "faults[0]"),
          std::pair(R"({"customMetrics": {"x": {}}})", "customMetrics.x"),
          std::pair(R"({"customMetrics": {"x": {"number": "a"}}})", "customMetrics.x.number"),
          std::pair(R"({"customMetrics": {"x": {"addresses": ["a"]}}})", "addresses[0]")})
        EXPECT_THAT(failure(reports), HasSubstr(place)) << reports;
}

TEST(Load, ADefectOfTheAccountNamesNoCohort) {
    const auto load_with = [](const std::string& defect) {
        Folder folder;
        folder.with("scenario.json",
                    R"({"fleet": {"cohorts": [{"name": "pumps", "count": 2}], "defects": [)" +
                        defect + "]}}");
        return load(folder.path(), {}, {.defects = defect_cards()});
    };
    const auto scenario = load_with(R"({"kind": "expiring-ca", "expiresIn": "3d"})");
    ASSERT_EQ(scenario.fleet.defects.size(), 1U);
    EXPECT_EQ(scenario.fleet.defects[0].cohort, "");
    EXPECT_EQ(scenario.fleet.defects[0].count, 0U);
    try {
        load_with(R"({"kind": "expiring-ca", "cohort": "pumps"})");
        FAIL() << "a CA belongs to no cohort";
    } catch (const fleet::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("unknown key \"cohort\""));
    }
}
