// The common currency of the engine: what audit and detect state, in AWS's terms. Score compares it
// with the truth, report renders it.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace engine {

enum class Severity : std::uint8_t { critical, high, medium, low };
std::string_view name_of(Severity severity);  // "CRITICAL", …

/// One resource as AWS identifies it: {"deviceCertificateId": "…"}; a policy version has two
/// members, an issuer certificate three, which JSON holds in an object of their own.
struct Resource {
    std::string type;                                             // "DEVICE_CERTIFICATE", …
    std::vector<std::pair<std::string, std::string>> identifier;  // key, value
    std::vector<std::pair<std::string, std::string>> additional_info;
    bool operator==(const Resource&) const = default;
};

struct AuditFinding {
    std::string finding_id;
    std::string task_id;
    std::string check_name;
    fleet::Time task_start_time;
    fleet::Time finding_time;
    Severity severity{};
    Resource resource;
    std::vector<Resource> related_resources;  // all of them; at most 10 are written inline
    std::string reason;
    std::string reason_code;
    bool is_suppressed = false;
};

struct CheckSummary {
    std::string check_name;
    std::string status;  // checkRunStatus
    std::uint64_t total_resources = 0;
    std::uint64_t non_compliant_resources = 0;
    std::uint64_t suppressed_resources = 0;
    std::string error_code;
    std::string message;
};

struct AuditTask {
    std::string task_id;
    std::string status;  // taskStatus
    std::string type;    // taskType
    fleet::Time start;
    std::string scheduled_audit_name;  // empty: on demand
    std::vector<CheckSummary> checks;  // in the order of the checks table
};

/// A behaviour's datapoint as a MetricValue: exactly one of its forms is used.
struct MetricValue {
    enum class Form : std::uint8_t { none, count, number, cidrs, ports, strings, numbers };
    Form form = Form::none;
    std::uint64_t count = 0;
    double number = 0;
    std::vector<std::string> texts;  // cidrs, strings
    std::vector<double> numbers;     // ports, numbers
    bool operator==(const MetricValue&) const = default;
};

enum class ViolationEventType : std::uint8_t { in_alarm, alarm_cleared, alarm_invalidated };
std::string_view name_of(ViolationEventType type);  // "in-alarm", …

struct ViolationEvent {
    std::string violation_id;
    std::string thing_name;
    std::string profile_name;
    std::string behavior_name;
    ViolationEventType type{};
    fleet::Time time;
    std::optional<MetricValue> value;
};

struct ActiveViolation {
    std::string violation_id;
    std::string thing_name;
    std::string profile_name;
    std::string behavior_name;
    std::optional<MetricValue> last_value;
    fleet::Time last_violation_time;
    fleet::Time violation_start_time;
};

/// A behaviour as the score needs it: what it watches and on which side it speaks.
struct BehaviorInForce {
    enum class Side : std::uint8_t { high, low, foreign };
    std::string profile_name;
    std::string behavior_name;
    std::string metric;
    Side side{};               // an upper limit speaks high, a lower limit low, a set foreign
    fleet::Duration window{};  // durationSeconds, or one slot
    std::uint32_t datapoints_to_alarm = 1;
    bool is_scoped = false;                     // it looks at some topics only
    fleet::Duration pace = fleet::slot_length;  // from one datapoint to the next
};

struct Notification {
    fleet::Time time;
    std::string topic_arn;
    std::string message;  // the compact SNS body
    bool is_sent = true;  // false: the role may not publish, or …
    std::string why_not;
};

struct OperationRecord {
    fleet::Time time;
    std::string operation;
    std::string request;   // compact JSON
    std::string response;  // compact JSON; empty when it failed
    std::string error_code;
    std::string error_message;
    std::string where;  // JSON path in the scenario; empty for sugar at the start
    std::string expected_error;
};

/// One CloudWatch value.
struct CloudWatchValue {
    fleet::Time time;
    std::string metric;  // "NonCompliantResources", "Violations", …
    std::vector<std::pair<std::string, std::string>> dimensions;
    std::uint64_t value = 0;
};

/// What became of the metrics reports of devices (docs/detect-semantics §12).
struct ReportCounts {
    std::uint64_t accepted = 0;
    std::uint64_t malformed = 0;
    std::uint64_t throttled = 0;
    std::uint64_t repeated = 0;  // accepted, and counted once

    ReportCounts& operator+=(const ReportCounts& other) {
        accepted += other.accepted;
        malformed += other.malformed;
        throttled += other.throttled;
        repeated += other.repeated;
        return *this;
    }
    bool operator==(const ReportCounts&) const = default;
};

/// What somebody thinks of an alarm (PutVerificationStateOnViolation).
struct Verification {
    std::string state = "UNKNOWN";
    std::string description = {};
};

/// Everything an examination states. Sorted, stable ids.
struct Findings {
    std::vector<AuditTask> tasks;              // by start, then id
    std::vector<AuditFinding> audit_findings;  // by task, check table order, resource order
    std::vector<ViolationEvent>
        violation_events;  // ascending by (time, violation id); files list them descending by time
    std::vector<ActiveViolation> active_violations;  // by (start, violation id)
    std::vector<Notification> notifications;         // in order of sending
    std::vector<OperationRecord> operations;         // in order of performing
    std::vector<CloudWatchValue> cloudwatch;         // by (time, metric, dimensions)
    ReportCounts reports;
    /// behaviour JSON as stored, by (profile, behaviour): events echo it.
    std::map<std::pair<std::string, std::string>, std::string> behavior_json;
    std::map<std::string, Verification, std::less<>> verifications;  // by violation id

    const Verification& verification_of(std::string_view violation_id) const;
};

}  // namespace engine
