#include "sim/load/objective.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>

#include "fleet/base/error.hpp"
#include "tests/sim/load/told_load.hpp"

using namespace support;
using testing::AllOf;
using testing::HasSubstr;

namespace sim {
namespace {

const LoadPlan whole_plan = a_told_load().plan;

ObjectiveResult judged(std::string_view text) {
    return judge(parse_objective(text, whole_plan, true), a_told_load());
}

std::string refusal(std::string_view text, const LoadPlan& plan = whole_plan, bool has_tap = true) {
    try {
        parse_objective(text, plan, has_tap);
        return "accepted";
    } catch (const fleet::Error& error) {
        return error.what();
    }
}

TEST(Objective, IsMetOrMissedByWhatWasMeasured) {
    EXPECT_EQ(judged("connect.p99<2s"), (ObjectiveResult{"connect.p99<2s", true, "13 ms"}));
    EXPECT_FALSE(judged("connect.p99<12.8ms").is_met);
    EXPECT_TRUE(judged("connect.max <= 12900us").is_met) << "3 ms + 99 * 100 us";
    EXPECT_FALSE(judged("connect.max<12900us").is_met);
    EXPECT_TRUE(judged("restart.duration>=1.5s").is_met);
    EXPECT_FALSE(judged("restart.duration>1.5s").is_met);
    EXPECT_TRUE(judged("storm.duration<0.01m").is_met);
}

TEST(Objective, SpeaksOfRatesSharesAndCounts) {
    EXPECT_EQ(judged("connect.rate>=200/s").measured, "200.0/s");
    EXPECT_TRUE(judged("messages.rate>249").is_met) << "998 in 4 s";
    EXPECT_EQ(judged("storm.resumed>=96%").measured, "96.0%");
    EXPECT_TRUE(judged("storm.resumed>=0.96").is_met);
    EXPECT_FALSE(judged("devices.connected>=100%").is_met);
    EXPECT_EQ(judged("errors<=0"), (ObjectiveResult{"errors<=0", false, "4"}));
    EXPECT_EQ(judged("messages.unsent<=4").is_met, true);
    EXPECT_EQ(judged("broker.cpu<50%").measured, "8.0%");
}

TEST(Objective, IsMissedWhenThereWasNothingToMeasure) {
    auto result = a_told_load();
    result.phases.clear();
    const auto objective = parse_objective("engine.p50<1s", whole_plan, true);
    EXPECT_EQ(judge(objective, result), (ObjectiveResult{"engine.p50<1s", false, "nothing"}));
}

TEST(Objective, ThatCannotBeReadIsRefusedWithEveryValidName) {
    for (const auto* text : {"", "connect.p99", "<2s", "=2s", "connect.p98<2s", "connect.p99<",
                             "connect.p99<2", "connect.p99<x", "connect.p99<-2s", "errors<2s",
                             "connect.p99==2s", "connect.p99<2s ms", "connect.rate<2%"}) {
        EXPECT_THAT(refusal(text), AllOf(HasSubstr("--require"), HasSubstr("connect.p95"),
                                         HasSubstr("storm.resumed"), HasSubstr("broker.cpu")))
            << text;
    }
    EXPECT_THAT(refusal("conect.p99<2s"), HasSubstr("did you mean \"connect.p99\"?"));
}

TEST(Objective, ThatThePlanCannotYieldIsRefusedBeforeItStarts) {
    using namespace std::chrono_literals;
    const LoadPlan plain;
    EXPECT_THAT(refusal("storm.duration<1s", plain), HasSubstr("needs --storm"));
    EXPECT_THAT(refusal("reconnect.p99<1s", plain), HasSubstr("needs --storm"));
    EXPECT_THAT(refusal("restart.duration<1s", plain), HasSubstr("needs --restart-broker"));
    EXPECT_THAT(refusal("engine.p99<1s", plain, false), HasSubstr("no tap"));
    EXPECT_THAT(refusal("broker.cpu<50%", plain, false), HasSubstr("no tap"));
    EXPECT_THAT(refusal("messages.rate>1", {.steady = 0s}), HasSubstr("no steady traffic"));
    EXPECT_EQ(refusal("acknowledge.p99<1s", plain, false), "accepted");
}

TEST(Objective, EveryMetricThatIsListedCanBeRequired) {
    ASSERT_GT(objective_metrics().size(), 20U);
    for (const auto& metric : objective_metrics()) {
        const auto* value = metric.unit == "duration" ? "1s" : "1";
        EXPECT_EQ(refusal(metric.name + "<" + value), "accepted");
        EXPECT_FALSE(metric.meaning.empty());
    }
}

TEST(Objective, MetricsStandInTheirDocument) {
    const std::string begin =
                          "<!-- metrics: written from the table in sim/load/objective.cpp -->\n",
                      end = "<!-- end of the metrics -->";
    const std::filesystem::path file = FLEETDRILL_SOURCE_DIR "/docs/load.md";
    auto text = fleet::read_file(file);
    const auto first = text.find(begin) + begin.size();
    ASSERT_NE(text.find(end, first), std::string::npos);
    std::string table = "\n| metric | unit | meaning |\n| --- | --- | --- |\n";
    for (const auto& metric : objective_metrics())
        table += fmt::format("| `{}` | {} | {} |\n", metric.name, metric.unit, metric.meaning);
    text.replace(first, text.find(end, first) - first, table + "\n");
    if (std::getenv("UPDATE_GOLDEN") != nullptr) fleet::write_file(file, text);
    EXPECT_EQ(fleet::read_file(file), text) << "run this test with UPDATE_GOLDEN=1";
}

}  // namespace
}  // namespace sim
