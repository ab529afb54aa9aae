// Security profiles as values, read from AWS's JSON and validated as AWS does: every error, in
// behaviour order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.hpp"
#include "fleet/base/json.hpp"

namespace engine {

enum class ComparisonOperator : std::uint8_t {
    less_than,
    less_than_equals,
    greater_than,
    greater_than_equals,
    in_cidr_set,
    not_in_cidr_set,
    in_port_set,
    not_in_port_set,
    in_set,
    not_in_set,
};
std::string_view name_of(ComparisonOperator comparison);
std::optional<ComparisonOperator> comparison_operator(std::string_view name);

/// What the owner of a fleet may define a metric to be. (docs/detect-semantics §10)
enum class CustomMetricType : std::uint8_t { string_list, ip_address_list, number_list, number };

/// What of a metric's topics a behaviour looks at (docs/detect-semantics §4.9).
struct Dimension {
    std::string name;
    std::vector<std::string> filters;  // may hold ${iot:ClientId}
    bool is_not_in = false;            // what matches none of them, instead of any

    bool operator==(const Dimension&) const = default;
};

/// A behaviour states what is normal: a datapoint for which the criteria is false is a violation
/// (docs/detect-semantics §1).
struct Behavior {
    std::string name;
    std::string metric;                           // empty: none (retained only)
    std::optional<CustomMetricType> custom_type;  // of a custom metric
    std::optional<Dimension> dimension;
    bool has_criteria = false;
    ComparisonOperator comparison{};
    MetricValue value;                   // of a static criteria
    std::string statistic;               // of a statistical one: "p99.9"; empty: it is static
    std::uint32_t duration_seconds = 0;  // 0: not given
    std::uint32_t datapoints_to_alarm = 1;
    std::uint32_t datapoints_to_clear = 1;
    bool suppress_alerts = false;
    bool is_exported = false;
    std::string json;  // as stored, compact: events echo it
};

/// A metric whose values are retained besides those of behaviours.
struct RetainedMetric {
    std::string metric;
    std::optional<CustomMetricType> custom_type;  // of a custom metric that something defines
    std::optional<Dimension> dimension;
    bool is_exported = false;
};

struct SecurityProfile {
    std::string name;
    std::string description;
    std::vector<Behavior> behaviors;
    std::vector<RetainedMetric> retained;  // additionalMetricsToRetain and its V2
    std::string alert_topic_arn;  // alertTargets.SNS.alertTargetArn; empty: no notifications
    std::string alert_role_arn;
    std::string export_topic;  // metricsExportConfig.mqttTopic; empty: nothing is exported
    std::string json;  // as CreateSecurityProfile would be asked for it, compact
    /// What is right in AWS's eyes and has no effect here, a sentence each.
    std::vector<std::string> notes;
};

struct Definitions;  // engine/detect/definitions.hpp

/// "Behavior NAME is malformed. …", in behaviour order, all of them; empty when the behaviours are
/// valid.
std::vector<std::string> validate_behaviors(const fleet::Json& behaviors,
                                            const Definitions* definitions = nullptr);

/// Reads a profile: CreateSecurityProfile's request, describe-security-profile's output, or
/// CloudFormation's AWS::IoT::SecurityProfile. Problems carry path and line within `source`, where
/// the profile stands at `base`. Without `definitions` any custom metric and dimension may be used.
std::optional<SecurityProfile> read_profile(const fleet::Json& profile,
                                            const fleet::Document& source, std::string_view base,
                                            fleet::Problems& problems,
                                            const Definitions* definitions = nullptr);

}  // namespace engine
