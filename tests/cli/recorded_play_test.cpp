// A scenario that is simulated once says of other rules what another simulation would.
#include "sim/cli/recorded_play.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/drill/invariants.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

/// Two pumps, one of which hears what is published on its topic.
std::string pumps(const std::string& limit, const std::string& more) {
    return fmt::format(R"({{
        "title": "Metrics for a pump", "seed": 1, "start": "2018-08-06T00:00:00Z",
        "duration": "1h",
        "fleet": {{"cohorts": [{{"name": "pumps", "count": 2, "traffic": [
            {{"kind": "telemetry", "every": "1m", "bytes": "80"}},
            {{"kind": "commands", "every": "1h", "bytes": "20"}}]}}]}},
        "detect": {{"profiles": [{{"profile": {{"securityProfileName": "guard", "behaviors": [
            {{"name": "Received", "metric": "aws:num-messages-received", "criteria": {{
              "comparisonOperator": "less-than-equals", "value": {{"count": {}}},
              "durationSeconds": 900}}}}]{}}}}}]}},
        "expect": {{"exclusive": false}}}})",
                       limit, more);
}

std::size_t events_of(const cli::Outcome& outcome) {
    return outcome.findings.violation_events.size();
}

void expect_same(const cli::Outcome& judged, const cli::Played& played) {
    const auto verdict = drill::findings_agree("judged", judged.findings, played.findings);
    EXPECT_FALSE(verdict) << verdict->what;
}

class RecordedPlayOfPumps : public testing::Test {
  protected:
    cli::LoadedScenario load(const std::string& text) const {
        return cli::load_scenario(folder_.write("scenario.json", text).string(), {});
    }
    support::TemporaryFolder folder_;
};

}  // namespace

TEST_F(RecordedPlayOfPumps, IsJudgedByOtherRulesAsIfItWerePlayedByThem) {
    const auto strict = load(pumps("0", ""));
    cli::RecordedPlay recorded(load(pumps("2", "")), 1);
    const auto judged = recorded.judge(strict);
    EXPECT_EQ(events_of(recorded.outcome()), 0U);
    EXPECT_GT(events_of(judged), 0U) << "a command an hour is more than none";
    expect_same(judged, cli::play(strict, {}));
    EXPECT_EQ(events_of(recorded.judge(load(pumps("2", "")))), 0U) << "as often as somebody likes";
}

TEST_F(RecordedPlayOfPumps, IsPlayedAnewWhereTheRulesWouldHaveHadSomethingElseHappen) {
    // What is exported reaches a pump, which then receives more than its rule allows.
    const auto exporting = load(pumps("2", R"(,
        "additionalMetricsToRetainV2": [{"metric": "aws:num-messages-sent", "exportMetric": true}],
        "metricsExportConfig": {"mqttTopic": "cmd/pumps/pumps-1",
                                "roleArn": "arn:aws:iam::123456789012:role/Export"})"));
    cli::RecordedPlay recorded(load(pumps("2", "")), 1);
    const auto judged = recorded.judge(exporting);
    EXPECT_GT(events_of(judged), 0U);
    expect_same(judged, cli::play(exporting, {}));
    EXPECT_EQ(events_of(recorded.judge(load(pumps("2", "")))), 0U) << "the recording is as it was";
}
