// A comparison for programs. The keys are a contract that others read (docs/comparing.md).
#include <nlohmann/json.hpp>

#include "engine/audit/resource_identifier.hpp"
#include "engine/report/comparison.hpp"
#include "engine/report/run_file_parts.hpp"

namespace report {
namespace {

using fleet::Json;

Json counts_json(const WayCounts& counts) {
    Json json = Json::object();
    for (const auto way : {Way::came, Way::went, Way::moved, Way::altered}) {
        const auto found = counts.find(way);
        json[std::string(name_of(way))] = found == counts.end() ? 0 : found->second;
    }
    return json;
}

Json side_json(const std::optional<Stated>& side, bool is_finding) {
    if (!side) return nullptr;
    Json json{{"time", fleet::format_time(side->time)}};
    if (is_finding) json["isSuppressed"] = side->is_suppressed;
    return json;
}

Json finding_json(const Difference& one) {
    Json json{{"change", name_of(one.way())}, {"check", one.rule}};
    json["resource"] = engine::identifier_json(one.resource);
    json["reasonCode"] = one.what;
    json["scheduledAuditName"] = one.schedule;
    json["audit"] = one.audit;
    json["things"] = one.things;
    json["before"] = side_json(one.before, true);
    json["after"] = side_json(one.after, true);
    return json;
}

Json event_json(const Difference& one) {
    Json json{{"change", name_of(one.way())}, {"behavior", one.rule}};
    json["thing"] = one.things.front();
    json["event"] = one.what;
    json["before"] = side_json(one.before, false);
    json["after"] = side_json(one.after, false);
    return json;
}

Json counts_json(const std::map<std::string, WayCounts>& counts) {
    Json json = Json::object();
    for (const auto& [name, ways] : counts) json[name] = counts_json(ways);
    return json;
}

Json half_json(std::span<const Difference> differences, const char* rules, const char* list,
               Json (*to_json)(const Difference&)) {
    Json json{{"overall", counts_json(counts_of(differences))}};
    json[rules] = counts_json(counts_by_rule(differences));
    json[list] = array_of(differences, to_json);
    return json;
}

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
Json truth(const std::optional<bool>& value) { return value ? Json(*value) : Json(nullptr); }

}  // namespace

std::string comparison_json(const Comparison& comparison) {
    Json json{{"changed", comparison.is_changed()},
              {"before", comparison.before_name},
              {"after", comparison.after_name}};
    json["notes"] = comparison.notes;
    json["audit"] = half_json(comparison.findings, "checks", "findings", finding_json);
    json["detect"] = half_json(comparison.events, "behaviors", "events", event_json);
    json["devices"] = counts_json(comparison.devices());
    json["score"] = array_of(comparison.figures, [](const FigureChange& one) {
        return Json{
            {"figure", one.name}, {"before", number(one.before)}, {"after", number(one.after)}};
    });
    json["expectations"] = array_of(comparison.expectations, [](const ExpectationChange& one) {
        return Json{{"expectation", one.expectation},
                    {"before", truth(one.before)},
                    {"after", truth(one.after)}};
    });
    return fleet::to_text(json);
}

}  // namespace report
