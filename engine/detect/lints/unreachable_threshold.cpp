// A rule that nothing can break sleeps for ever, and looks like protection.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

/// The most that a window can come to; nullopt where nothing bounds it.
std::optional<std::uint64_t> most(const BehaviorView& behavior) {
    constexpr std::uint64_t payload_bytes = 131'072;     // of a message that AWS takes
    constexpr std::uint64_t publishes_per_second = 100;  // of a connection, at AWS
    constexpr std::uint64_t ports = 65'536;
    const auto name = behavior.metric_name();
    if (name == "aws:message-byte-size" && behavior.criteria("statisticalThreshold") == nullptr)
        return payload_bytes;
    if (name == "aws:num-messages-sent")
        return publishes_per_second * behavior.duration_seconds().value_or(300);
    if (name == "aws:num-listening-tcp-ports" || name == "aws:num-listening-udp-ports")
        return ports;
    return std::nullopt;
}

/// Why nothing violates it; empty when something does.
std::string reason(const BehaviorView& behavior) {
    using enum ComparisonOperator;
    const auto comparison = behavior.comparison();
    if (!comparison) return {};
    const auto count = behavior.count();
    const auto percent = behavior.percent();
    if (*comparison == greater_than_equals && count == 0U) return "nothing is below 0";
    if (*comparison == less_than_equals && percent == 100.0)
        return "no device is above the highest of all, which p100 is";
    if (*comparison == greater_than_equals && percent == 0.0)
        return "no device is below the lowest of all, which p0 is";
    if (const auto bound = most(behavior); bound && count && behavior.is_upper_limit()) {
        const bool is_beyond = *comparison == less_than ? *count > *bound : *count >= *bound;
        if (is_beyond) return fmt::format("AWS lets it come to {} at most", *bound);
    }
    const auto texts = behavior.texts("cidrs");
    const auto holds = [&](const char* block) {
        return std::ranges::any_of(texts, [&](const auto& text) { return text == block; });
    };
    if (*comparison == in_cidr_set && holds("0.0.0.0/0"))
        return holds("::/0") ? "0.0.0.0/0 and ::/0 hold every address"
                             : "0.0.0.0/0 holds every IPv4 address";
    for (const auto* key : {"cidrs", "ports", "strings", "numbers"}) {
        const auto* list = behavior.value(key);
        const bool forbids = *comparison == not_in_cidr_set || *comparison == not_in_port_set ||
                             *comparison == not_in_set;
        if (forbids && list != nullptr && list->is_array() && list->empty())
            return "nothing lies in an empty set";
    }
    return {};
}

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    const auto why = reason(behavior);
    if (why.empty()) return std::nullopt;
    return LintRemark{
        .path = "criteria",
        .message = fmt::format("no device {}can ever alarm: {}",
                               why.ends_with("IPv4 address") ? "with IPv4 " : "", why),
        .fix = "choose a limit that an attacked device would cross"};
}

}  // namespace

extern const Lint unreachable_threshold;
constinit const Lint unreachable_threshold{
    .name = "unreachable-threshold",
    .story =
        "The criteria holds whatever a device does: messages beyond the 131072 bytes or the "
        "hundred a second that AWS takes of a connection, more ports than there are, "
        "0.0.0.0/0 as the allowed block, an empty set of forbidden ones, "
        "less-than-equals p100.",
    .example = R"({"name": "Size", "metric": "aws:message-byte-size",
 "criteria": {"comparisonOperator": "less-than-equals", "value": {"count": 1048576}}})",
    .fix = R"({"name": "Size", "metric": "aws:message-byte-size",
 "criteria": {"comparisonOperator": "less-than-equals", "value": {"count": 1024}}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
