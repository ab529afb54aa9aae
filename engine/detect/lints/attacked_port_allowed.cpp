// Malware looks for telnet first: a rule that calls it normal hides what it should find.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto* ports = behavior.value("ports");
    if (behavior.comparison() != ComparisonOperator::in_port_set || ports == nullptr ||
        !ports->is_array() || behavior.metric_name() != "aws:listening-tcp-ports")
        return std::nullopt;
    for (std::size_t i = 0; i < ports->size(); ++i) {
        if ((*ports)[i] != 23 && (*ports)[i] != 2323) continue;
        return LintRemark{
            .path = fleet::path_of("criteria.value.ports", i),
            .message = fmt::format("port {} (telnet) is called normal: a device that listens on it "
                                   "will not alarm",
                                   (*ports)[i].get<int>()),
            .fix = "take the port out of the set, or use not-in-port-set to forbid it"};
    }
    return std::nullopt;
}

}  // namespace

extern const Lint attacked_port_allowed;
constinit const Lint attacked_port_allowed{
    .name = "attacked-port-allowed",
    .story =
        "in-port-set lists the ports that are normal. Telnet (23, 2323) is what attack "
        "campaigns try first, and is mostly listed because the author meant to forbid it.",
    .example = R"({"name": "Telnet", "metric": "aws:listening-tcp-ports",
 "criteria": {"comparisonOperator": "in-port-set", "value": {"ports": [23, 2323]}}})",
    .fix = R"({"name": "Telnet", "metric": "aws:listening-tcp-ports",
 "criteria": {"comparisonOperator": "not-in-port-set", "value": {"ports": [23, 2323]}}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
