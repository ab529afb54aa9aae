// Changes the topic filters of a dimension. Behaviours that refer to it look at the new topics from
// the current slot on, and fill their windows anew. (docs/detect-semantics §5.4)
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/definition_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

/// Profiles hold the filters they look at.
void follow(OperationContext& context, const std::string& name) {
    for (auto& [profile_name, stored] : context.account.profiles) {
        bool uses = false;
        for (auto& behavior : stored.profile.behaviors) {
            if (!behavior.dimension || behavior.dimension->name != name) continue;
            behavior.dimension->filters = context.account.definitions.dimension(name)->filters;
            uses = true;
        }
        if (uses && !stored.targets.empty()) enforce(context, stored);
    }
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"name", MemberType::text, Need::required},
                                       {"stringValues", MemberType::texts, Need::required}}))
        return *refused;
    auto& known = context.account.definitions.dimensions;
    const auto found =
        std::ranges::find(known, text_of(request, "name"), &DimensionDefinition::name);
    if (found == known.end()) return resource_not_found("No such dimension.");
    auto changed = request;
    changed["type"] = "TOPIC_FILTER";
    const auto source = fleet::parse_json(fleet::to_line(changed), "UpdateDimension");
    fleet::Problems problems;
    auto dimension = read_dimension(source.root(), source, {}, problems);
    if (!problems.empty() || !dimension) return invalid_request(problems);
    found->filters = std::move(dimension->filters);
    found->modified = context.now;
    follow(context, found->name);
    return succeeded(description_of(context.inventory, *found));
}

}  // namespace

extern const Operation update_dimension{
    .name = "UpdateDimension", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
