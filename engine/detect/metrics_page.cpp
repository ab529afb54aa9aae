#include "engine/detect/metrics_page.hpp"

#include <fmt/format.h>

#include "engine/detect/metrics.hpp"

namespace engine {
namespace {

std::string_view duration_word(DurationRule rule) {
    if (rule == DurationRule::required) return "required";
    return rule == DurationRule::optional ? "optional" : "must be absent";
}

std::string_view yes_or_no(bool is_so) { return is_so ? "yes" : "no"; }

bool is_judged(const Metric& metric) { return metric.reading != Reading::not_evaluated; }

std::string row_of(const Metric& metric) {
    return fmt::format("| [`{0}`](#{1}) | {2} | {3} | {4} | {5} |\n", metric.name,
                       fmt::format("aws{}", metric.name.substr(metric.name.find(':') + 1)),
                       metric.source == MetricSource::cloud ? "the broker" : "the device's reports",
                       metric.unit, key_of(metric.form), yes_or_no(is_judged(metric)));
}

std::string section_of(const Metric& metric) {
    std::string operators;
    for (const auto comparison : metric.operators)
        operators += fmt::format("{}`{}`", operators.empty() ? "" : ", ", name_of(comparison));
    auto text = fmt::format("\n## {}\n\n{}\n\n", metric.name, metric.story);
    if (!is_judged(metric))
        text +=
            "Known to the validator and the lints; a behaviour on it is refused by `run` and "
            "`detect`.\n\n";
    return text + fmt::format(
                      "* operators: {}; value: `{}`\n"
                      "* `durationSeconds` with a static value: {}\n"
                      "* statistical threshold: {}; machine learning: {}\n"
                      "* dimension: {} in rules, {} in machine learning\n",
                      operators, key_of(metric.form), duration_word(metric.duration),
                      yes_or_no(metric.has_statistics), yes_or_no(metric.has_learning),
                      yes_or_no(metric.has_dimension_in_rules),
                      yes_or_no(metric.has_dimension_in_learning));
}

}  // namespace

std::string metrics_page() {
    std::string page =
        "# The metrics of security profiles\n\n"
        "Written from the metrics' cards; `fleetdrill list metrics` names them. What is counted is "
        "defined in [detect-semantics](detect-semantics.md) §3 to §5.\n\n"
        "| metric | told by | unit | value | judged |\n| --- | --- | --- | --- | --- |\n";
    for (const auto* metric : all_metrics()) page += row_of(*metric);
    for (const auto* metric : all_metrics()) page += section_of(*metric);
    return page;
}

}  // namespace engine
