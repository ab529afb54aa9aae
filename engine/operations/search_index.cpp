// Searches the registered things, as Fleet Indexing does once it indexes Device Defender's
// violations.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "engine/aws_json.hpp"
#include "engine/operations/index_query.hpp"
#include "engine/operations/request.hpp"
#include "fleet/base/error.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

/// One thing as the index holds it.
class Document {
  public:
    Document(const fleet::Inventory& inventory, const fleet::Thing& thing, Json violations)
        : inventory_(inventory), thing_(thing), violations_(std::move(violations)) {}

    std::vector<std::string> values(std::string_view field) const {
        if (field == "thingName") return {thing_.name};
        if (field == "thingTypeName") return {thing_.type_name};
        if (field == "thingGroupNames") return group_names();
        constexpr std::string_view attributes = "attributes.", defender = "deviceDefender.";
        if (field.starts_with(attributes)) return attribute(field.substr(attributes.size()));
        if (field.starts_with(defender)) return violation(field.substr(defender.size()));
        return {};
    }

    Json json() const {
        Json json{{"thingName", thing_.name}};
        if (!thing_.type_name.empty()) json["thingTypeName"] = thing_.type_name;
        if (!thing_.groups.empty()) json["thingGroupNames"] = group_names();
        for (const auto& [name, value] : thing_.attributes) json["attributes"][name] = value;
        json["deviceDefender"] = fleet::to_line(violations_);
        return json;
    }

  private:
    std::vector<std::string> group_names() const {
        std::vector<std::string> names;
        for (const auto group : thing_.groups) names.push_back(inventory_.groups[group].name);
        return names;
    }
    std::vector<std::string> attribute(std::string_view wanted) const {
        for (const auto& [name, value] : thing_.attributes)
            if (name == wanted) return {value};
        return {};
    }
    /// PROFILE.BEHAVIOR.FIGURE, or violationCount; names have no points.
    std::vector<std::string> violation(std::string_view path) const {
        const Json* at = &violations_;
        for (std::size_t begin = 0; begin <= path.size();) {
            const auto end = std::min(path.find('.', begin), path.size());
            const auto found = at->find(std::string(path.substr(begin, end - begin)));
            if (found == at->end()) return {};
            at = &*found;
            begin = end + 1;
        }
        if (at->is_string()) return {at->get<std::string>()};
        if (!at->is_array()) return {fleet::to_line(*at)};
        std::vector<std::string> values;
        for (const auto& one : *at)
            values.push_back(one.is_string() ? one.get<std::string>() : fleet::to_line(one));
        return values;
    }

    const fleet::Inventory& inventory_;
    const fleet::Thing& thing_;
    Json violations_;
};

/// The value alone: a number, or a list.
Json value_of(const std::optional<MetricValue>& value) {
    const auto json = value ? to_json(*value) : Json::object();
    return json.empty() ? Json() : json.front();
}

/// By thing: the field deviceDefender, of those with alarms.
std::map<std::string, Json> violations_by_thing(const OperationContext& context) {
    std::map<std::string, Json> all;
    for (const auto& violation : context.detect.active_violations()) {
        auto& json = all.try_emplace(violation.thing_name, Json::object()).first->second;
        json["violationCount"] = json.value("violationCount", 0) + 1;
        const auto behavior = fleet::Json::parse(context.account.findings.behavior_json.at(
            {violation.profile_name, violation.behavior_name}));
        json[violation.profile_name][violation.behavior_name] = {
            {"metricName", behavior.value("metric", std::string{})},
            {"lastViolationTime", fleet::epoch_ms(violation.last_violation_time)},
            {"lastViolationValue", value_of(violation.last_value)},
            {"inViolation", true}};
    }
    return all;
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"queryString", MemberType::text, Need::required},
                                       {"indexName", MemberType::text},
                                       {"queryVersion", MemberType::text},
                                       max_results,
                                       next_token}))
        return *refused;
    const auto index = text_of(request, "indexName");
    if (!index.empty() && index != "AWS_Things")
        return resource_not_found(fmt::format("Index {} does not exist.", index));
    std::vector<Json> found;
    try {
        const IndexQuery query(text_of(request, "queryString"));
        const auto violations = violations_by_thing(context);
        for (const auto& thing : context.inventory.things) {
            if (!thing.is_registered) continue;
            const auto of_thing = violations.find(thing.name);
            const Document document(
                context.inventory, thing,
                of_thing == violations.end() ? Json{{"violationCount", 0}} : of_thing->second);
            if (query.matches([&](std::string_view field) { return document.values(field); }))
                found.push_back(document.json());
        }
    } catch (const fleet::Error& error) {
        return {.response = {},
                .code = "InvalidQueryException",
                .http = 400,
                .message = fmt::format("queryString {}", error.what())};
    }
    return list_page(request, "things", found.size(), [&](std::size_t i) { return found[i]; });
}

}  // namespace

extern const Operation search_index{.name = "SearchIndex", .perform = perform};

}  // namespace engine::operations_table
