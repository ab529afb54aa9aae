// The section `timeline`.
#include "scenarios/events.hpp"
#include "scenarios/expect_shape.hpp"
#include "scenarios/shape_parts.hpp"

namespace scenarios {
namespace {

using fleet::Field;
using fleet::Shape;

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

}  // namespace

Shape timeline_shape(const KindTables& kinds) {
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
         optional("expectError", error_code_shape(), "",
                  "the error code it must fail with; without it it must succeed")});
    return fleet::array_shape(fleet::by_key_shape(
        {"operation", "kind"},
        {std::move(operation), by_kind(kinds.timeline, of_kind, {}, duration_of)}));
}

}  // namespace scenarios
