#include "sim/load/objective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"

namespace sim {
namespace {

enum class Unit { duration, rate, share, count };
enum class Needs { nothing, steady, tap, steady_and_tap, restart, storm };
using Value = std::optional<double>;

struct Latency {
    std::string_view name, phase;
    Histogram LoadFigures::*member;
    Needs needs;
    std::string_view meaning;
};
constexpr std::array latencies{
    Latency{"connect", "ramp", &LoadFigures::connect, Needs::nothing,
            "begin of a connection to CONNACK, during the ramp"},
    Latency{"reconnect", "storm", &LoadFigures::connect, Needs::storm,
            "begin of a connection to CONNACK, during the storm"},
    Latency{"acknowledge", "steady", &LoadFigures::acknowledge, Needs::steady,
            "publish to PUBACK, in steady traffic"},
    Latency{"engine", "steady", &LoadFigures::engine, Needs::steady_and_tap,
            "publish to broker to engine, in steady traffic"},
    Latency{"lag", "steady", &LoadFigures::lag, Needs::steady_and_tap,
            "the broker's decision to the engine, in steady traffic"},
};

struct Quantile {
    std::string_view name;
    double share;
};
constexpr std::array quantiles{Quantile{"p50", 0.5}, Quantile{"p95", 0.95}, Quantile{"p99", 0.99},
                               Quantile{"max", 1}};

struct Scalar {
    std::string_view name;
    Unit unit;
    Needs needs;
    std::string_view meaning;
    Value (*read)(const LoadResult&);
};

Value duration_of(const LoadResult& result, std::string_view phase) {
    if (!result.has_phase(phase)) return std::nullopt;
    return result.figures(phase).seconds * 1e6;
}

Value broker_share(const LoadResult& result) {
    const auto all = result.figures();
    if (all.seconds <= 0) return std::nullopt;
    return all.broker_cpu_seconds / all.seconds;
}

constexpr std::array scalars{
    Scalar{"connect.rate", Unit::rate, Needs::nothing, "connections accepted during the ramp",
           [](const LoadResult& result) -> Value {
               const auto ramp = result.figures("ramp");
               return ramp.per_second(ramp.connects);
           }},
    Scalar{"reconnect.rate", Unit::rate, Needs::storm, "connections accepted during the storm",
           [](const LoadResult& result) -> Value {
               const auto storm = result.figures("storm");
               return storm.per_second(storm.connects);
           }},
    Scalar{"messages.rate", Unit::rate, Needs::steady, "messages acknowledged in steady traffic",
           [](const LoadResult& result) -> Value {
               const auto steady = result.figures("steady");
               return steady.per_second(steady.acknowledged);
           }},
    Scalar{"messages.unsent", Unit::count, Needs::nothing, "messages due that could not be sent",
           [](const LoadResult& result) -> Value {
               return static_cast<double>(result.figures().unsent);
           }},
    Scalar{"errors", Unit::count, Needs::nothing, "errors of every kind, in all phases",
           [](const LoadResult& result) -> Value {
               return static_cast<double>(result.figures().error_count());
           }},
    Scalar{"devices.connected", Unit::share, Needs::nothing, "devices connected at the end",
           [](const LoadResult& result) -> Value {
               if (result.devices == 0) return std::nullopt;
               return static_cast<double>(result.connected) / static_cast<double>(result.devices);
           }},
    Scalar{"storm.duration", Unit::duration, Needs::storm,
           "from the loss of the connections until all are back",
           [](const LoadResult& result) { return duration_of(result, "storm"); }},
    Scalar{"storm.resumed", Unit::share, Needs::storm, "connections of the storm that resumed TLS",
           [](const LoadResult& result) -> Value {
               const auto storm = result.figures("storm");
               if (storm.connects == 0) return std::nullopt;
               return static_cast<double>(storm.resumed) / static_cast<double>(storm.connects);
           }},
    Scalar{"restart.duration", Unit::duration, Needs::restart,
           "from the broker's end until all devices are back",
           [](const LoadResult& result) { return duration_of(result, "restart"); }},
    Scalar{"broker.cpu", Unit::share, Needs::tap, "processor time of the broker, of one core",
           broker_share},
};

/// A metric as the two tables describe it.
struct Metric {
    std::string name;
    Unit unit;
    Needs needs;
    std::string meaning;
    const Scalar* scalar = nullptr;
    const Latency* latency = nullptr;
    double share = 0;

    Value read(const LoadResult& result) const {
        if (scalar != nullptr) return scalar->read(result);
        const auto histogram = result.figures(latency->phase).*latency->member;
        if (histogram.count() == 0) return std::nullopt;
        return static_cast<double>(histogram.quantile_us(share));
    }
};

std::vector<Metric> all_metrics() {
    std::vector<Metric> metrics;
    for (const auto& latency : latencies) {
        for (const auto& quantile : quantiles)
            metrics.push_back({.name = fmt::format("{}.{}", latency.name, quantile.name),
                               .unit = Unit::duration,
                               .needs = latency.needs,
                               .meaning = std::string(latency.meaning),
                               .latency = &latency,
                               .share = quantile.share});
    }
    for (const auto& scalar : scalars)
        metrics.push_back({.name = std::string(scalar.name),
                           .unit = scalar.unit,
                           .needs = scalar.needs,
                           .meaning = std::string(scalar.meaning),
                           .scalar = &scalar});
    return metrics;
}

std::string_view name_of(Unit unit) {
    constexpr std::array<std::string_view, 4> names{"duration", "rate", "share", "count"};
    return names[static_cast<std::size_t>(unit)];
}

std::string_view example_of(Unit unit) {
    constexpr std::array<std::string_view, 4> examples{"250ms or 2s", "100/s", "99% or 0.99",
                                                       "0 or 12"};
    return examples[static_cast<std::size_t>(unit)];
}

[[noreturn]] void refuse(std::string_view text, const std::string& what) {
    std::vector<std::string> names;
    for (const auto& metric : all_metrics()) names.push_back(metric.name);
    throw fleet::Error(fmt::format(
        "--require '{}': {}\nexpected METRIC<VALUE (or <=, >, >=), such as 'connect.p99<2s'; "
        "metrics: {}",
        text, what, fleet::join(names, ", ")));
}

/// "" and the factor to what we count in, by unit.
std::optional<double> factor_of(Unit unit, std::string_view suffix) {
    struct Suffix {
        Unit unit;
        std::string_view text;
        double factor;
    };
    constexpr std::array suffixes{
        Suffix{Unit::duration, "us", 1},  Suffix{Unit::duration, "ms", 1e3},
        Suffix{Unit::duration, "s", 1e6}, Suffix{Unit::duration, "m", 6e7},
        Suffix{Unit::rate, "", 1},        Suffix{Unit::rate, "/s", 1},
        Suffix{Unit::share, "", 1},       Suffix{Unit::share, "%", 0.01},
        Suffix{Unit::count, "", 1},
    };
    for (const auto& known : suffixes) {
        if (known.unit == unit && known.text == suffix) return known.factor;
    }
    return std::nullopt;
}

std::optional<double> value_of(Unit unit, std::string_view text) {
    double number = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, failure] =
        std::from_chars(text.data(), last, number, std::chars_format::fixed);
    if (failure != std::errc{} || number < 0) return std::nullopt;
    const auto factor = factor_of(unit, {end, static_cast<std::size_t>(last - end)});
    if (!factor) return std::nullopt;
    return number * *factor;
}

std::string missing_for(Needs needs, const LoadPlan& plan, bool has_tap) {
    const bool needs_tap = needs == Needs::tap || needs == Needs::steady_and_tap;
    if (needs_tap && !has_tap) return "a broker named by --broker has no tap to measure it with";
    const bool needs_steady = needs == Needs::steady || needs == Needs::steady_and_tap;
    if (needs_steady && plan.steady.count() == 0) return "there is no steady traffic (--for 0s)";
    if (needs == Needs::restart && !plan.restarts_broker) return "it needs --restart-broker";
    if (needs == Needs::storm && plan.storm_devices == 0) return "it needs --storm";
    return {};
}

bool holds(double measured, Objective::Comparison comparison, double bound) {
    switch (comparison) {
        case Objective::Comparison::below:
            return measured < bound;
        case Objective::Comparison::at_most:
            return measured <= bound;
        case Objective::Comparison::above:
            return measured > bound;
        case Objective::Comparison::at_least:
            return measured >= bound;
    }
    return false;
}

std::string text_of(Unit unit, double value) {
    switch (unit) {
        case Unit::duration:
            return duration_text(static_cast<std::uint64_t>(value));
        case Unit::rate:
            return fmt::format("{:.1f}/s", value);
        case Unit::share:
            return fmt::format("{:.1f}%", 100 * value);
        case Unit::count:
            return fmt::format("{:.0f}", value);
    }
    return {};
}

}  // namespace

std::vector<MetricLine> objective_metrics() {
    std::vector<MetricLine> lines;
    for (const auto& metric : all_metrics())
        lines.push_back({metric.name, std::string(name_of(metric.unit)), metric.meaning});
    return lines;
}

Objective parse_objective(std::string_view text, const LoadPlan& plan, bool has_tap) {
    std::string compact(text);
    std::erase(compact, ' ');
    const auto at = compact.find_first_of("<>");
    if (at == std::string::npos) refuse(text, "there is no comparison");
    const bool is_inclusive = at + 1 < compact.size() && compact[at + 1] == '=';
    const auto name = compact.substr(0, at), value = compact.substr(at + (is_inclusive ? 2 : 1));
    const auto metrics = all_metrics();
    const auto metric = std::ranges::find(metrics, name, &Metric::name);
    if (metric == metrics.end()) {
        std::vector<std::string> names;
        for (const auto& known : metrics) names.push_back(known.name);
        refuse(text,
               fmt::format("there is no metric \"{}\"{}", name, fleet::did_you_mean(name, names)));
    }
    const auto bound = value_of(metric->unit, value);
    if (!bound)
        refuse(text, fmt::format("\"{}\" is no {}, such as {}", value, name_of(metric->unit),
                                 example_of(metric->unit)));
    if (const auto missing = missing_for(metric->needs, plan, has_tap); !missing.empty())
        throw fleet::Error(
            fmt::format("--require '{}': {} is not measured: {}", text, name, missing));
    using enum Objective::Comparison;
    const auto comparison =
        compact[at] == '<' ? (is_inclusive ? at_most : below) : (is_inclusive ? at_least : above);
    return {.text = std::string(text), .metric = name, .comparison = comparison, .bound = *bound};
}

ObjectiveResult judge(const Objective& objective, const LoadResult& result) {
    const auto metrics = all_metrics();
    const auto metric = std::ranges::find(metrics, objective.metric, &Metric::name);
    fleet::require(metric != metrics.end(), "an objective names a metric there is");
    const auto measured = metric->read(result);
    if (!measured) return {.objective = objective.text, .is_met = false, .measured = "nothing"};
    return {.objective = objective.text,
            .is_met = holds(*measured, objective.comparison, objective.bound),
            .measured = text_of(metric->unit, *measured)};
}

}  // namespace sim
