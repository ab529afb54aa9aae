#include "engine/detect/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace engine {
namespace lint_table {

extern const Lint attacked_port_allowed, count_for_number, criteria_missing, deprecated_retention,
    device_agent_missing, duration_does_not_exist, duration_with_list_metric, export_without_target,
    folklore_metric, healthy_devices_alarm, host_bits_in_block, inverted_comparison,
    machine_learning, nothing_conforms, percentile_splits_fleet, same_behavior_twice,
    unknown_statistic, unreachable_threshold, window_shorter_than_reports;

}  // namespace lint_table

namespace {

using fleet::Json;

constexpr std::array<const Lint*, 19> table{
    &lint_table::attacked_port_allowed,
    &lint_table::count_for_number,
    &lint_table::criteria_missing,
    &lint_table::deprecated_retention,
    &lint_table::device_agent_missing,
    &lint_table::duration_does_not_exist,
    &lint_table::duration_with_list_metric,
    &lint_table::export_without_target,
    &lint_table::folklore_metric,
    &lint_table::healthy_devices_alarm,
    &lint_table::host_bits_in_block,
    &lint_table::inverted_comparison,
    &lint_table::machine_learning,
    &lint_table::nothing_conforms,
    &lint_table::percentile_splits_fleet,
    &lint_table::same_behavior_twice,
    &lint_table::unknown_statistic,
    &lint_table::unreachable_threshold,
    &lint_table::window_shorter_than_reports,
};

const Json* find(const Json* object, std::string_view key) {
    if (object == nullptr || !object->is_object()) return nullptr;
    const auto found = object->find(key);
    return found == object->end() ? nullptr : &*found;
}

std::optional<std::uint64_t> whole(const Json* value) {
    if (value == nullptr || !value->is_number_integer()) return std::nullopt;
    if (!value->is_number_unsigned() && *value < 0) return std::nullopt;
    return value->get<std::uint64_t>();
}

std::string_view text_of(const Json* value) {
    return value != nullptr && value->is_string() ? value->get_ref<const std::string&>()
                                                  : std::string_view{};
}

}  // namespace

BehaviorView::BehaviorView(const Json& behavior, std::size_t index, const LintContext& context)
    : behavior_(behavior),
      index_(index),
      context_(context),
      metric_(metric_named(metric_name())),
      comparison_(comparison_operator(text_of(criteria("comparisonOperator")))) {}

std::string_view BehaviorView::metric_name() const { return text_of(member("metric")); }

bool Cohort::tells(std::string_view metric) const {
    if (!has_agent) return false;
    const auto* known = metric_named(metric);
    if (known == nullptr) return std::ranges::find(custom_metrics, metric) != custom_metrics.end();
    return !groups || std::ranges::find(*groups, group_of(known->figure)) != groups->end();
}

bool BehaviorView::needs_agent() const {
    if (metric_ != nullptr) return metric_->source == MetricSource::device;
    return !metric_name().empty() && !metric_name().starts_with("aws:");  // a custom one
}

bool BehaviorView::is_upper_limit() const {
    return comparison_ && engine::is_upper_limit(*comparison_);
}
bool BehaviorView::is_lower_limit() const {
    return comparison_ && compares_numbers(*comparison_) && !engine::is_upper_limit(*comparison_);
}

const Json* BehaviorView::member(std::string_view key) const { return find(&behavior_, key); }
const Json* BehaviorView::criteria(std::string_view key) const {
    return find(member("criteria"), key);
}
const Json* BehaviorView::value(std::string_view key) const { return find(criteria("value"), key); }

std::optional<std::uint64_t> BehaviorView::count() const { return whole(value("count")); }
std::optional<std::uint64_t> BehaviorView::duration_seconds() const {
    return whole(criteria("durationSeconds"));
}

std::vector<std::string> BehaviorView::texts(std::string_view key) const {
    std::vector<std::string> texts;
    const auto* list = value(key);
    if (list == nullptr || !list->is_array()) return texts;
    for (const auto& element : *list) {
        if (element.is_string()) texts.push_back(element.get<std::string>());
    }
    return texts;
}

std::optional<double> BehaviorView::percent() const {
    const auto text = text_of(find(criteria("statisticalThreshold"), "statistic"));
    if (!text.starts_with('p')) return std::nullopt;
    double percent = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, failure] = std::from_chars(text.data() + 1, last, percent);
    if (failure != std::errc{} || end != last) return std::nullopt;
    return percent;
}

std::span<const Lint* const> lints() { return table; }

std::vector<LintFinding> lint(const Json& profile, const LintContext& context) {
    std::vector<LintFinding> findings;
    const auto* behaviors = find(&profile, "behaviors");
    for (std::size_t i = 0; behaviors != nullptr && behaviors->is_array() && i < behaviors->size();
         ++i) {
        const BehaviorView view((*behaviors)[i], i, context);
        for (const auto* card : table) {
            if (card->of_behavior == nullptr) continue;
            auto remark = card->of_behavior(view);
            if (!remark) continue;
            const auto base = fleet::path_of("behaviors", i);
            findings.push_back(
                {.lint = card,
                 .behavior = i,
                 .path = remark->path.empty() ? base : fleet::path_of(base, remark->path),
                 .message = std::move(remark->message),
                 .fix = std::move(remark->fix)});
        }
    }
    for (const auto* card : table) {
        if (card->of_profile == nullptr) continue;
        for (auto& remark : card->of_profile(profile))
            findings.push_back({.lint = card,
                                .behavior = std::nullopt,
                                .path = std::move(remark.path),
                                .message = std::move(remark.message),
                                .fix = std::move(remark.fix)});
    }
    return findings;
}

}  // namespace engine
