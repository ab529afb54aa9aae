#include "scenarios/scenario_shape.hpp"

#include "scenarios/cases.hpp"
#include "scenarios/shape_parts.hpp"
#include "scenarios/variables.hpp"

namespace scenarios {

using fleet::Shape;

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
         optional("account", account_shape(), "{}", "the AWS account"),
         optional("broker", std::move(broker), "{}", "switches of the broker"),
         required("fleet", fleet_shape(kinds), "the devices"),
         optional("timeline", timeline_shape(kinds), "[]", "what happens, and when"),
         optional("audit", audit_shape(), "", "without it nothing is audited"),
         optional("detect", detect_shape(), "", "without it nothing is detected"),
         optional("expect", fleet::open_shape(), "",
                  "what must be found (docs/scoring.md); without it nothing is expected"),
         optional(
             "cases", cases_shape(), "",
             "scenarios that differ in some values: a list of them, or of each path its values"),
         optional("series", fleet::absent_shape("compact series are not in this version"), "",
                  "")});
}

}  // namespace scenarios
