#include "engine/operations/violation_filter.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace engine {
namespace {

constexpr std::array<std::string_view, 4> states{"FALSE_POSITIVE", "BENIGN_POSITIVE",
                                                 "TRUE_POSITIVE", "UNKNOWN"};
constexpr std::array<std::string_view, 3> criteria_types{"STATIC", "STATISTICAL",
                                                         "MACHINE_LEARNING"};

}  // namespace

bool is_verification_state(std::string_view text) {
    return std::ranges::find(states, text) != states.end();
}

std::optional<OperationResult> refuse_filters(const fleet::Json& request) {
    const auto state = text_of(request, "verificationState");
    if (!state.empty() && !is_verification_state(state))
        return invalid_request(
            "verificationState should be FALSE_POSITIVE, BENIGN_POSITIVE, TRUE_POSITIVE or "
            "UNKNOWN.");
    const auto type = text_of(request, "behaviorCriteriaType");
    if (!type.empty() && std::ranges::find(criteria_types, type) == criteria_types.end())
        return invalid_request(
            "behaviorCriteriaType should be STATIC, STATISTICAL or MACHINE_LEARNING.");
    return std::nullopt;
}

std::string_view criteria_type_of(const std::string& behavior_json) {
    const auto behavior = fleet::Json::parse(behavior_json);
    if (!behavior.contains("criteria")) return {};
    if (behavior["criteria"].contains("statisticalThreshold")) return "STATISTICAL";
    return behavior["criteria"].contains("mlDetectionConfig") ? "MACHINE_LEARNING" : "STATIC";
}

}  // namespace engine
