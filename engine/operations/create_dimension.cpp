// Defines a dimension, which behaviours may refer to from then on.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/definition_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

OperationResult perform(OperationContext& context, const Json& request) {
    const auto source = fleet::parse_json(fleet::to_line(request), "CreateDimension");
    fleet::Problems problems;
    auto dimension = read_dimension(source.root(), source, {}, problems);
    if (!problems.empty() || !dimension) return invalid_request(problems);
    auto& known = context.account.definitions;
    if (known.dimension(dimension->name) != nullptr)
        return already_exists(fmt::format("Dimension {} exists already.", dimension->name));
    if (known.dimensions.size() >= dimensions_max)
        return limit_exceeded(fmt::format("An account has at most {} dimensions.", dimensions_max));
    dimension->created = dimension->modified = context.now;
    known.dimensions.push_back(std::move(*dimension));
    const auto told = description_of(context.inventory, known.dimensions.back());
    return succeeded({{"name", told["name"]}, {"arn", told["arn"]}});
}

}  // namespace

extern const Operation create_dimension{
    .name = "CreateDimension", .perform = perform, .alters_world = true};

}  // namespace engine::operations_table
