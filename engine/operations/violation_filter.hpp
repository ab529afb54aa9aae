// What ListViolationEvents and ListActiveViolations can be asked to leave out.
#pragma once

#include "engine/operations/request.hpp"

namespace engine {

inline constexpr Member thing_name{"thingName", MemberType::text};
inline constexpr Member security_profile_name{"securityProfileName", MemberType::text};
inline constexpr Member list_suppressed_alerts{"listSuppressedAlerts", MemberType::boolean};

inline constexpr Member verification_state{"verificationState", MemberType::text};
inline constexpr Member behavior_criteria_type{"behaviorCriteriaType", MemberType::text};

bool is_verification_state(std::string_view text);
/// The refusal of a filter that names no verification state or no kind of criteria.
std::optional<OperationResult> refuse_filters(const fleet::Json& request);
/// STATIC, STATISTICAL or MACHINE_LEARNING, by a behaviour as stored.
std::string_view criteria_type_of(const std::string& behavior_json);

/// The behaviour of an event or a violation, as stored.
template <class One>
const std::string& behavior_of(const AccountState& account, const One& one) {
    return account.findings.behavior_json.at({one.profile_name, one.behavior_name});
}

/// `One` is a ViolationEvent or an ActiveViolation. Alarms of behaviours that suppress alerts are
/// listed only on request.
template <class One>
bool is_listed(const AccountState& account, const fleet::Json& request, const One& one) {
    const auto thing = text_of(request, "thingName");
    if (!thing.empty() && one.thing_name != thing) return false;
    const auto profile = text_of(request, "securityProfileName");
    if (!profile.empty() && one.profile_name != profile) return false;
    const auto state = text_of(request, "verificationState");
    if (!state.empty() && account.findings.verification_of(one.violation_id).state != state)
        return false;
    const auto type = text_of(request, "behaviorCriteriaType");
    if (!type.empty() && criteria_type_of(behavior_of(account, one)) != type) return false;
    if (is_wanted(request, "listSuppressedAlerts")) return true;
    const auto stored = account.profiles.find(one.profile_name);
    if (stored == account.profiles.end()) return true;
    for (const auto& behavior : stored->second.profile.behaviors) {
        if (behavior.name == one.behavior_name) return !behavior.suppress_alerts;
    }
    return true;
}

}  // namespace engine
