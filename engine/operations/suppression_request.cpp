#include "engine/operations/suppression_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/audit/check_name.hpp"
#include "engine/audit/checks.hpp"

namespace engine {
namespace {

using fleet::Json;

constexpr std::size_t description_max = 1000;

bool is_description(std::string_view text) {
    return text.size() <= description_max &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Resources of a check are identified by one member; both parts of a policy version are needed.
bool identifies(const AuditCheck& check, const Json& given) {
    if (given.size() != 1 || !given.contains(check.identifier_key)) return false;
    return check.identifier_key != "policyVersionIdentifier" || given.front().size() == 2;
}

}  // namespace

std::optional<OperationResult> read_suppression_key(const Json& request, AuditSuppression& key) {
    const auto name = check_name_of(text_of(request, "checkName"));
    if (name.empty()) return invalid_request(std::string(invalid_check_name));
    const auto* check = audit_check(name);
    std::string problem;
    const auto& given = request["resourceIdentifier"];
    key.check_name = name;
    key.resource = read_resource_identifier(given, problem);
    if (!problem.empty()) return invalid_request(std::move(problem));
    if (!identifies(*check, given))
        return invalid_request(
            fmt::format("Resources of {} are identified by {}.", name, check->identifier_key));
    return std::nullopt;
}

std::optional<OperationResult> adopt_term(const Json& request, fleet::Time now,
                                          AuditSuppression& suppression) {
    const bool has_end = request.contains("expirationDate");
    const bool is_endless = is_wanted(request, "suppressIndefinitely");
    if (has_end && is_endless)
        return invalid_request("Give either expirationDate, or suppressIndefinitely as true.");
    if (has_end) suppression.expiration = *fleet::read_aws_time(request["expirationDate"]);
    if (has_end && *suppression.expiration <= now)
        return invalid_request("expirationDate must be in the future.");
    if (is_endless) suppression.expiration.reset();
    if (!has_end && request.contains("suppressIndefinitely") && !is_endless &&
        !suppression.expiration)
        return invalid_request("A suppression that is not indefinite needs expirationDate.");
    if (!request.contains("description")) return std::nullopt;
    suppression.description = text_of(request, "description");
    if (is_description(suppression.description)) return std::nullopt;
    return invalid_request("description must have at most 1000 printable ASCII characters.");
}

AuditSuppression* suppression_like(AccountState& account, const AuditSuppression& key) {
    const auto found = std::ranges::find_if(account.suppressions, [&](const auto& one) {
        return one.is_of(key.check_name, key.resource);
    });
    return found == account.suppressions.end() ? nullptr : &*found;
}

Json to_json(const AuditSuppression& suppression) {
    Json json;
    json["checkName"] = suppression.check_name;
    json["resourceIdentifier"] = identifier_json(suppression.resource);
    if (suppression.expiration) json["expirationDate"] = fleet::aws_time(*suppression.expiration);
    json["suppressIndefinitely"] = !suppression.expiration;
    if (!suppression.description.empty()) json["description"] = suppression.description;
    return json;
}

}  // namespace engine
