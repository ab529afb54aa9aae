#include "engine/reference/datapoint.hpp"

#include <algorithm>
#include <limits>

#include "fleet/base/time.hpp"

namespace reference {
namespace {

using fleet::ObservationKind;

bool is_counted(const Behavior& behavior, const Happening& happening) {
    const auto& metric = behavior.metric;
    const auto kind = happening.kind;
    if (metric == "aws:num-messages-sent")
        return kind == ObservationKind::published && !is_of_defender(happening.topic);
    if (metric == "aws:num-messages-received")
        return kind == ObservationKind::delivered && !is_of_defender(happening.topic);
    if (metric == "aws:num-authorization-failures") return kind == ObservationKind::denied;
    if (metric == "aws:num-disconnects") return kind == ObservationKind::disconnected;
    return kind == ObservationKind::connected || kind == ObservationKind::refused ||
           (kind == ObservationKind::denied && happening.reason == fleet::Reason::connect);
}

MetricValue count_of(std::uint64_t count) {
    return {.form = MetricValue::Form::count, .count = count, .texts = {}, .numbers = {}};
}

MetricValue sum_of(const Behavior& behavior, const std::string& thing,
                   const std::vector<Happening>& happenings, Window window) {
    std::uint64_t sum = 0;
    for (const auto& one : happenings)
        if (window.holds(one.time) && is_counted(behavior, one) &&
            is_in_scope(behavior, one.topic, thing))
            sum += one.count;
    return count_of(sum);
}

/// The largest, the smallest or, under a statistical criteria, the sum (§4.5, §6.5).
std::optional<MetricValue> sizes_of(const Behavior& behavior, const std::string& thing,
                                    const std::vector<Happening>& happenings, Window window) {
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max(), most = 0, sum = 0;
    bool is_any = false;
    for (const auto& one : happenings) {
        if (!window.holds(one.time) || one.kind != ObservationKind::published ||
            is_of_defender(one.topic) || !is_in_scope(behavior, one.topic, thing))
            continue;
        is_any = true;
        least = std::min(least, one.bytes_min);
        most = std::max(most, one.bytes_max);
        sum += one.bytes_sum;
    }
    if (!is_any) return std::nullopt;
    if (!behavior.statistic.empty()) return count_of(sum);
    const bool is_upper = behavior.comparison == ComparisonOperator::less_than ||
                          behavior.comparison == ComparisonOperator::less_than_equals;
    return count_of(is_upper ? most : least);
}

/// A connection of the thing, as far as it was seen.
struct Connection {
    std::string address;
    fleet::Time first, last;
    bool is_used = false;  // by an event of the behaviour's topics in the window
};

std::vector<Connection> connections_of(const Behavior& behavior, const std::string& thing,
                                       const std::vector<Happening>& happenings, Window window) {
    std::map<std::uint32_t, Connection> by_number;
    for (const auto& one : happenings) {
        if (one.connection == 0) continue;
        const auto [at, is_new] = by_number.try_emplace(
            one.connection,
            Connection{.address = one.address, .first = one.time, .last = fleet::Time::max()});
        if (one.kind == ObservationKind::disconnected) at->second.last = one.time;
        if (window.holds(one.time) && is_activity(one) && is_in_scope(behavior, one.topic, thing))
            at->second.is_used = true;
    }
    std::vector<Connection> all;
    for (auto& [number, connection] : by_number) all.push_back(std::move(connection));
    return all;
}

/// (§4.8)
std::optional<MetricValue> addresses_of(const Behavior& behavior, const std::string& thing,
                                        const std::vector<Happening>& happenings, Window window) {
    MetricValue value{
        .form = MetricValue::Form::cidrs, .count = 0, .number = 0, .texts = {}, .numbers = {}};
    for (const auto& one : connections_of(behavior, thing, happenings, window)) {
        const bool is_alive = one.first < window.end && one.last >= window.begin;
        if (!is_alive || (behavior.dimension && !one.is_used)) continue;
        if (std::ranges::find(value.texts, one.address) == value.texts.end())
            value.texts.push_back(one.address);
    }
    if (behavior.dimension) std::ranges::sort(value.texts);
    if (value.texts.empty()) return std::nullopt;
    return value;
}

bool compares(ComparisonOperator comparison, std::uint64_t left, std::uint64_t right) {
    if (comparison == ComparisonOperator::less_than) return left < right;
    if (comparison == ComparisonOperator::less_than_equals) return left <= right;
    if (comparison == ComparisonOperator::greater_than) return left > right;
    return left >= right;
}

}  // namespace

std::optional<MetricValue> datapoint_of(const Behavior& behavior, const std::string& thing,
                                        const std::vector<Happening>& happenings, Window window,
                                        bool is_active) {
    if (!is_active) return std::nullopt;
    if (behavior.metric == "aws:message-byte-size")
        return sizes_of(behavior, thing, happenings, window);
    if (behavior.metric == "aws:source-ip-address")
        return addresses_of(behavior, thing, happenings, window);
    return sum_of(behavior, thing, happenings, window);
}

std::optional<MetricValue> absence_of(const std::vector<Happening>& happenings, fleet::Time end,
                                      fleet::Duration unit) {
    bool is_known = false;
    std::optional<fleet::Time> since;  // nullopt: it is connected
    std::uint32_t connection = 0;      // the last that was seen to begin
    for (const auto& one : happenings) {
        if (one.time >= end) continue;
        if (one.kind == ObservationKind::connected) {
            is_known = true;
            since.reset();
            connection = one.connection;
        }
        // The end of one that another has taken over from is none.
        if (one.kind == ObservationKind::disconnected && one.connection >= connection) {
            is_known = true;
            since = one.time;
        }
    }
    if (!is_known) return std::nullopt;
    return count_of(since ? static_cast<std::uint64_t>((end - *since) / unit) : 0);
}

bool conforms(const Behavior& behavior, const MetricValue& datapoint,
              std::vector<std::uint64_t> population) {
    std::ranges::sort(population);
    // "p99.9" is 999 of 1000.
    std::uint64_t share = 0, whole = 100;
    bool is_fraction = false;
    for (const char c : behavior.statistic.substr(1)) {
        if (c == '.') {
            is_fraction = true;
            continue;
        }
        share = share * 10 + static_cast<std::uint64_t>(c - '0');
        if (is_fraction) whole *= 10;
    }
    const auto not_exceeding = [&](std::uint64_t threshold) {
        return static_cast<std::uint64_t>(std::ranges::count_if(
            population, [&](std::uint64_t other) { return other <= threshold; }));
    };
    const auto threshold = std::ranges::find_if(population, [&](std::uint64_t candidate) {
        return not_exceeding(candidate) * whole >= share * population.size();
    });
    return compares(behavior.comparison, datapoint.count, *threshold);
}

}  // namespace reference
