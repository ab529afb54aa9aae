// Somebody's judgement of an alarm: a label that both lists show and filter by. It teaches nothing
// and silences nothing.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/operations/violation_filter.hpp"

namespace engine::operations_table {
namespace {

using fleet::Json;

constexpr std::size_t description_max = 1000;

bool is_description(std::string_view text) {
    return text.size() <= description_max && std::ranges::none_of(text, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte < 0x20 || byte == 0x7F;
           });
}

OperationResult perform(OperationContext& context, const Json& request) {
    if (const auto refused =
            refuse_malformed(request, {{"violationId", MemberType::text, Need::required},
                                       {"verificationState", MemberType::text, Need::required},
                                       {"verificationStateDescription", MemberType::text}}))
        return *refused;
    const auto state = text_of(request, "verificationState");
    if (!is_verification_state(state))
        return invalid_request(
            "verificationState should be FALSE_POSITIVE, BENIGN_POSITIVE, TRUE_POSITIVE or "
            "UNKNOWN.");
    const auto description = text_of(request, "verificationStateDescription");
    if (!is_description(description))
        return invalid_request(
            "verificationStateDescription should have at most 1000 characters, none of them a "
            "control character.");
    const auto id = text_of(request, "violationId");
    auto& findings = context.account.findings;
    if (std::ranges::find(findings.violation_events, id, &ViolationEvent::violation_id) ==
        findings.violation_events.end())
        return invalid_request("There is no violation of this id.");
    findings.verifications[id] = {.state = state, .description = description};
    return succeeded(Json::object());
}

}  // namespace

extern const Operation put_verification_state_on_violation{
    .name = "PutVerificationStateOnViolation", .perform = perform};

}  // namespace engine::operations_table
