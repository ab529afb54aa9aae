// Suppresses what a check finds of one resource, until an instant or for good (docs/audit-semantics
// §9).
#include <nlohmann/json.hpp>

#include "engine/operations/suppression_request.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

/// Clients make a token up for whoever gives none, a new one each time.
std::optional<OperationResult> refuse_token(const AccountState& account, const Json& request) {
    if (!request.contains("clientRequestToken")) return std::nullopt;
    constexpr std::size_t length_max = 64;
    const auto token = text_of(request, "clientRequestToken");
    if (!is_identifier(token, length_max))
        return invalid_request(
            "clientRequestToken must have 1 to 64 letters, digits, '_' or '-' and nothing else.");
    if (account.suppression_tokens.contains(token))
        return already_exists("A suppression was created with this clientRequestToken.");
    return std::nullopt;
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused = refuse_malformed(request, {suppressed_check,
                                                        suppressed_resource,
                                                        expiration_date,
                                                        suppress_indefinitely,
                                                        suppression_description,
                                                        {"clientRequestToken", MemberType::text}}))
        return *refused;
    AuditSuppression suppression;
    if (const auto refused = read_suppression_key(request, suppression)) return *refused;
    if (!request.contains("expirationDate") && !is_wanted(request, "suppressIndefinitely"))
        return invalid_request("Give either expirationDate, or suppressIndefinitely as true.");
    if (const auto refused = adopt_term(request, context.now, suppression)) return *refused;
    auto& account = context.account;
    if (const auto refused = refuse_token(account, request)) return *refused;
    if (suppression_like(account, suppression) != nullptr)
        return already_exists("There is a suppression of this check and resource already.");
    if (request.contains("clientRequestToken"))
        account.suppression_tokens.insert(text_of(request, "clientRequestToken"));
    account.suppressions.push_back(std::move(suppression));
    return succeeded(Json::object());
}

}  // namespace

extern const Operation create_audit_suppression{.name = "CreateAuditSuppression",
                                                .perform = perform};

}  // namespace engine::operations_table
