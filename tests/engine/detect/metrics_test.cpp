#include "engine/detect/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/detect/criteria.hpp"

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
        EXPECT_EQ(metric->counted != nullptr, metric->reading != Reading::not_evaluated)
            << metric->name;
        const bool is_list = metric->form != MetricValue::Form::count;
        EXPECT_EQ(is_list, metric->duration == DurationRule::forbidden) << metric->name;
        EXPECT_FALSE(is_list && (metric->has_statistics || metric->has_learning)) << metric->name;
        const bool is_device_side = metric->source == MetricSource::device;
        EXPECT_FALSE(is_device_side && metric->has_dimension_in_rules) << metric->name;
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
