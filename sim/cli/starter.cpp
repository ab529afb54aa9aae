#include "sim/cli/starter.hpp"

#include <fmt/format.h>

#include "fleet/base/json.hpp"

namespace cli {
namespace {

/// Behind the title, which is the only thing that differs.
constexpr std::string_view scenario = R"(
  // Same seed, same bytes: devices, keys, traffic and who is attacked follow from it.
  "seed": 1,
  // Virtual time. Two hours take as long as the messages take, not two hours.
  "start": "2024-01-01T00:00:00Z",
  "duration": "2h",

  // Who there is. Device k of a cohort is the thing sensors-k and has a certificate of its own.
  // `fleetdrill list traffic` and `fleetdrill list defects` tell what else there is.
  "fleet": {
    "cohorts": [
      {
        "name": "sensors", "count": 20, "addresses": "10.20.0.0/16",
        "traffic": [{ "kind": "telemetry", "every": "1m", "bytes": "80..120" }]
      }
    ],
    // Put in on purpose: the audit must find it.
    "defects": [
      { "kind": "expiring-certificate", "cohort": "sensors", "count": 1, "expiresIn": "10d" }
    ]
  },

  // What happens. `fleetdrill list attacks` and `fleetdrill list events` tell what else can.
  "timeline": [
    // Five messages become five hundred in five minutes.
    { "at": "+30m", "for": "10m", "kind": "publish-flood",
      "devices": { "cohort": "sensors", "count": 1 } },
    // A near miss, which no rule may alarm on: without one a rule that always speaks would pass.
    { "at": "+30m", "for": "10m", "kind": "publish-flood", "strength": "belowThreshold",
      "devices": { "cohort": "sensors", "count": 1 } },
    // Somebody abroad uses the certificate of a device.
    { "at": "+1h", "for": "10m", "kind": "stolen-certificate", "from": "203.0.113.9",
      "devices": { "cohort": "sensors", "count": 1 } }
  ],

  // AWS's own audit configuration, in place; the name of a file would do as well.
  "audit": {
    "configuration": {
      "roleArn": "arn:aws:iam::123456789012:role/AWSIoTDeviceDefenderAudit",
      "auditCheckConfigurations": {
        "CONFLICTING_CLIENT_IDS_CHECK": { "enabled": true },
        "DEVICE_CERTIFICATE_EXPIRING_CHECK": { "enabled": true }
      }
    },
    "runs": [{ "at": "end" }]
  },

  // What judges the devices: AWS's own security profiles. Put yours in the place of this one.
  // Attacks go far beyond a limit; what stands exactly on it shows where the rule begins to speak.
  // `fleetdrill mutate` names the mistakes that nothing here would notice, docs/testing-rules.md
  // has the series that would.
  "detect": {
    "profiles": [{ "profile": "sensors.profile.json", "targets": ["all/registered-things"] }]
  },

  // What must be found. Whatever else is found, and nothing above accounts for, fails too.
  "expect": {
    "findings": [{ "check": "DEVICE_CERTIFICATE_EXPIRING_CHECK", "cohort": "sensors", "count": 1 }],
    "alarms": [
      { "behavior": "MessageFlood", "cohort": "sensors", "count": 1, "within": "5m" },
      { "behavior": "SourceAddress", "cohort": "sensors", "within": "5m" }
    ],
    "score": { "audit.recall": 1, "detect.recall": 1, "detect.falseAlarmsPerDeviceDay": 0 }
  }
}
)";

/// AWS's JSON has no comments.
constexpr std::string_view profile = R"({
  "securityProfileName": "sensors",
  "securityProfileDescription": "What a healthy sensor does: a behaviour states what is normal",
  "behaviors": [
    {
      "name": "MessageFlood",
      "metric": "aws:num-messages-sent",
      "criteria": {
        "comparisonOperator": "less-than-equals",
        "value": { "count": 20 },
        "durationSeconds": 300,
        "consecutiveDatapointsToAlarm": 1,
        "consecutiveDatapointsToClear": 1
      }
    },
    {
      "name": "MessageSize",
      "metric": "aws:message-byte-size",
      "criteria": {
        "comparisonOperator": "less-than-equals",
        "value": { "count": 1024 },
        "consecutiveDatapointsToAlarm": 1,
        "consecutiveDatapointsToClear": 1
      }
    },
    {
      "name": "AuthorizationFailures",
      "metric": "aws:num-authorization-failures",
      "criteria": {
        "comparisonOperator": "less-than-equals",
        "value": { "count": 5 },
        "durationSeconds": 300,
        "consecutiveDatapointsToAlarm": 1,
        "consecutiveDatapointsToClear": 1
      }
    },
    {
      "name": "SourceAddress",
      "metric": "aws:source-ip-address",
      "criteria": {
        "comparisonOperator": "in-cidr-set",
        "value": { "cidrs": ["10.0.0.0/8"] },
        "consecutiveDatapointsToAlarm": 1,
        "consecutiveDatapointsToClear": 1
      }
    }
  ]
}
)";

}  // namespace

std::vector<std::pair<std::string, std::string>> starter_files(std::string_view name,
                                                               std::string_view schema) {
    std::string text = "{\n";
    if (!schema.empty()) {
        text += "  \"$schema\": ";
        fleet::append_json_string(text, schema);
        text += ",\n";
    }
    text += "  \"title\": ";
    fleet::append_json_string(
        text, fmt::format("{}: a flood, a stolen certificate, and one that expires", name));
    text += ',';
    text += scenario;
    return {{"scenario.json", std::move(text)}, {"sensors.profile.json", std::string(profile)}};
}

}  // namespace cli
