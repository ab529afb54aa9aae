// The sections `audit` and `detect`.
#include "scenarios/shape_parts.hpp"

namespace scenarios {

using fleet::Shape;

Shape audit_shape() {
    const auto list = [] { return fleet::array_shape(fleet::file_or_object_shape()); };
    return fleet::object_shape(
        "audit", "What is audited, and when.",
        {optional("configuration", fleet::file_or_object_shape(), "",
                  "the request of UpdateAccountAuditConfiguration"),
         optional("enabledSince", text(fleet::moment_form), "\"-31d\"",
                  "since when its checks count as enabled"),
         optional("runs", fleet::array_shape(fleet::open_shape()), "[]",
                  "on-demand audits: `at`, and the request of StartOnDemandAuditTask"),
         optional("schedules", list(), "[]",
                  "requests of CreateScheduledAudit; the last start is before the end of the run"),
         optional("suppressions", list(), "[]",
                  "requests of CreateAuditSuppression; expirationDate may also be a moment"),
         optional("suppressedAreNonCompliant", fleet::boolean_shape(), "false",
                  "suppressed resources are part of nonCompliantResourcesCount"),
         optional("ageOrigin", fleet::word_shape({"creationDate", "notBefore"}), "\"creationDate\"",
                  "what the age of a certificate counts from")});
}

Shape detect_shape() {
    const auto list = [] { return fleet::array_shape(fleet::file_or_object_shape()); };
    auto profile = fleet::object_shape(
        "profile", "A security profile and what it is attached to.",
        {required("profile", fleet::file_or_object_shape(), "the request of CreateSecurityProfile"),
         optional("targets", fleet::array_shape(text()), "[\"all/registered-things\"]",
                  "tails of target ARNs, such as `all/things` or `thinggroup/eu`")});
    return fleet::object_shape(
        "detect", "What devices are held to.",
        {optional("profiles", fleet::array_shape(std::move(profile)), "[]", "security profiles"),
         optional("customMetrics", list(), "[]", "requests of CreateCustomMetric"),
         optional("dimensions", list(), "[]", "requests of CreateDimension"),
         optional("windows", fleet::word_shape({"sliding", "tumbling"}), "\"sliding\"",
                  "how windows longer than five minutes follow one another"),
         optional("disconnectDurationUnit", fleet::word_shape({"minutes", "seconds"}),
                  "\"minutes\"", "of the counts of aws:disconnect-duration"),
         optional("minimumReportDelay", text(fleet::duration_form), "\"5m\"",
                  "from one report of a device to the next, less 10 s; `0s`: none is throttled"),
         optional("risingReportIds", fleet::boolean_shape(), "false",
                  "a report whose id falls is malformed"),
         optional("connectedIsActive", fleet::boolean_shape(), "false",
                  "who is connected is active, whatever else it does"),
         optional("percentilePopulation", fleet::word_shape({"all", "others"}), "\"all\"",
                  "whether a thing is compared with itself, too"),
         optional("percentileMethod", fleet::word_shape({"nearest-rank", "linear"}),
                  "\"nearest-rank\"", "a datapoint that was observed, or between two of them"),
         optional("percentileWindow", fleet::word_shape({"same", "previous"}), "\"same\"",
                  "which window of the fleet things are held against")});
}

}  // namespace scenarios
