#include "tests/scenarios/scenario_fixture.hpp"

#include <array>

namespace scenarios {
namespace {

using fleet::KindCard;
using fleet::ParameterCard;
using fleet::ParameterType;

constexpr std::array telemetry_parameters{
    ParameterCard{"every", ParameterType::duration, "60s", "time between messages"},
    ParameterCard{"bytes", ParameterType::bytes, "100..140", "payload in bytes"},
    ParameterCard{"topic", ParameterType::topic, "dt/{cohort}/{thing}", "topic"}};
constexpr std::array<std::string_view, 2> modes{"victim", "own"};
constexpr std::array theft_parameters{
    ParameterCard{"from", ParameterType::address, "203.0.113.9", "address of the thief"},
    ParameterCard{"clientId", ParameterType::word, "victim", "whose id", modes},
    ParameterCard{"factor", ParameterType::count, "10", "times as often"},
    ParameterCard{"part", ParameterType::share, "0.5", "part of the messages"}};
constexpr std::array expiry_parameters{
    ParameterCard{"expiresIn", ParameterType::duration, "", "time left at the start"}};

constexpr KindCard telemetry{"telemetry", "Publishes.", "", "", telemetry_parameters};
constexpr KindCard theft{"stolen-certificate", "Is used abroad.", "", "", theft_parameters};
constexpr KindCard expiry{"expiring-certificate", "Ends soon.", "", "", expiry_parameters};

}  // namespace

KindTables kinds_of_tests() {
    return {.traffic = {&telemetry}, .timeline = {&theft}, .defects = {&expiry}};
}

Folder& Folder::with(const std::string& name, std::string_view text) {
    folder_.write(name, std::string(text));
    return *this;
}

Scenario Folder::load(const LoadOptions& options) const {
    return scenarios::load(path(), options, kinds_of_tests());
}

std::string Folder::failure(const LoadOptions& options) const {
    try {
        load(options);
    } catch (const fleet::Error& error) {
        return error.what();
    }
    return {};
}

std::string failure_of(std::string_view scenario) {
    Folder folder;
    return folder.with("scenario.json", scenario).failure();
}

const std::string_view whole_scenario = R"({
  // comments are allowed
  "$schema": "../../docs/scenario.schema.json",
  "title": "A stolen certificate",
  "seed": 7, "start": "2018-08-06T00:00:00Z", "duration": "12h",
  "account": { "id": "999999999999", "roles": { "Own": { "trust": "trust.json" } } },
  "broker": { "enforceCrl": true },
  "fleet": {
    "cohorts": [
      { "name": "thermostats", "count": 200, "policy": "policies/thermostat.policy.json",
        "groups": ["eu"], "attributes": { "b": "2", "a": "1" }, "addresses": "10.20.0.0/16",
        "traffic": [{ "kind": "telemetry", "every": "30s", "bytes": 100 }] },
      { "name": "pumps", "count": 50, "key": "rsa-2048" }
    ],
    "groups": [{ "name": "world" }, { "name": "eu", "parent": "world" }],
    "defects": [{ "kind": "expiring-certificate", "cohort": "thermostats", "share": 0.01,
                  "expiresIn": "10d" }]
  },
  "timeline": [
    { "at": "+4h", "for": "30m", "kind": "stolen-certificate", "part": 0.25,
      "devices": { "cohort": "thermostats" }, "strength": "belowThreshold" },
    { "at": "+5h", "operation": "CancelAuditTask", "request": { "taskId": "x" },
      "expectError": "InvalidRequestException" },
    { "at": "2018-08-06T06:00:00Z", "kind": "stolen-certificate",
      "devices": { "things": ["pumps-0", "pumps-4"] } }
  ],
  "audit": { "configuration": "audit.json", "runs": [{ "at": "end+2h" }] },
  "detect": { "profiles": [{ "profile": "baseline.profile.json" }] },
  "expect": {}
})";

Folder& add_files_of_whole_scenario(Folder& folder) {
    constexpr std::string_view policy =
        R"({"Version": "2012-10-17", // least privilege
  "Statement": [{"Effect": "Allow", "Action": "iot:Connect",
    "Resource": "arn:aws:iot:us-east-1:999999999999:client/${iot:Connection.Thing.ThingName}"}]})";
    return folder.with("policies/thermostat.policy.json", policy)
        .with("trust.json", R"({"Version": "2012-10-17", "Statement": []})")
        .with("audit.json", R"({"auditCheckConfigurations": {}})")
        .with("baseline.profile.json",
              R"({"securityProfileName": "baseline",
  "behaviors": [{"name": "Sent", "metric": "aws:num-messages-sent",
                 "criteria": {"comparisonOperator": "less-than", "value": {"count": 5}}}]})");
}

}  // namespace scenarios
