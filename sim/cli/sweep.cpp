// fleetdrill sweep: one figure of a scenario through a range of values. What does a threshold cost
// in false alarms, and what does it miss?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "fleet/base/error.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/recorded_play.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/surroundings.hpp"
#include "sim/cli/sweep_report.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_sweep{
    OptionCard{"case", "NAME", "of a scenario with cases: the one that is meant"},
    OptionCard{"parameter", "PATH",
               "what is varied, as --set has it: "
               "detect.profiles[0].profile.behaviors[Flood].criteria.value.count"},
    OptionCard{"from", "N", "the first value"},
    OptionCard{"to", "N", "the last value, beyond the first"},
    OptionCard{"steps", "N",
               "how many values, evenly apart, the first and the last among them, 2 … 1000; 10 by "
               "default"},
    OptionCard{"max-false-alarms", "N",
               "a budget, per device and day: names the value that finds most within it, of those "
               "with which the scenario's expectations are met"},
    OptionCard{"min-recall", "N",
               "a budget, 0 … 1: names the value with the fewest false alarms that finds as much, "
               "likewise"},
    OptionCard{"format", "text|csv|json", "how it is told; text by default"},
    OptionCard{"set", "PATH=VALUE", "changes the scenario besides", true},
    OptionCard{"seed", "N", "0 … 2^64-1; instead of the scenario's"},
    OptionCard{"devices", "N", "scales the cohorts to N devices altogether"},
    OptionCard{"threads", "N", "1 … 256; no result depends on it"},
};

double decimal_of(const Options& options, const char* name) {
    const auto& text = options.text(name);
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end || !std::isfinite(number))
        throw fleet::Error(fmt::format("--{}: expected a number, found {}", name, text));
    return number;
}

/// Evenly apart, both ends among them. Whole numbers stay whole: a threshold on counts takes no
/// others; those that fall together are one.
std::vector<std::string> values_of(const Options& options) {
    const auto from = decimal_of(options, "from"), to = decimal_of(options, "to");
    if (from >= to)
        throw fleet::Error(
            fmt::format("--from {} --to {}: the last value should be beyond the "
                        "first",
                        options.text("from"), options.text("to")));
    const auto steps = options.number_or("steps", 10, 2, 1000);
    const bool is_whole = from == std::floor(from) && to == std::floor(to);
    std::vector<std::string> values;
    for (std::uint64_t step = 0; step < steps; ++step) {
        const auto share = static_cast<double>(step) / static_cast<double>(steps - 1);
        const auto value = step + 1 == steps ? to : from + (to - from) * share;
        auto text = is_whole ? fmt::format("{:.0f}", value) : fmt::format("{}", value);
        if (values.empty() || values.back() != text) values.push_back(std::move(text));
    }
    return values;
}

/// Rules alone leave what is simulated as it is.
bool is_of_rules(std::string_view parameter) { return parameter.starts_with("detect."); }

class Sweep {
  public:
    Sweep(const Options& options, Progress& progress)
        : options_(options),
          progress_(progress),
          parameter_(options.text("parameter")),
          threads_(static_cast<unsigned>(options.number_or("threads", 0, 0, 256))) {}

    /// Fewer than there are values when the program is asked to stop.
    std::vector<SweptPoint> run() {
        const auto values = values_of(options_);
        std::vector<LoadedScenario> all;  // every value is right before anything is played
        for (const auto& value : values) all.push_back(load(value));
        std::vector<SweptPoint> points;
        for (std::size_t i = 0; i < values.size() && !sim::stop_is_wanted(); ++i) {
            progress_.show(
                fmt::format("{} = {} ({} of {})", parameter_, values[i], i + 1, values.size()));
            if (auto score = score_of(all[i])) points.push_back(point_of(values[i], *score));
        }
        progress_.clear();
        return points;
    }

  private:
    /// Nothing when the program is asked to stop meanwhile.
    std::optional<score::Score> score_of(const LoadedScenario& loaded) {
        try {
            if (!is_of_rules(parameter_)) return play(loaded, {.threads = threads_}).score;
            if (!recorded_) recorded_.emplace(loaded, threads_);
            return recorded_->judge(loaded).score;
        } catch (const fleet::Error&) {
            if (!sim::stop_is_wanted()) throw;
            return std::nullopt;
        }
    }

    LoadedScenario load(const std::string& value) const {
        auto how = load_options(options_);
        how.sets.push_back(fmt::format("{}={}", parameter_, value));
        try {
            return load_altered(options_.argument(), how);
        } catch (const fleet::Error& error) {
            // Who sweeps did not write --set.
            const auto set = fmt::format("--set {}", how.sets.back());
            const std::string_view why = error.what();
            if (!why.starts_with(set)) throw;
            throw fleet::Error(fmt::format("--parameter {}, value {}{}", parameter_, value,
                                           why.substr(set.size())));
        }
    }

    static SweptPoint point_of(const std::string& value, const score::Score& score) {
        return {.value = value,
                .detect = score.detect_overall,
                .meets_expectations =
                    score.has_expectations ? std::optional(score.is_passed) : std::nullopt,
                .false_alarms = score.false_alarms_per_device_day,
                .seconds_p50 = score.time_to_detect_p50_seconds,
                .seconds_p90 = score.time_to_detect_p90_seconds,
                .seconds_max = score.time_to_detect_max_seconds};
    }

    const Options& options_;
    Progress& progress_;
    std::string parameter_;
    unsigned threads_;
    std::optional<RecordedPlay> recorded_;  // when only rules are varied
};

/// Of the points that count, the one that meets the budgets and is best in what they do not bound;
/// the first of equals.
const SweptPoint* best_of(const Options& options, const std::vector<SweptPoint>& points,
                          const std::function<bool(const SweptPoint&)>& counts) {
    const auto most = options.has("max-false-alarms")
                          ? std::optional(decimal_of(options, "max-false-alarms"))
                          : std::nullopt;
    const auto least =
        options.has("min-recall") ? std::optional(decimal_of(options, "min-recall")) : std::nullopt;
    const auto cost = [](const SweptPoint& point) { return point.false_alarms.value_or(0); };
    const auto gain = [](const SweptPoint& point) { return point.detect.recall().value_or(1); };
    const auto is_better = [&](const SweptPoint& a, const SweptPoint& b) {
        if (most && gain(a) != gain(b)) return gain(a) > gain(b);
        if (cost(a) != cost(b)) return cost(a) < cost(b);
        if (gain(a) != gain(b)) return gain(a) > gain(b);
        return a.seconds_p50.value_or(0) < b.seconds_p50.value_or(0);
    };
    const SweptPoint* best = nullptr;
    for (const auto& point : points) {
        const bool finds = !least || point.detect.recall().value_or(-1) >= *least;
        if ((most && cost(point) > *most) || !finds || !counts(point)) continue;
        if (best == nullptr || is_better(point, *best)) best = &point;
    }
    return best;
}

void check_budgets(const Options& options) {
    if (options.has("max-false-alarms") && decimal_of(options, "max-false-alarms") < 0)
        throw fleet::Error("--max-false-alarms: expected a number from 0");
    if (!options.has("min-recall")) return;
    const auto recall = decimal_of(options, "min-recall");
    if (recall < 0 || recall > 1) throw fleet::Error("--min-recall: expected a number from 0 to 1");
}

bool has_budget(const Options& options) {
    return options.has("max-false-alarms") || options.has("min-recall");
}

/// A value with which the scenario's own tests fail is no advice.
bool is_as_expected(const SweptPoint& point) { return point.meets_expectations.value_or(true); }

/// Why no value is best: which ones the scenario accepts, and which the budget.
std::string no_best(const Options& options, const std::vector<SweptPoint>& points) {
    const auto* within = best_of(options, points, [](const SweptPoint&) { return true; });
    if (within == nullptr) return "no value meets the budget";
    std::vector<std::string_view> accepted;
    for (const auto& point : points)
        if (is_as_expected(point)) accepted.push_back(point.value);
    return fmt::format(
        "no value meets both the budget and what the scenario expects: {} is best within the "
        "budget, {}",
        within->value,
        accepted.empty()
            ? "and with no value at all are the expectations met"
            : fmt::format("but the expectations are met with {} only", fmt::join(accepted, ", ")));
}

int run(const Options& options) {
    const std::vector<std::string> formats{"text", "csv", "json"};
    const auto format = options.word_or("format", formats, "text");
    for (const auto* needed : {"parameter", "from", "to"})
        if (!options.has(needed))
            throw fleet::Error(fmt::format("--{} is missing\nsee fleetdrill sweep --help", needed));
    check_budgets(options);
    sim::stop_on_signals();
    Progress progress(!options.is_quiet(), options.is_verbose());
    const auto points = Sweep(options, progress).run();
    if (const auto wanted = values_of(options).size(); points.size() < wanted) {
        if (format == "text" && !points.empty()) fmt::print("{}", text_of(points));
        sim::raise_if_stopped_after(
            fmt::format("{} of {} values were tried", points.size(), wanted));
    }
    if (options.has("min-recall") && !has_something_to_find(points))
        throw fleet::Error(fmt::format("--min-recall: {}", nothing_to_find));
    const auto* best = has_budget(options) ? best_of(options, points, is_as_expected) : nullptr;
    if (format == "csv") fmt::print("{}", csv_of(points));
    if (format == "json")
        fmt::print("{}", fleet::to_text(json_of({.parameter = options.text("parameter"),
                                                 .points = points,
                                                 .has_budget = has_budget(options),
                                                 .best = best})));
    if (format == "text") fmt::print("{}", text_of(points));
    if (!has_budget(options)) return 0;
    if (best == nullptr) {
        tell_failure(no_best(options, points).c_str());
        return 1;
    }
    if (format == "text") fmt::print("within the budget, {} is best\n", best->value);
    return 0;
}

}  // namespace

extern const Command sweep{
    .name = "sweep",
    .summary = "varies one figure of a scenario and tells what is found and falsely alarmed",
    .arguments = "SCENARIO",
    .options = options_of_sweep,
    .example =
        "fleetdrill sweep scenarios/library/quickstart --parameter "
        "'detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count' "
        "--from 1 --to 10",
    .run = run,
};

}  // namespace cli
