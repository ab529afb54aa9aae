// The section `fleet`.
#include "fleet/defects.hpp"
#include "scenarios/shape_parts.hpp"

namespace scenarios {
namespace {

using fleet::Field;
using fleet::Shape;

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
         optional("reports", reports_shape(), "",
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

}  // namespace

Shape fleet_shape(const KindTables& kinds) {
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

}  // namespace scenarios
