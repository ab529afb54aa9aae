// The forms a text in one of our files may have: a name, a duration, an address. Each is told three
// times at once – in words for messages, as a pattern for the JSON Schema, as a predicate for the
// loader – so that the three stand side by side.
#pragma once

#include <optional>
#include <string_view>

#include "fleet/base/time.hpp"

namespace fleet {

struct TextForm {
    std::string_view expected;  // "a duration such as \"15m\"", for messages and reference
    std::string_view pattern;   // regular expression of the JSON Schema; may be laxer than accepts
    bool (*accepts)(std::string_view text);
};

extern const TextForm any_text_form;
extern const TextForm scenario_name_form;    // a file name anywhere: names folders of runs
extern const TextForm name_form;             // of a cohort: AWS's thing name, at most 100 letters
extern const TextForm group_name_form;       // of a thing group or thing type: at most 128 letters
extern const TextForm attribute_name_form;   // of a thing's attribute
extern const TextForm attribute_value_form;  // its value
extern const TextForm role_name_form;        // of an IAM role
extern const TextForm role_alias_form;       // of an IoT role alias
extern const TextForm iam_policy_form;       // of a managed IAM policy
extern const TextForm service_form;          // "dynamodb": a service's prefix in actions
extern const TextForm identity_pool_form;    // of a Cognito identity pool
extern const TextForm role_arn_form;         // arn:aws:iam::ACCOUNT:role/NAME, or empty
extern const TextForm account_id_form;       // twelve digits
extern const TextForm region_form;           // "us-east-1"
extern const TextForm file_form;             // a path relative to the scenario
extern const TextForm duration_form;         // "15m", zero or more
extern const TextForm positive_duration_form;
extern const TextForm time_of_day_form;  // "6h30m", at most 24h
extern const TextForm pace_form;         // a duration of at least 100 ms
extern const TextForm time_form;         // "2018-08-06T00:00:00Z", years 2000 to 2999
extern const TextForm moment_form;       // "+4h", "-31d", "end", "end+2h", "end-1h", or a time
extern const TextForm address_form;
extern const TextForm cidr_form;
extern const TextForm topic_form;
extern const TextForm byte_range_form;   // "100..140"
extern const TextForm count_range_form;  // "1000..2000"
extern const TextForm series_form;       // "1+0x10 0x5 _x3"
extern const TextForm peer_form;         // "192.0.2.1:8883"
extern const TextForm operation_form;    // "StartOnDemandAuditTask"

/// Reads a moment of moment_form relative to a run's start and end. nullopt for anything else.
std::optional<Time> parse_moment(std::string_view text, Time start, Time end);

}  // namespace fleet
