#include "engine/finding.hpp"

#include <array>

namespace engine {

std::string_view name_of(Severity severity) {
    static constexpr std::array<std::string_view, 4> names{"CRITICAL", "HIGH", "MEDIUM", "LOW"};
    return names[static_cast<std::size_t>(severity)];
}

std::string_view name_of(ViolationEventType type) {
    static constexpr std::array<std::string_view, 3> names{"in-alarm", "alarm-cleared",
                                                           "alarm-invalidated"};
    return names[static_cast<std::size_t>(type)];
}

const Verification& Findings::verification_of(std::string_view violation_id) const {
    static const Verification nobody_said;
    const auto found = verifications.find(violation_id);
    return found == verifications.end() ? nobody_said : found->second;
}

}  // namespace engine
