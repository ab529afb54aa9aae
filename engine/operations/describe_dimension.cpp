// Tells a dimension as it stands.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/definition_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"name", MemberType::text, Need::required}}))
        return *refused;
    const auto* dimension = context.account.definitions.dimension(text_of(request, "name"));
    if (dimension == nullptr) return resource_not_found("No such dimension.");
    return succeeded(description_of(context.inventory, *dimension));
}

}  // namespace

extern const Operation describe_dimension{.name = "DescribeDimension", .perform = perform};

}  // namespace engine::operations_table
