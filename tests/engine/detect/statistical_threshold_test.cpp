#include "engine/detect/criteria/fleet_threshold.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/engine/detect/watch.hpp"

using namespace support;
using engine::FleetThreshold;
using engine::percentile_named;
using engine::PercentileReading;
using testing::UnorderedElementsAre;
using Samples = std::vector<std::uint64_t>;
using Texts = std::vector<std::string>;

namespace {

std::uint64_t threshold(const char* statistic, Samples samples) {
    return FleetThreshold<std::uint64_t>(percentile_named(statistic).value(), {}, samples)
        .of(0)
        .low;
}

Samples one_to(std::uint64_t last) {
    Samples samples(last);
    std::iota(samples.rbegin(), samples.rend(), 1U);
    return samples;
}

/// A rule that holds `metric` against a percentile of the fleet.
std::string compared(std::string_view metric, std::string_view comparison,
                     std::string_view statistic, std::string_view more = "",
                     std::string_view duration = "300") {
    return R"([{"name": "Rule", "metric": ")" + std::string(metric) +
           R"(", "criteria": {"comparisonOperator": ")" + std::string(comparison) +
           R"(", "durationSeconds": )" + std::string(duration) +
           R"(, "statisticalThreshold": {"statistic": ")" + std::string(statistic) + "\"}" +
           std::string(more) + "}}]";
}
std::string sent_within(std::string_view statistic) {
    return compared("aws:num-messages-sent", "less-than-equals", statistic);
}

}  // namespace

TEST(Percentile, IsAnExactShare) {
    const auto share = percentile_named("p99.99").value();
    EXPECT_EQ(share.numerator, 9'999U);
    EXPECT_EQ(share.denominator, 10'000U);
    EXPECT_EQ(percentile_named("p0")->numerator, 0U);
    EXPECT_EQ(percentile_named("p100")->numerator, percentile_named("p100")->denominator);
    EXPECT_EQ(percentile_named("p0.01")->denominator, 10'000U);
    for (const auto* text : {"", "p", "90", "p101", "p100.1", "p-1", "p9.", "p.9", "p1.2.3", "p1e2",
                             "p0001", "p0.0000001"})
        EXPECT_FALSE(percentile_named(text)) << text;
}

TEST(Percentile, IsTheSmallestSampleThatTheShareDoesNotExceed) {
    EXPECT_EQ(threshold("p0", one_to(1'000)), 1U);
    EXPECT_EQ(threshold("p50", one_to(1'000)), 500U);
    EXPECT_EQ(threshold("p50", one_to(3)), 2U) << "half of three are two";
    EXPECT_EQ(threshold("p99", one_to(100)), 99U);
    EXPECT_EQ(threshold("p99", one_to(101)), 100U);
    EXPECT_EQ(threshold("p99.9", one_to(1'000)), 999U);
    EXPECT_EQ(threshold("p99.99", one_to(1'000)), 1'000U);
    EXPECT_EQ(threshold("p100", one_to(1'000)), 1'000U);
    EXPECT_EQ(threshold("p90", {7, 7, 7}), 7U);
    EXPECT_EQ(threshold("p50", {UINT64_MAX, UINT64_MAX - 1}), UINT64_MAX - 1);
}

TEST(Percentile, NeedsTwoToCompare) {
    const engine::Percentile half{.numerator = 1, .denominator = 2};
    Samples none, one{4}, two{4, 9};
    EXPECT_FALSE(FleetThreshold<std::uint64_t>(half, {}, none).is_comparable());
    EXPECT_FALSE(FleetThreshold<std::uint64_t>(half, {}, one).is_comparable());
    EXPECT_EQ(FleetThreshold<std::uint64_t>(half, {}, two).of(9).low, 4U);
}

TEST(Percentile, OfTheOthersIsWhatItIsWithoutTheThing) {
    const PercentileReading plain, others{.is_of_others = true};
    for (const bool is_interpolated : {false, true}) {
        for (const auto* statistic : {"p0", "p10", "p33.3", "p50", "p90", "p99.99", "p100"}) {
            auto percentile = percentile_named(statistic).value();
            auto reading = others, usual = plain;
            reading.is_interpolated = usual.is_interpolated = is_interpolated;
            for (const Samples& all :
                 {Samples{5, 5, 5}, Samples{9, 1, 7, 7, 3, 20, 4}, Samples{0, UINT64_MAX, 8, 8}}) {
                auto samples = all;
                const FleetThreshold<std::uint64_t> fleet(percentile, reading, samples);
                EXPECT_EQ(fleet.population(), all.size() - 1);
                for (std::size_t own = 0; own < all.size(); ++own) {
                    auto rest = all;
                    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(own));
                    EXPECT_EQ(text_of(fleet.of(all[own])),
                              text_of(FleetThreshold<std::uint64_t>(percentile, usual, rest).of(0)))
                        << statistic << " without " << all[own];
                }
            }
        }
    }
}

TEST(Percentile, MayLieBetweenTwoSamplesAndIsExactThere) {
    const PercentileReading linear{.is_interpolated = true};
    const auto between = [&](const char* statistic, Samples samples) {
        return FleetThreshold<std::uint64_t>(percentile_named(statistic).value(), linear, samples)
            .of(0);
    };
    EXPECT_EQ(text_of(between("p50", {1, 2})), "1.5");
    EXPECT_EQ(text_of(between("p90", {0, 10})), "9");
    EXPECT_EQ(text_of(between("p0.05", {0, 10})), "0.005");
    EXPECT_EQ(text_of(between("p50", {0, UINT64_MAX})), "9223372036854775807.5");
    EXPECT_EQ(text_of(between("p100", {3, 8, 4})), "8");
    using enum engine::ComparisonOperator;
    const auto middle = between("p50", {1, 2});
    EXPECT_TRUE(limits_of(less_than, middle).allow(1, 1));
    EXPECT_FALSE(limits_of(less_than_equals, middle).allow(2, 2));
    EXPECT_TRUE(limits_of(greater_than, middle).allow(2, 2));
    EXPECT_FALSE(limits_of(greater_than_equals, middle).allow(1, 1));
    const auto whole = between("p50", {2, 2});
    EXPECT_FALSE(limits_of(less_than, whole).allow(2, 2));
    EXPECT_TRUE(limits_of(greater_than_equals, whole).allow(2, 2));
}

TEST(StatisticalThreshold, MayHoldAThingAgainstTheOthers) {
    Watch watch;
    engine::DetectReading reading;
    reading.percentiles.is_of_others = true;
    watch.detect.set(reading);
    watch.profile(sent_within("p100"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 41), publishes("pump-2", 40)}),
              Texts{"pump-1 in-alarm 41"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 40), publishes("pump-2", 40)}),
              Texts{"pump-1 alarm-cleared 40"});
}

TEST(StatisticalThreshold, MayHoldAThingAgainstTheWindowBefore) {
    Watch watch;
    engine::DetectReading reading;
    reading.percentiles.is_of_previous = true;
    watch.detect.set(reading);
    watch.profile(sent_within("p100"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 40), publishes("pump-2", 4)}), none())
        << "nothing was before";
    EXPECT_EQ(watch.slot({publishes("pump-1", 41), publishes("pump-2", 40)}),
              Texts{"pump-1 in-alarm 41"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 41), publishes("pump-2", 4)}),
              Texts{"pump-1 alarm-cleared 41"});
    watch.idle(1);
    EXPECT_EQ(watch.slot({publishes("pump-1", 99), publishes("pump-2", 4)}), none())
        << "nobody did anything in the window before";
}

TEST(StatisticalThreshold, HoldsEachThingAgainstTheFleetInTheSameSlot) {
    Watch watch;
    watch.profile(sent_within("p50"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 40), publishes("pump-2", 4)}),
              Texts{"pump-1 in-alarm 40"});
    EXPECT_THAT(watch.slot({publishes("pump-1", 40), publishes("pump-2", 41)}),
                UnorderedElementsAre("pump-1 alarm-cleared 40", "pump-2 in-alarm 41"))
        << "what is normal moves with the fleet";
    EXPECT_EQ(watch.slot({publishes("pump-1", 9), publishes("pump-2", 9)}),
              Texts{"pump-2 alarm-cleared 9"})
        << "the threshold itself conforms";
}

TEST(StatisticalThreshold, ALoneThingIsNotJudged) {
    Watch watch;
    watch.profile(compared("aws:num-messages-sent", "less-than", "p0"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 40)}), none());
    EXPECT_THAT(watch.slot({publishes("pump-1", 5), publishes("pump-2", 5)}),
                UnorderedElementsAre("pump-1 in-alarm 5", "pump-2 in-alarm 5"))
        << "nothing is less than the least";
    EXPECT_EQ(watch.slot({publishes("pump-1", 1)}), none()) << "an alarm stands meanwhile";
}

TEST(StatisticalThreshold, NobodyExceedsTheGreatest) {
    Watch watch;
    watch.profile(sent_within("p100"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 1), publishes("pump-2", 4'000'000)}), none());
}

TEST(StatisticalThreshold, ComparesThingsOfTheProfilesTargetsOnly) {
    Watch watch;
    watch.profile(sent_within("p50"), {"all/registered-things"});
    EXPECT_EQ(watch.slot({publishes("pump-1", 7), publishes("pump-2", 7), publishes("guest", 1),
                          publishes("visitor", 2), publishes("stranger", 3)}),
              none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 7), publishes("guest", 1)}), none())
        << "one target is nobody to compare with";
}

TEST(StatisticalThreshold, ThingsWithoutADatapointAreNobodyToCompareWith) {
    Watch watch;
    watch.profile(sent_within("p50"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 7), subscribes("pump-2")}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 7), receives("pump-2")}), Texts{"pump-1 in-alarm 7"})
        << "an active thing that sent nothing sent 0";
}

TEST(StatisticalThreshold, SumsTheSizesOfMessages) {
    Watch watch;
    watch.profile(compared("aws:message-byte-size", "less-than-equals", "p50"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 3, 100), publishes("pump-2", 1, 250)}),
              Texts{"pump-1 in-alarm 300"});
    EXPECT_THAT(watch.slot({publishes("pump-1", 2, 100), publishes("pump-2", 1, 250)}),
                UnorderedElementsAre("pump-1 alarm-cleared 200", "pump-2 in-alarm 250"));
    EXPECT_THAT(watch.slot({publishes("pump-1", 50'000, 100'000), publishes("pump-2", 1, 250)}),
                UnorderedElementsAre("pump-1 in-alarm 4294967294", "pump-2 alarm-cleared 250"))
        << "at least so much";
}

TEST(StatisticalThreshold, JudgesSizesOneByOneBesideTheirSum) {
    Watch watch;
    watch.profile(compared("aws:message-byte-size", "less-than-equals", "p50"));
    watch.profile(rule("aws:message-byte-size", "less-than", R"({"count": 200})"), {"all/things"},
                  "sizes");
    EXPECT_EQ(watch.slot({publishes("pump-1", 3, 100), publishes("pump-2", 1, 250)}).size(), 2U);
    EXPECT_EQ(watch.events[0].value->count + watch.events[1].value->count, 550U);
}

TEST(StatisticalThreshold, LooksAtTheWholeWindow) {
    Watch watch;
    watch.profile(compared("aws:num-messages-sent", "less-than-equals", "p50", "", "600"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 30), publishes("pump-2", 1)}), none())
        << "the window is not full";
    EXPECT_EQ(watch.slot({publishes("pump-2", 20)}), Texts{"pump-1 in-alarm 30"});
    EXPECT_THAT(watch.slot({publishes("pump-1", 1)}),
                UnorderedElementsAre("pump-1 alarm-cleared 1", "pump-2 in-alarm 20"));
}

TEST(StatisticalThreshold, CountsConsecutiveDatapoints) {
    Watch watch;
    watch.profile(compared("aws:num-messages-sent", "less-than-equals", "p50",
                           R"(, "consecutiveDatapointsToAlarm": 2)"));
    EXPECT_EQ(watch.slot({publishes("pump-1", 5), publishes("pump-2", 1)}), none());
    EXPECT_EQ(watch.slot({publishes("pump-1", 5)}), none()) << "no datapoint: the run goes on";
    EXPECT_EQ(watch.slot({publishes("pump-1", 6), publishes("pump-2", 1)}),
              Texts{"pump-1 in-alarm 6"});
}

TEST(StatisticalThreshold, ChangingTheStatisticStartsTheCountAnew) {
    Watch watch;
    const auto p = [](std::string_view statistic) {
        return compared("aws:num-messages-sent", "less-than-equals", statistic,
                        R"(, "consecutiveDatapointsToAlarm": 2)");
    };
    const auto play = [&] { return watch.slot({publishes("pump-1", 5), publishes("pump-2", 1)}); };
    watch.profile(p("p50"));
    EXPECT_EQ(play(), none());
    watch.profile(p("p10"));
    EXPECT_EQ(play(), none());
    watch.profile(p("p10"));
    EXPECT_EQ(play(), Texts{"pump-1 in-alarm 5"});
}
