#include "engine/detect/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/detect/criteria.hpp"
#include "engine/detect/metrics_page.hpp"
#include "fleet/base/json.hpp"

using namespace engine;

TEST(Metrics, TheTableHoldsEveryFileOfTheFolderUnderItsName) {
    std::set<std::string> files;
    const auto folder = std::filesystem::path(FLEETDRILL_SOURCE_DIR) / "engine/detect/metrics";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        auto name = "aws:" + entry.path().stem().string();
        std::replace(name.begin(), name.end(), '_', '-');
        files.insert(name);
    }
    EXPECT_EQ(files, std::set<std::string>(metric_names().begin(), metric_names().end()));
    EXPECT_EQ(all_metrics().size(), 18U);
}

TEST(Metrics, EveryCardIsWhole) {
    for (const auto* metric : all_metrics()) {
        EXPECT_EQ(metric_named(metric->name), metric);
        EXPECT_FALSE(metric->unit.empty()) << metric->name;
        EXPECT_FALSE(metric->story.empty()) << metric->name;
        const bool is_seen_by_broker =
            metric->reading != Reading::not_evaluated && !is_reported(metric->reading);
        EXPECT_EQ(metric->counts != nullptr, is_seen_by_broker) << metric->name;
        EXPECT_EQ(metric->figure != Figure::none, is_reported(metric->reading)) << metric->name;
        const bool is_list = metric->form != MetricValue::Form::count;
        EXPECT_EQ(is_list, metric->duration == DurationRule::forbidden) << metric->name;
        EXPECT_FALSE(is_list && (metric->has_statistics || metric->has_learning)) << metric->name;
        const bool is_device_side = metric->source == MetricSource::device;
        EXPECT_FALSE(is_device_side && metric->has_dimension_in_rules) << metric->name;
    }
}

namespace {
/// What the API documents of a metric.
struct Documented {
    const char* name;
    std::span<const ComparisonOperator> operators;
    const char* value_key;
    DurationRule duration;
};
constexpr auto required = DurationRule::required, optional = DurationRule::optional,
               forbidden = DurationRule::forbidden;
const std::vector<Documented> documented{
    {"aws:message-byte-size", number_operators, "count", optional},
    {"aws:num-messages-sent", number_operators, "count", required},
    {"aws:num-messages-received", number_operators, "count", required},
    {"aws:num-authorization-failures", number_operators, "count", required},
    {"aws:num-connection-attempts", number_operators, "count", required},
    {"aws:num-disconnects", number_operators, "count", required},
    {"aws:disconnect-duration", upper_limit_operators, "count", optional},
    {"aws:source-ip-address", cidr_operators, "cidrs", forbidden},
    {"aws:all-bytes-out", number_operators, "count", required},
    {"aws:all-bytes-in", number_operators, "count", required},
    {"aws:all-packets-out", number_operators, "count", required},
    {"aws:all-packets-in", number_operators, "count", required},
    {"aws:num-listening-tcp-ports", number_operators, "count", optional},
    {"aws:num-listening-udp-ports", number_operators, "count", optional},
    {"aws:listening-tcp-ports", port_operators, "ports", forbidden},
    {"aws:listening-udp-ports", port_operators, "ports", forbidden},
    {"aws:num-established-tcp-connections", number_operators, "count", optional},
    {"aws:destination-ip-addresses", cidr_operators, "cidrs", forbidden},
};
}  // namespace

TEST(Metrics, EveryCardSaysWhatTheApiDocuments) {
    ASSERT_EQ(documented.size(), all_metrics().size());
    for (std::size_t i = 0; i < documented.size(); ++i) {
        const auto& card = *all_metrics()[i];
        EXPECT_EQ(card.name, documented[i].name);
        EXPECT_TRUE(std::ranges::equal(card.operators, documented[i].operators)) << card.name;
        EXPECT_EQ(key_of(card.form), documented[i].value_key) << card.name;
        EXPECT_EQ(card.duration, documented[i].duration) << card.name;
    }
}

TEST(Metrics, KnowsNoMetricThatMerelyLooksReal) {
    for (const auto* name :
         {"aws:num-connections", "aws:num-messages-published", "aws:incoming-bytes",
          "aws:auth-failures", "aws:destination-ip-address", "num-messages-sent", ""})
        EXPECT_EQ(metric_named(name), nullptr) << name;
}

TEST(CriteriaKinds, AreTheThreeOfTheApi) {
    std::vector<std::string_view> names;
    for (const auto* kind : criteria_kinds()) names.push_back(kind->name);
    EXPECT_EQ(names, (std::vector<std::string_view>{"STATIC", "STATISTICAL", "MACHINE_LEARNING"}));
}

TEST(MetricsPage, IsCurrent) {
    const auto file = std::filesystem::path(FLEETDRILL_SOURCE_DIR) / "docs" / "metrics.md";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) fleet::write_file(file, metrics_page());
    EXPECT_EQ(fleet::read_file(file), metrics_page()) << "run with UPDATE_GOLDEN=1";
}
