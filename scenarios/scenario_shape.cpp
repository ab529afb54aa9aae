#include "scenarios/scenario_shape.hpp"

#include <algorithm>

#include "fleet/defects.hpp"
#include "scenarios/cases.hpp"
#include "scenarios/events.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/variables.hpp"

namespace scenarios {
namespace {

using fleet::Field;
using fleet::Shape;

Field required(std::string name, Shape shape, std::string meaning) {
    return {.name = std::move(name),
            .shape = std::move(shape),
            .meaning = std::move(meaning),
            .default_text = {},
            .is_required = true};
}

/// A key that may be left out; `default_text` is JSON, empty when absence has a meaning of its own.
Field optional(std::string name, Shape shape, std::string default_text, std::string meaning) {
    return {.name = std::move(name),
            .shape = std::move(shape),
            .meaning = std::move(meaning),
            .default_text = std::move(default_text),
            .is_required = false};
}

Shape device_count() { return fleet::integer_shape(0, cohort_devices_max); }
Shape text(const fleet::TextForm& form = fleet::any_text_form) { return fleet::text_shape(form); }

/// One object for each card: its `kind`, the keys every entry of this list has, those that
/// `of_card` gives it, its parameters.
Shape by_kind(const std::vector<const fleet::KindCard*>& cards, const std::vector<Field>& common,
              const std::vector<std::string>& exclusive,
              std::vector<Field> (*of_card)(std::string_view name) = nullptr) {
    std::vector<Shape> objects;
    for (const auto* card : cards) {
        const std::string name(card->name);
        std::vector<Field> fields{required("kind", fleet::word_shape({name}), "what it is")};
        fields.insert(fields.end(), common.begin(), common.end());
        if (of_card != nullptr) {
            for (auto& field : of_card(name)) fields.push_back(std::move(field));
        }
        for (const auto& parameter : card->parameters)
            fields.push_back(fleet::parameter_field(parameter));
        // Only keys that this object has can exclude each other.
        const bool has_all = std::ranges::all_of(exclusive, [&](const std::string& key) {
            return std::ranges::find(fields, key, &Field::name) != fields.end();
        });
        objects.push_back(fleet::object_shape(name, std::string(card->story), std::move(fields),
                                              has_all ? exclusive : std::vector<std::string>{}));
    }
    return fleet::by_kind_shape("kind", std::move(objects));
}

Shape role() {
    const auto documents = [] { return fleet::array_shape(fleet::file_or_object_shape()); };
    const auto with_trust = [&](std::string title, std::string key) {
        return fleet::object_shape(
            std::move(title), "An IAM role that the service may assume.",
            {required(std::move(key), fleet::file_or_object_shape(), "who may assume it"),
             optional("policies", documents(), "[]", "what it may do"),
             optional("attachedPolicies",
                      fleet::map_shape(fleet::iam_policy_form, fleet::file_or_object_shape()), "{}",
                      "managed policies it attaches, by name"),
             optional("servicesLastAccessed",
                      fleet::map_shape(fleet::service_form, text(fleet::moment_form)), "{}",
                      "when it last used a service, not after the start, by the service's prefix "
                      "in actions")});
    };
    return fleet::by_key_shape({"assumeRolePolicyDocument", "trust"},
                               {with_trust("role in AWS's words", "assumeRolePolicyDocument"),
                                with_trust("role", "trust")});
}

Shape role_alias() {
    return fleet::object_shape(
        "role alias", "A name under which devices may take an IAM role.",
        {required("role", text(fleet::role_name_form), "name of a role of this account"),
         optional("credentialDurationSeconds", fleet::integer_shape(900, 43'200), "3600",
                  "how long its credentials are valid")});
}

Shape identity_pool() {
    auto connection = fleet::object_shape(
        "connection", "An identity of the pool was connected to the broker.",
        {required("at", text(fleet::moment_form), "when it connected, mostly before the start"),
         optional("for", text(fleet::positive_duration_form), "\"1h\"", "how long it stayed"),
         optional("identity", fleet::word_shape({"authenticated", "unauthenticated"}),
                  "\"unauthenticated\"", "whether it had signed in")});
    return fleet::object_shape(
        "identity pool", "A Cognito identity pool.",
        {optional("authenticatedRole", text(fleet::role_name_form), "",
                  "role of those who signed in, by name; without it none"),
         optional("unauthenticatedRole", text(fleet::role_name_form), "",
                  "role of guests, by name; without it none"),
         optional("connections", fleet::array_shape(std::move(connection)), "[]",
                  "who was connected; without one no audit looks at the pool")});
}

Shape account() {
    const auto level = [] {
        return fleet::word_shape({"DEBUG", "INFO", "ERROR", "WARN", "DISABLED"});
    };
    auto logging = fleet::object_shape(
        "logging", "What the account logs, as SetV2LoggingOptions says it.",
        {optional("configured", fleet::boolean_shape(), "true",
                  "false: it was never called, and nothing else here counts"),
         optional("roleArn", text(fleet::role_arn_form), "\"\"",
                  "role that writes the logs; when empty, AWSIoTLogging"),
         optional("defaultLogLevel", level(), "\"ERROR\"", "what is logged"),
         optional("disableAllLogs", fleet::boolean_shape(), "false", "nothing at all")});
    auto first_logging = fleet::object_shape(
        "loggingV1", "What the account logs, as the older SetLoggingOptions says it.",
        {optional("roleArn", text(fleet::role_arn_form), "\"\"",
                  "role that writes the logs; when empty, AWSIoTLogging"),
         required("logLevel", level(), "what is logged")});
    return fleet::object_shape(
        "account", "The AWS account the fleet belongs to.",
        {optional("id", text(fleet::account_id_form), "\"123456789012\"", "account id"),
         optional("region", text(fleet::region_form), "\"us-east-1\"", "region in every ARN"),
         optional("logging", std::move(logging), "{}", "logging options"),
         optional("loggingV1", std::move(first_logging), "",
                  "the older logging options; without it they were never set"),
         optional("roles", fleet::map_shape(fleet::role_name_form, role()), "{}",
                  "IAM roles by name; they add to AWSIoTDeviceDefenderAudit, "
                  "AWSIoTDeviceDefenderNotification and AWSIoTLogging, or replace them"),
         optional("roleAliases", fleet::map_shape(fleet::role_alias_form, role_alias()), "{}",
                  "role aliases by name"),
         optional("identityPools", fleet::map_shape(fleet::identity_pool_form, identity_pool()),
                  "{}", "Cognito identity pools by name"),
         optional("getStarted", fleet::boolean_shape(), "false",
                  "what the console's Get started with Device Defender does: all checks, and the "
                  "daily audit AWSIoTDeviceDefenderDailyAudit")});
}

Shape custom_metric() {
    return fleet::by_key_shape(
        {"number", "numbers", "strings", "addresses"},
        {fleet::object_shape(
             "custom number", "A metric of type number.",
             {required("number", text(fleet::count_range_form), "drawn for each report")}),
         fleet::object_shape(
             "custom numbers", "A metric of type number-list.",
             {required("numbers", fleet::array_shape(fleet::number_shape(-1e15, 1e15)),
                       "told in each report")}),
         fleet::object_shape(
             "custom strings", "A metric of type string-list.",
             {required("strings", fleet::array_shape(text()), "told in each report")}),
         fleet::object_shape("custom addresses", "A metric of type ip-address-list.",
                             {required("addresses", fleet::array_shape(text(fleet::address_form)),
                                       "told in each report")})});
}

Shape reports() {
    const auto ports = [] { return fleet::array_shape(fleet::integer_shape(1, 65535)); };
    const auto count = [] { return text(fleet::count_range_form); };
    return fleet::object_shape(
        "reports", "The agent on a cohort's devices, and what it tells of a usual device.",
        {optional("every", text(fleet::pace_form), "\"5m\"",
                  "from one report to the next; Device Defender throttles below 5m"),
         optional("encoding", fleet::word_shape({"json", "cbor"}), "\"json\"",
                  "of reports and of their replies"),
         optional("names", fleet::word_shape({"long", "short", "mixed"}), "\"long\"",
                  "how keys are spelt"),
         optional("replies", fleet::boolean_shape(), "true",
                  "it subscribes to accepted and rejected"),
         optional(
             "groups",
             fleet::array_shape(fleet::word_shape({"listening_tcp_ports", "listening_udp_ports",
                                                   "tcp_connections", "network_stats"})),
             R"(["listening_tcp_ports","listening_udp_ports","tcp_connections","network_stats"])",
             "what its agent can tell"),
         optional("tcpPorts", ports(), "[]", "TCP ports it listens on"),
         optional("udpPorts", ports(), "[]", "UDP ports it listens on"),
         optional("connections", fleet::array_shape(text(fleet::peer_form)),
                  "[\"198.51.100.10:8883\"]", "peers of its established TCP connections"),
         optional("bytesIn", count(), "\"2000..4000\"", "bytes received from report to report"),
         optional("bytesOut", count(), "\"15000..25000\"", "bytes sent from report to report"),
         optional("packetsIn", count(), "\"40..80\"", "packets received from report to report"),
         optional("packetsOut", count(), "\"60..120\"", "packets sent from report to report"),
         optional("customMetrics", fleet::map_shape(fleet::group_name_form, custom_metric()), "{}",
                  "custom metrics by name"),
         optional("faults",
                  fleet::array_shape(fleet::word_shape({"cumulative-counters", "first-report-spike",
                                                        "omitted-empty-lists", "sampled-lists",
                                                        "unwrapped-numbers"})),
                  "[]",
                  "ways in which agents are known to be wrong, all the time and told to nobody: "
                  "totals instead of "
                  "what was added; totals in the first report of a connection; no empty lists; at "
                  "most 50 "
                  "elements of a list; custom numbers without their list, which is malformed")});
}

Shape cohort(const KindTables& kinds) {
    return fleet::object_shape(
        "cohort", "Devices of one make. Device k is the thing `<name>-<k>`, counted from 0.",
        {required("name", text(fleet::name_form), "unique in the fleet"),
         required("count", device_count(), "devices"),
         optional("policy", fleet::file_or_object_shape(), "",
                  "the IoT policy of its certificates; without it a least-privilege one"),
         optional("groups", fleet::array_shape(text(fleet::group_name_form)), "[]",
                  "thing groups of every device"),
         optional("attributes",
                  fleet::map_shape(fleet::attribute_name_form, text(fleet::attribute_value_form)),
                  "{}", "thing attributes of every device"),
         optional("type", text(fleet::group_name_form), "", "thing type; without it none"),
         optional("addresses", text(fleet::cidr_form), "\"10.0.0.0/8\"",
                  "block that the devices' addresses are drawn from"),
         optional("key", fleet::word_shape({"ec-p256", "rsa-2048"}), "\"ec-p256\"",
                  "kind of the devices' keys"),
         optional("certificateValidity", text(fleet::positive_duration_form), "\"1825d\"",
                  "how long a certificate is valid, from its registration; at most 36525d"),
         optional("certificateAge", text(fleet::duration_form), "\"30d\"",
                  "how long before the start certificates were registered; at most 36525d"),
         optional("traffic", fleet::array_shape(by_kind(kinds.traffic, {}, {})), "[]",
                  "what its devices do on a usual day"),
         optional("reports", reports(), "",
                  "the metrics reports of an agent on its devices; without it they run none")});
}

/// Whom a defect befalls: devices of a cohort, or nobody in particular.
std::vector<Field> befallen_of(std::string_view name) {
    const auto* defect = fleet::defect_named(name);
    if (defect != nullptr && defect->scope == fleet::DefectScope::account) return {};
    return {required("cohort", text(fleet::name_form), "the cohort it befalls"),
            optional("count", device_count(), "", "devices; 1 when neither count nor share stands"),
            optional("share", fleet::number_shape(0, 1), "",
                     "part of the cohort, rounded to whole devices")};
}

Shape fleet_section(const KindTables& kinds) {
    auto group =
        fleet::object_shape("group", "A thing group within another.",
                            {required("name", text(fleet::group_name_form), "unique in the fleet"),
                             optional("parent", text(fleet::group_name_form), "",
                                      "the group that holds it; without it none")});
    return fleet::object_shape(
        "fleet", "Which devices there are.",
        {required("cohorts", fleet::array_shape(cohort(kinds)), "in their order"),
         optional("groups", fleet::array_shape(std::move(group)), "[]",
                  "thing groups that stand in others; those that only cohorts name need no entry"),
         optional("defects",
                  fleet::array_shape(by_kind(kinds.defects, {}, {"count", "share"}, befallen_of)),
                  "[]", "deliberate imperfections, whose findings are the truth of the audit")});
}

/// A cohort, or all of them.
constexpr fleet::TextForm cohort_or_all_form{
    "a name of 1 to 100 letters, digits, ':', '_' or '-', or \"*\" for every cohort",
    "^(\\*|[a-zA-Z0-9:_-]{1,100})$",
    [](std::string_view text) { return text == "*" || fleet::name_form.accepts(text); }};

/// Which devices of the cohorts that are named.
std::vector<Field> some_of(Field cohorts) {
    return {
        std::move(cohorts),
        optional("attributes",
                 fleet::map_shape(fleet::attribute_name_form, text(fleet::attribute_value_form)),
                 "", "only devices that have these thing attributes; without it all"),
        optional("count", device_count(), "",
                 "devices of all these together; 1 when neither count nor share stands"),
        optional("share", fleet::number_shape(0, 1), "",
                 "part of all these together, rounded to whole devices")};
}

Shape devices() {
    return fleet::by_key_shape(
        {"things", "cohorts", "cohort"},
        {fleet::object_shape("named devices", "Devices by name.",
                             {required("things", fleet::array_shape(text(fleet::group_name_form)),
                                       "thing names, `<cohort>-<k>`")}),
         fleet::object_shape("devices of cohorts",
                             "Devices of several cohorts, likewise: of the first cohort of the "
                             "fleet, then of the next.",
                             some_of(required("cohorts", fleet::array_shape(text(fleet::name_form)),
                                              "the cohorts they belong to")),
                             {"count", "share"}),
         fleet::object_shape(
             "devices",
             "Devices of a cohort: those that play no part yet, from the first. A benign event "
             "that "
             "lasts and is of a whole cohort befalls all of it, whatever part they play.",
             some_of(required("cohort", text(cohort_or_all_form), "the cohort they belong to")),
             {"count", "share"})});
}

/// How long an entry of the timeline lasts. Some events are a moment.
std::vector<Field> duration_of(std::string_view kind) {
    const auto* event = event_named(kind);
    if (event == nullptr || event->lasts)
        return {optional("for", text(fleet::positive_duration_form), "",
                         "how long it lasts; without it until the end of the run")};
    return {optional("for",
                     fleet::absent_shape("this happens at once and is not undone; leave it out, "
                                         "and undo it with an entry of its own"),
                     "", "")};
}

Shape timeline(const KindTables& kinds) {
    const std::vector<Field> of_kind{
        required("at", text(fleet::moment_form), "when it begins, within the run"),
        required("devices", devices(), "whom it befalls"),
        optional("strength", fleet::word_shape({"visible", "belowThreshold"}), "\"visible\"",
                 "belowThreshold: a sensible profile cannot see it and must stay silent")};
    auto operation = fleet::object_shape(
        "operation", "An AWS operation, performed as if by its API.",
        {required("at", text(fleet::moment_form), "when; not before the start"),
         required("operation", text(fleet::operation_form), "its API name"),
         optional("request", fleet::open_shape(), "{}", "its input, in AWS's JSON"),
         optional("expectError", text(), "",
                  "the error code it must fail with; without it it must succeed")});
    return fleet::array_shape(fleet::by_key_shape(
        {"operation", "kind"},
        {std::move(operation), by_kind(kinds.timeline, of_kind, {}, duration_of)}));
}

Shape audit() {
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

Shape detect() {
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

}  // namespace

Shape scenario_shape(const KindTables& kinds) {
    auto broker =
        fleet::object_shape("broker", "Where the broker may differ from AWS's.",
                            {optional("enforceCrl", fleet::boolean_shape(), "false",
                                      "refuse revoked certificates at connect; AWS does not"),
                             optional("closeOnDeny", fleet::boolean_shape(), "false",
                                      "close the connection after a denied publish, as AWS does")});
    return fleet::object_shape(
        "scenario", "",
        {optional("$schema", text(), "", "for editors; fleetdrill ignores it"),
         optional("name", text(fleet::scenario_name_form), "",
                  "its name; without it that of its folder, other characters as '_'"),
         optional("title", text(), "\"\"", "a sentence for reports"),
         optional("include",
                  fleet::any_of_shape(
                      {fleet::array_shape(text(fleet::file_form)), text(fleet::file_form)}),
                  "", "files whose sections this one adds to, relative to its folder"),
         optional("variables", fleet::map_shape(variable_name_form, fleet::any_shape()), "",
                  "values by name; a text that is `${NAME}` becomes the value, within a longer one "
                  "stands its text"),
         optional("seed", fleet::integer_shape(0, ~std::uint64_t{0}), "1",
                  "everything random follows from it"),
         optional("start", text(fleet::time_form), "\"2018-08-06T00:00:00Z\"",
                  "virtual time at which it begins"),
         optional("duration", text(fleet::positive_duration_form), "\"1h\"",
                  "virtual time it lasts; at most 400d"),
         optional("account", account(), "{}", "the AWS account"),
         optional("broker", std::move(broker), "{}", "switches of the broker"),
         required("fleet", fleet_section(kinds), "the devices"),
         optional("timeline", timeline(kinds), "[]", "what happens, and when"),
         optional("audit", audit(), "", "without it nothing is audited"),
         optional("detect", detect(), "", "without it nothing is detected"),
         optional("expect", fleet::open_shape(), "",
                  "what must be found (docs/scoring.md); without it nothing is expected"),
         optional(
             "cases", cases_shape(), "",
             "scenarios that differ in some values: a list of them, or of each path its values"),
         optional("series", fleet::absent_shape("compact series are not in this version"), "",
                  "")});
}

}  // namespace scenarios
