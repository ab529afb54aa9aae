// Names that samples and blogs pass on and that the service does not know – or, without their
// prefix, takes for custom metrics that nobody ever reports.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/detect/lint.hpp"

namespace engine::lint_table {
namespace {

struct Name {
    std::string_view wrong;
    std::string_view right;
};
constexpr std::array names{
    Name{"aws:num-connections", "aws:num-connection-attempts"},
    Name{"aws:num-messages-published", "aws:num-messages-sent"},
    Name{"aws:incoming-bytes", "aws:all-bytes-in"},
    Name{"aws:auth-failures", "aws:num-authorization-failures"},
    Name{"aws:destination-ip-address", "aws:destination-ip-addresses"},
};

std::string right_name(std::string_view name) {
    const auto* found = std::ranges::find(names, name, &Name::wrong);
    if (found != names.end()) return std::string(found->right);
    // aws:num_messages_sent, num-messages-sent, AWS:num-messages-sent
    std::string plain(name);
    std::ranges::transform(plain, plain.begin(), [](char c) {
        return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (!plain.starts_with("aws:")) plain = "aws:" + plain;
    return plain != name && metric_named(plain) != nullptr ? plain : std::string{};
}

std::optional<LintRemark> of_behavior(const BehaviorView& behavior) {
    if (behavior.metric() != nullptr || behavior.metric_name().empty()) return std::nullopt;
    const auto name = behavior.metric_name();
    const auto right = right_name(name);
    if (right.empty()) return std::nullopt;
    const bool is_taken = !name.starts_with("aws:");
    return LintRemark{
        .path = "metric",
        .message = is_taken ? fmt::format("{} is taken for a custom metric, which no agent reports "
                                          "unless you built it; AWS's is {}",
                                          name, right)
                            : fmt::format("{} is no metric of AWS's", name),
        .fix = fmt::format("write \"metric\": \"{}\"", right)};
}

}  // namespace

extern const Lint folklore_metric;
constinit const Lint folklore_metric{
    .name = "folklore-metric",
    .story =
        "Some names are in many samples and in no documentation: aws:num-connections, "
        "aws:num-messages-published, aws:incoming-bytes, aws:auth-failures, "
        "aws:destination-ip-address. Others lost their prefix or their dashes on the way; "
        "without aws: they are custom metrics that nobody reports.",
    .example = R"({"name": "Connects", "metric": "aws:num-connections",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 5}, "durationSeconds": 300}})",
    .fix = R"({"name": "Connects", "metric": "aws:num-connection-attempts",
 "criteria": {"comparisonOperator": "less-than", "value": {"count": 5}, "durationSeconds": 300}})",
    .of_behavior = of_behavior,
};

}  // namespace engine::lint_table
