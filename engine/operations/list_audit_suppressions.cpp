// Lists suppressions by when they end, those without end last.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "engine/audit/check_name.hpp"
#include "engine/operations/suppression_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

auto order_of(const AuditSuppression* one) {
    return std::tuple(one->expiration.value_or(fleet::Time::max()), one->check_name, one->resource);
}

bool is_asked_for(const Json& request, const ResourceIdentifier& resource,
                  const AuditSuppression& one) {
    if (request.contains("checkName") &&
        check_name_of(text_of(request, "checkName")) != one.check_name)
        return false;
    return resource.empty() || one.is_of(one.check_name, resource);
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse_malformed(request, {{"checkName", MemberType::text},
                                                        {"resourceIdentifier", MemberType::object},
                                                        {"ascendingOrder", MemberType::boolean},
                                                        next_token,
                                                        max_results}))
        return *refused;
    if (request.contains("checkName") && check_name_of(text_of(request, "checkName")).empty())
        return invalid_request(std::string(invalid_check_name));
    ResourceIdentifier resource;
    std::string problem;
    if (request.contains("resourceIdentifier"))
        resource = read_resource_identifier(request["resourceIdentifier"], problem);
    if (!problem.empty()) return invalid_request(std::move(problem));
    std::vector<const AuditSuppression*> listed;
    for (const auto& one : context.account.suppressions) {
        if (is_asked_for(request, resource, one)) listed.push_back(&one);
    }
    std::ranges::sort(listed, {}, order_of);
    if (request.contains("ascendingOrder") && !is_wanted(request, "ascendingOrder"))
        std::ranges::reverse(listed);
    return list_page(request, "suppressions", listed.size(),
                     [&](std::size_t i) { return to_json(*listed[i]); });
}

}  // namespace

extern const Operation list_audit_suppressions{.name = "ListAuditSuppressions", .perform = perform};

}  // namespace engine::operations_table
