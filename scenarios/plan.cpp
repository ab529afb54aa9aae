#include "scenarios/plan.hpp"

#include "fleet/base/error.hpp"

namespace scenarios {

AgentReport Plan::report(const Action& /*action*/) const {
    fleet::require(false, "only a plan that reports is asked for reports");
    return {};
}

}  // namespace scenarios
