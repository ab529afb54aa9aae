#include "sim/drill/fuzz_profile.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

namespace drill {
namespace {

using fleet::Json;

/// A metric with thresholds about which healthy and unhealthy devices of a small fleet differ.
struct MetricCard {
    const char* name;
    std::int64_t least, most;
    bool has_duration = true, has_dimension = true, has_statistics = true;
};

constexpr std::array<MetricCard, 7> metrics{{
    {"aws:num-messages-sent", 0, 60},
    {"aws:num-messages-received", 0, 40},
    {"aws:message-byte-size", 20, 400},
    {"aws:num-authorization-failures", 0, 12},
    {.name = "aws:num-connection-attempts", .least = 0, .most = 8, .has_dimension = false},
    {.name = "aws:num-disconnects", .least = 0, .most = 6, .has_dimension = false},
    {.name = "aws:disconnect-duration",
     .least = 1,
     .most = 20,
     .has_duration = false,
     .has_dimension = false,
     .has_statistics = false},
}};

class Behaviors {
  public:
    explicit Behaviors(fleet::Stream& draw) : draw_(draw) {}

    Json behavior(std::size_t number) {
        if (chance(6)) return addresses(number);
        const auto& metric = metrics[static_cast<std::size_t>(draw_.below(metrics.size()))];
        Json criteria;
        if (metric.has_statistics && chance(4))
            criteria = statistical();
        else
            criteria = {{"comparisonOperator", comparison_of(metric)},
                        {"value", {{"count", draw_.between(metric.least, metric.most)}}}};
        const bool needs_duration = std::string_view(metric.name) != "aws:message-byte-size" ||
                                    criteria.contains("statisticalThreshold");
        if (metric.has_duration && (needs_duration || chance(2)))
            criteria["durationSeconds"] = one_of(std::array{300, 300, 600, 900, 1800, 3600});
        return finished(number, metric.name, std::move(criteria), metric.has_dimension);
    }

    Json targets() {
        switch (draw_.below(6)) {
            case 0:
                return Json::array({"all/registered-things"});
            case 1:
                return Json::array({"all/unregistered-things", "thinggroup/world"});
            case 2:
                return Json::array({"thinggroup/east"});
            default:
                return Json::array({"all/things"});
        }
    }

    std::int64_t between(std::int64_t low, std::int64_t high) { return draw_.between(low, high); }

  private:
    bool chance(std::int64_t one_in) { return draw_.between(1, one_in) == 1; }
    template <class T, std::size_t n>
    T one_of(const std::array<T, n>& all) {
        return all[static_cast<std::size_t>(draw_.below(n))];
    }
    template <std::size_t n>
    const char* one_of(const char* const (&all)[n]) {
        return all[static_cast<std::size_t>(draw_.below(n))];
    }

    /// Absence is a matter of upper limits.
    const char* comparison_of(const MetricCard& metric) {
        if (!metric.has_duration) return one_of({"less-than", "less-than-equals"});
        return one_of(
            {"less-than", "less-than", "less-than-equals", "greater-than", "greater-than-equals"});
    }

    Json statistical() {
        return {{"comparisonOperator", one_of({"less-than-equals", "less-than-equals", "less-than",
                                               "greater-than-equals", "greater-than"})},
                {"statisticalThreshold",
                 {{"statistic", one_of({"p0", "p0.1", "p1", "p10", "p50", "p90", "p99", "p99.9",
                                        "p99.99", "p100"})}}}};
    }

    Json addresses(std::size_t number) {
        Json criteria{
            {"comparisonOperator", one_of({"in-cidr-set", "not-in-cidr-set"})},
            {"value",
             {{"cidrs", Json::array({one_of({"10.0.0.0/9", "10.20.0.0/17", "0.0.0.0/0",
                                             "10.20.30.40/11", "203.0.113.9"}),
                                     one_of({"203.0.113.0/24", "::/0", "::ffff:10.0.0.0/104",
                                             "2001:db8::/32"})})}}}};
        return finished(number, "aws:source-ip-address", std::move(criteria), true);
    }

    Json finished(std::size_t number, const char* metric, Json criteria, bool has_dimension) {
        if (chance(2)) criteria["consecutiveDatapointsToAlarm"] = between(1, chance(5) ? 10 : 3);
        if (chance(2)) criteria["consecutiveDatapointsToClear"] = between(1, chance(5) ? 10 : 3);
        Json behavior{{"name", fmt::format("B{}", number)}, {"metric", metric}};
        if (has_dimension && chance(4))
            behavior["metricDimension"] = {{"dimensionName", one_of({"own", "telemetry"})},
                                           {"operator", one_of({"IN", "NOT_IN"})}};
        behavior["criteria"] = std::move(criteria);
        return behavior;
    }

    fleet::Stream& draw_;
};

}  // namespace

Json random_attachment(fleet::Stream& draw, const std::string& name) {
    Behaviors behaviors(draw);
    auto all = Json::array();
    for (auto n = static_cast<std::size_t>(behaviors.between(2, 7)); n > 0; --n)
        all.push_back(behaviors.behavior(all.size()));
    return {{"profile", {{"securityProfileName", name}, {"behaviors", std::move(all)}}},
            {"targets", behaviors.targets()}};
}

}  // namespace drill
