#include "sim/drill/criteria_slips.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace drill {
namespace {

using fleet::Json;

constexpr std::array<std::string_view, 11> statistics{
    "p0", "p0.1", "p0.01", "p1", "p10", "p50", "p90", "p99", "p99.9", "p99.99", "p100"};
constexpr std::array durations{300, 600, 900, 1800, 3600};  // seconds

/// AWS's own way to say the opposite.
std::string opposite(std::string_view comparison) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> pairs{{
        {"less-than", "greater-than-equals"},
        {"less-than-equals", "greater-than"},
        {"in-cidr-set", "not-in-cidr-set"},
        {"in-port-set", "not-in-port-set"},
        {"in-set", "not-in-set"},
    }};
    for (const auto& [one, other] : pairs) {
        if (one == comparison) return std::string(other);
        if (other == comparison) return std::string(one);
    }
    return {};
}

std::string words_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : fleet::to_line(value);
}

std::string plural(int count) { return count == 1 ? "" : "s"; }

class Slips {
  public:
    explicit Slips(const Json& criteria) : criteria_(criteria) {}

    std::vector<Slip> all(bool is_windowed) {
        comparison();
        if (const auto* value = member(criteria_, "value"); value != nullptr) {
            for (const auto* form : {"count", "number"}) threshold(*value, form);
            for (const auto* form : {"cidrs", "ports", "numbers", "strings"})
                elements(*value, form);
        }
        if (const auto* given = member(criteria_, "statisticalThreshold"); given != nullptr)
            statistic(*given);
        to_alarm();
        to_clear();
        if (is_windowed) duration();
        return std::move(slips_);
    }

  private:
    static const Json* member(const Json& object, const std::string& key) {
        if (!object.is_object()) return nullptr;
        const auto found = object.find(key);
        return found == object.end() ? nullptr : &*found;
    }

    void add(std::string_view kind, std::string where, const Json& value, std::string change,
             std::string suggestion) {
        slips_.push_back({.kind = kind,
                          .member = std::move(where),
                          .value = fleet::to_line(value),
                          .change = std::move(change),
                          .suggestion = std::move(suggestion)});
    }

    void comparison() {
        const auto now = criteria_.value("comparisonOperator", std::string{});
        const auto other = opposite(now);
        if (other.empty()) return;
        add("comparison", "comparisonOperator", other, fmt::format("{} becomes {}", now, other),
            "a test in which healthy devices must stay silent, or one that must alarm");
    }

    void shift(const std::string& form, const Json& now, const Json& value,
               std::string suggestion) {
        const auto words = criteria_.value("comparisonOperator", std::string{});
        add("threshold", "value." + form, value,
            fmt::format("{0} {1} becomes {0} {2}", words, words_of(now), words_of(value)),
            std::move(suggestion));
    }

    void threshold(const Json& value, const std::string& form) {
        const auto* now = member(value, form);
        if (now == nullptr || !now->is_number()) return;
        if (now->is_number_float()) {
            const auto number = now->get<double>();
            for (const auto other : {number + 1, number - 1, number * 2})
                shift(form, *now, other, between(number, other));
            return;
        }
        const auto number = now->get<std::int64_t>();
        shift(form, *now, number + 1, exactly(number, number + 1));
        if (number > 0) shift(form, *now, number - 1, exactly(number, number - 1));
        if (number > 1) shift(form, *now, number * 2, exactly(number, number * 2));
    }

    /// Of two limits that are compared alike, does the larger one itself tell them apart, or the
    /// smaller?
    bool is_larger_told() const {
        const auto words = criteria_.value("comparisonOperator", std::string{});
        return words == "less-than-equals" || words == "greater-than";
    }

    /// Where the rule and the slip say different things of a device.
    std::string exactly(std::int64_t now, std::int64_t slip) const {
        const auto shift = is_larger_told() ? 1 : 0;
        const auto first = std::min(now, slip) + shift, last = std::max(now, slip) - 1 + shift;
        const auto where = first == last ? fmt::format("at exactly {}", first)
                                         : fmt::format("at {} to {}", first, last);
        return fmt::format(
            "a device {}, of which the rule says what it should: drive it with a "
            "series",
            where);
    }
    std::string between(double now, double slip) const {
        const auto least = words_of(std::min(now, slip)), most = words_of(std::max(now, slip));
        return is_larger_told() ? fmt::format("a device above {} and not above {}", least, most)
                                : fmt::format("a device at {} or above, and below {}", least, most);
    }

    void elements(const Json& value, const std::string& form) {
        const auto* now = member(value, form);
        if (now == nullptr || !now->is_array()) return;
        for (std::size_t i = 0; i < now->size(); ++i) {
            auto fewer = *now;
            fewer.erase(i);
            const auto lost = words_of((*now)[i]);
            add("list", "value." + form, fewer, fmt::format("{} loses {}", form, lost),
                fmt::format("a device that has {}", lost));
        }
    }

    void statistic(const Json& given) {
        const auto* now = member(given, "statistic");
        if (now == nullptr || !now->is_string()) return;
        const auto found = std::ranges::find(statistics, now->get_ref<const std::string&>());
        if (found == statistics.end()) return;
        const auto becomes = [&](std::string_view value) {
            add("statistic", "statisticalThreshold.statistic", value,
                fmt::format("{} becomes {}", words_of(*now), value),
                fmt::format("a device between {} and {} of its fleet", words_of(*now), value));
        };
        if (found != statistics.begin()) becomes(*(found - 1));
        if (found + 1 != statistics.end()) becomes(*(found + 1));
    }

    /// All of the criteria is replaced: the key may be absent.
    void datapoints(std::string_view kind, int value, std::string suggestion) {
        const bool is_to_alarm = kind == "toAlarm";
        const std::string key =
            is_to_alarm ? "consecutiveDatapointsToAlarm" : "consecutiveDatapointsToClear";
        auto changed = criteria_;
        changed[key] = value;
        add(kind, "", changed,
            fmt::format("{} becomes {} datapoint{} to {}", criteria_.value(key, 1), value,
                        plural(value), is_to_alarm ? "alarm" : "clear"),
            std::move(suggestion));
    }

    void to_alarm() {
        const auto now = criteria_.value("consecutiveDatapointsToAlarm", 1);
        if (now < 10)
            datapoints("toAlarm", now + 1,
                       fmt::format("a violation of exactly {} datapoint{}, which must alarm", now,
                                   plural(now)));
        if (now > 1)
            datapoints("toAlarm", now - 1,
                       fmt::format("a violation of exactly {} datapoint{}, which must not", now - 1,
                                   plural(now - 1)));
    }

    void to_clear() {
        const auto now = criteria_.value("consecutiveDatapointsToClear", 1);
        if (now < 10)
            datapoints("toClear", now + 1,
                       fmt::format("an alarm that must clear after exactly {} normal "
                                   "datapoint{}: clearedWithin",
                                   now, plural(now)));
        if (now > 1)
            datapoints("toClear", now - 1,
                       fmt::format("an alarm that must last through {} normal datapoint{}: "
                                   "clearedWithin, with a count of 0",
                                   now - 1, plural(now - 1)));
    }

    void duration() {
        const auto* now = member(criteria_, "durationSeconds");
        if (now == nullptr) return;
        const auto found =
            std::ranges::find_if(durations, [&](int seconds) { return *now == seconds; });
        if (found == durations.end()) return;
        const auto becomes = [&](int value) {
            add("duration", "durationSeconds", value,
                fmt::format("{} s become {} s", *found, value),
                fmt::format("a device whose {} s are normal and whose {} s are not, or the other "
                            "way round",
                            *found, value));
        };
        if (found + 1 != durations.end()) becomes(*(found + 1));
        if (found != durations.begin()) becomes(*(found - 1));
    }

    const Json& criteria_;
    std::vector<Slip> slips_;
};

}  // namespace

std::vector<Slip> slips_in(const Json& criteria, bool is_windowed) {
    return Slips(criteria).all(is_windowed);
}

}  // namespace drill
