// Every lint speaks of the example on its card and is silent about the same as it was meant; each
// near miss and boundary stays silent.
#include "engine/detect/lint.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "engine/detect/lints_page.hpp"
#include "tests/engine/detect/lints/speech.hpp"

using namespace support;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

namespace {

const std::string five_minutes = R"(, "durationSeconds": 300)";

auto speaks(const std::string& name) { return Contains(name); }
auto keeps_silent(const std::string& name) { return Not(Contains(name)); }

}  // namespace

TEST(Lints, SpeakOfTheirExamplesAndNotOfWhatWasMeant) {
    const engine::DryRun all{.fleet = "the fleet", .share_min = 0.5, .devices = 4, .alarmed = {4}};
    const engine::DryRun none{.fleet = "the fleet", .share_min = 0.5, .devices = 4, .alarmed = {0}};
    const std::vector<engine::Cohort> silent{{.name = "pumps"}};
    const std::vector<engine::Cohort> slow{
        {.name = "pumps", .has_agent = true, .report_period_seconds = 900}};
    for (const auto* lint : engine::lints()) {
        const std::string name(lint->name);
        const bool is_slow = name == "window-shorter-than-reports";
        const std::span<const engine::Cohort> cohorts = is_slow ? slow : silent;
        EXPECT_THAT(speaking(std::string(lint->example), {.dry_run = &all, .cohorts = cohorts}),
                    speaks(name));
        EXPECT_THAT(speaking(std::string(lint->fix), {.dry_run = &none, .cohorts = cohorts}),
                    keeps_silent(name));
        EXPECT_FALSE(lint->story.empty());
        EXPECT_NE(lint->of_behavior == nullptr, lint->of_profile == nullptr);
    }
}

TEST(Lints, StandInTheOrderOfTheirNames) {
    std::string_view before;
    for (const auto* lint : engine::lints()) {
        EXPECT_LT(before, lint->name);
        before = lint->name;
    }
}

TEST(LintsPage, IsCurrent) {
    const auto file = std::filesystem::path(FLEETDRILL_SOURCE_DIR) / "docs" / "lints.md";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) fleet::write_file(file, engine::lints_page());
    EXPECT_EQ(fleet::read_file(file), engine::lints_page()) << "run with UPDATE_GOLDEN=1";
}

TEST(Lints, BearWhateverTheAuthorWrote) {
    for (const auto* text : {R"({"behaviors": 5})", R"({"behaviors": [5, null, [], "a", {}]})",
                             R"({"behaviors": [{"name": 5, "metric": 7, "criteria": []}]})", "[]",
                             R"({"behaviors": [{"name": "a", "criteria": {"value": 5,
                                 "comparisonOperator": 3, "durationSeconds": -1,
                                 "statisticalThreshold": "p9"}}]})",
                             "{}"})
        EXPECT_NO_THROW(engine::lint(fleet::Json::parse(text), {})) << text;
}

TEST(inverted_comparison, SpeaksOfLowerLimitsOfWhatShouldBeLow) {
    const std::string name = "inverted-comparison";
    EXPECT_THAT(speaking(limit("aws:num-disconnects", "greater-than", "0", five_minutes)),
                speaks(name));
    EXPECT_THAT(speaking(limit("aws:num-disconnects", "greater-than-equals", "1", five_minutes)),
                speaks(name));
    EXPECT_THAT(speaking(limit("aws:num-disconnects", "greater-than-equals", "0", five_minutes)),
                keeps_silent(name));
    EXPECT_THAT(speaking(limit("aws:num-messages-sent", "greater-than", "0", five_minutes)),
                keeps_silent(name));  // a device that should not fall silent
    EXPECT_THAT(speaking(percentile("greater-than", "p99")), speaks(name));
    EXPECT_THAT(speaking(percentile("greater-than", "p50")), speaks(name));
    EXPECT_THAT(speaking(percentile("greater-than", "p10")), keeps_silent(name));
}

TEST(unreachable_threshold, KnowsTheBounds) {
    const std::string name = "unreachable-threshold";
    const std::string size = "aws:message-byte-size";
    EXPECT_THAT(speaking(limit(size, "less-than-equals", "131072")), speaks(name));
    EXPECT_THAT(speaking(limit(size, "less-than", "131073")), speaks(name));
    EXPECT_THAT(speaking(limit(size, "less-than", "131072")), keeps_silent(name));
    EXPECT_THAT(speaking(limit(size, "less-than-equals", "131071")), keeps_silent(name));
    EXPECT_THAT(speaking(limit("aws:num-messages-sent", "less-than", "30001", five_minutes)),
                speaks(name));
    EXPECT_THAT(speaking(limit("aws:num-messages-sent", "less-than", "30000", five_minutes)),
                keeps_silent(name));
    EXPECT_THAT(speaking(percentile("less-than-equals", "p100")), speaks(name));
    EXPECT_THAT(speaking(percentile("less-than", "p100")), keeps_silent(name));
    EXPECT_THAT(speaking(blocks("in-cidr-set", R"(["0.0.0.0/0"])")), speaks(name));
    EXPECT_THAT(speaking(blocks("not-in-cidr-set", "[]")), speaks(name));
    EXPECT_THAT(speaking(blocks("in-cidr-set", R"(["0.0.0.0/1"])")), keeps_silent(name));
}

TEST(nothing_conforms, KnowsWhatNoDatapointCanBe) {
    const std::string name = "nothing-conforms";
    EXPECT_THAT(speaking(limit("aws:num-disconnects", "less-than", "1", five_minutes)),
                keeps_silent(name));
    EXPECT_THAT(speaking(percentile("less-than", "p0")), speaks(name));
    EXPECT_THAT(speaking(percentile("less-than-equals", "p0")), keeps_silent(name));
    EXPECT_THAT(speaking(percentile("greater-than", "p100")), speaks(name));
    EXPECT_THAT(speaking(blocks("in-cidr-set", "[]")), speaks(name));
    EXPECT_THAT(speaking(blocks("not-in-cidr-set", R"(["0.0.0.0/0"])")), speaks(name));
}

TEST(percentile_splits_fleet, SpeaksUpToTheMedian) {
    const std::string name = "percentile-splits-fleet";
    EXPECT_THAT(speaking(percentile("less-than-equals", "p50")), speaks(name));
    EXPECT_THAT(speaking(percentile("less-than", "p0.1")), speaks(name));
    EXPECT_THAT(speaking(percentile("less-than", "p90")), keeps_silent(name));
    EXPECT_THAT(speaking(percentile("less-than", "p0")), keeps_silent(name));
}

TEST(duration_does_not_exist, SpeaksOfAnyOtherLength) {
    const std::string name = "duration-does-not-exist";
    for (const auto* exists : {"300", "600", "900", "1800", "3600", "\"60\""})
        EXPECT_THAT(speaking(limit("aws:num-disconnects", "less-than", "9",
                                   std::string(R"(, "durationSeconds": )") + exists)),
                    keeps_silent(name));
    for (const auto* wrong : {"0", "60", "299", "301", "86400"})
        EXPECT_THAT(speaking(limit("aws:num-disconnects", "less-than", "9",
                                   std::string(R"(, "durationSeconds": )") + wrong)),
                    speaks(name));
}

TEST(duration_with_list_metric, LeavesCountsAlone) {
    const std::string name = "duration-with-list-metric";
    EXPECT_THAT(speaking(limit("aws:num-disconnects", "less-than", "9", five_minutes)),
                keeps_silent(name));
    EXPECT_THAT(speaking(behavior("users", R"("comparisonOperator": "in-set", "value":
                                              {"strings": []}, "durationSeconds": 300)")),
                speaks(name));
}

TEST(folklore_metric, KnowsTheRightName) {
    const std::string name = "folklore-metric";
    for (const auto* wrong :
         {"aws:num-connections", "aws:num-messages-published", "aws:incoming-bytes",
          "aws:auth-failures", "aws:destination-ip-address", "num-messages-sent",
          "aws:num_messages_sent"})
        EXPECT_THAT(speaking(limit(wrong, "less-than", "9", five_minutes)), speaks(name)) << wrong;
    for (const auto* other : {"aws:num-messages-sent", "cpu", "aws:nothing"})
        EXPECT_THAT(speaking(limit(other, "less-than", "9", five_minutes)), keeps_silent(name));
}

TEST(healthy_devices_alarm, SpeaksFromItsShareOn) {
    const std::string name = "healthy-devices-alarm";
    const auto with = [&](std::optional<std::uint64_t> alarmed, double share_min) {
        const engine::DryRun run{
            .fleet = "it", .share_min = share_min, .devices = 10, .alarmed = {alarmed}};
        return speaking(limit("aws:num-messages-sent", "less-than", "9", five_minutes),
                        {.dry_run = &run, .cohorts = {}});
    };
    EXPECT_THAT(with(5, 0.5), speaks(name));
    EXPECT_THAT(with(4, 0.5), keeps_silent(name));
    EXPECT_THAT(with(1, 0), speaks(name));
    EXPECT_THAT(with(0, 0), keeps_silent(name));
    EXPECT_THAT(with(std::nullopt, 0), keeps_silent(name));
}

TEST(device_agent_missing, LooksAtTheCohorts) {
    const std::string name = "device-agent-missing";
    const std::vector<engine::Cohort> reports{{.name = "a", .has_agent = true}};
    const auto ports = limit("aws:num-listening-tcp-ports", "less-than", "9");
    EXPECT_THAT(speaking(ports), keeps_silent(name));
    EXPECT_THAT(speaking(ports, {.dry_run = nullptr, .cohorts = reports}), keeps_silent(name));
    const std::vector<engine::Cohort> partly{{.name = "a",
                                              .has_agent = true,
                                              .groups = {{"network_stats"}},
                                              .custom_metrics = {"load"}}};
    const engine::LintContext context{.dry_run = nullptr, .cohorts = partly};
    EXPECT_THAT(speaking(ports, context), speaks(name)) << "its agent tells of traffic only";
    EXPECT_THAT(speaking(limit("aws:all-bytes-in", "less-than", "9", five_minutes), context),
                keeps_silent(name));
    const auto custom = [&](const char* metric) {
        return speaking(limit(metric, "less-than", "9", five_minutes), context);
    };
    EXPECT_THAT(custom("load"), keeps_silent(name));
    EXPECT_THAT(custom("lod"), speaks(name));
}

TEST(window_shorter_than_reports, ComparesWithThePeriod) {
    const std::string name = "window-shorter-than-reports";
    const auto with = [&](std::uint32_t period) {
        const std::vector<engine::Cohort> cohorts{
            {.name = "a", .has_agent = true, .report_period_seconds = period}};
        return speaking(limit("aws:all-bytes-in", "less-than", "9", five_minutes),
                        {.dry_run = nullptr, .cohorts = cohorts});
    };
    EXPECT_THAT(with(301), speaks(name));
    EXPECT_THAT(with(300), keeps_silent(name));
    EXPECT_THAT(with(0), keeps_silent(name));
}

TEST(host_bits_in_block, LeavesWholeBlocksAlone) {
    const std::string name = "host-bits-in-block";
    EXPECT_THAT(speaking(blocks("in-cidr-set", R"(["10.0.0.1", "10.0.0.1/32", "fd00::/8"])")),
                keeps_silent(name));
    EXPECT_THAT(speaking(blocks("in-cidr-set", R"(["10.0.0.0/8", "fd00::1/64"])")), speaks(name));
}

TEST(attacked_port_allowed, LeavesOtherPortsAndMetricsAlone) {
    const std::string name = "attacked-port-allowed";
    const auto ports = [](const std::string& metric, const std::string& list) {
        return behavior(metric,
                        R"("comparisonOperator": "in-port-set", "value": {"ports": )" + list + "}");
    };
    EXPECT_THAT(speaking(ports("aws:listening-tcp-ports", "[22, 443]")), keeps_silent(name));
    EXPECT_THAT(speaking(ports("aws:listening-tcp-ports", "[443, 2323]")), speaks(name));
    EXPECT_THAT(speaking(ports("aws:listening-udp-ports", "[23]")), keeps_silent(name));
}

TEST(machine_learning, LeavesBehaviorsAloneThatAreEvaluated) {
    const std::string name = "machine-learning";
    EXPECT_THAT(speaking(behavior("aws:num-messages-sent",
                                  R"("mlDetectionConfig": {"confidenceLevel": "LOW"})")),
                speaks(name));
    EXPECT_THAT(speaking(behavior("aws:num-messages-sent",
                                  R"("comparisonOperator": "less-than", "durationSeconds": 300,
                                     "statisticalThreshold": {"statistic": "p99"})")),
                keeps_silent(name));
}

TEST(Lints, OfOtherSlipsLeaveNearMissesAlone) {
    EXPECT_THAT(speaking(behavior("cpu", R"("comparisonOperator": "less-than",
                                            "value": {"number": 1})")),
                IsEmpty());  // count_for_number, criteria_missing, unknown_statistic
    EXPECT_THAT(speaking(R"({"additionalMetricsToRetain": []})"),
                IsEmpty());  // deprecated_retention
    EXPECT_THAT(speaking(R"({"behaviors": [], "additionalMetricsToRetainV2":
                             [{"metric": "aws:num-disconnects", "exportMetric": false}]})"),
                IsEmpty());  // export_without_target
    EXPECT_THAT(speaking(R"({"behaviors": [{"name": "A"}, {"name": "B"}]})"),
                Not(Contains("same-behavior-twice")));  // same_behavior_twice
}
