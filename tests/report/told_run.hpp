// One run that has something of everything a report tells.
#pragma once

#include "engine/report/report.hpp"
#include "tests/support/runs.hpp"

namespace support {

inline ARun a_told_run() {
    ARun run;
    run.expiring("c1");
    run.flood("pump-1", 4h, 4h + 30min);
    run.flood("pump-2", 6h, 6h + 30min);
    run.flood("kettle-1", 8h, 8h + 30min).is_below_threshold = true;
    run.alarm("pump-1", 4h + 10min);
    run.alarm("pump-1", 4h + 10min, "Address");
    run.alarm("pump-1", 5h).type = engine::ViolationEventType::alarm_cleared;
    run.alarm("pump-3", 12h);
    run.audit(26h, "DEVICE_CERTIFICATE_EXPIRING_CHECK");
    run.finding("deviceCertificateId", "c1", "CERTIFICATE_APPROACHING_EXPIRATION");
    const auto& event = run.findings.violation_events.back();
    run.findings.active_violations.push_back({.violation_id = event.violation_id,
                                              .thing_name = event.thing_name,
                                              .profile_name = event.profile_name,
                                              .behavior_name = event.behavior_name,
                                              .last_value = event.value,
                                              .last_violation_time = event.time,
                                              .violation_start_time = event.time});
    run.findings.notifications = {
        {.time = event.time,
         .topic_arn = "arn:aws:sns:us-east-1:123456789012:alerts",
         .message = R"({"violationEventTime":1533556800000})",
         .is_sent = true,
         .why_not = {}},
        {.time = event.time,
         .topic_arn = "arn:aws:sns:us-east-1:123456789012:audits",
         .message = "{}",
         .is_sent = false,
         .why_not = "the role may not publish"},
    };
    run.findings.operations = {{.time = run_start,
                                .operation = "StartOnDemandAuditTask",
                                .request = "{}",
                                .response = R"({"taskStartTime":1533513600.000})",
                                .error_code = {},
                                .error_message = {},
                                .where = {},
                                .expected_error = {}},
                               {.time = run_start + 5h,
                                .operation = "CancelAuditTask",
                                .request = R"({"taskId":"0"})",
                                .response = {},
                                .error_code = "ResourceNotFoundException",
                                .error_message = "There is no task \"0\".",
                                .where = "timeline[0]",
                                .expected_error = {}}};
    run.findings.cloudwatch = {{.time = run_start + 26h,
                                .metric = "NonCompliantResources",
                                .dimensions = {{"CheckName", "DEVICE_CERTIFICATE_EXPIRING_CHECK"},
                                               {"ScheduledAuditName", "OnDemand"}},
                                .value = 1}};
    return run;
}

inline report::Story story_of(const ARun& run, const score::Score& score) {
    return {.title = "Pumps & a kettle, <flooded>",
            .name = "pumps",
            .seed = 7,
            .devices = run.facts.devices,
            .start = run.facts.start,
            .end = run.facts.end,
            .findings = run.findings,
            .score = score};
}

}  // namespace support
