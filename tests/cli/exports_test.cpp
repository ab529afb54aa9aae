// Metrics that are exported, as a run leaves them, and as the fleet hears them.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using support::fleetdrill;
using support::TemporaryFolder;
using testing::ContainsRegex;
using testing::HasSubstr;

namespace {

/// Two pumps whose messages are counted and exported, and a clerk who listens on the topic.
constexpr const char* scenario = R"({
  "start": "2018-08-06T00:00:00Z", "duration": "20m",
  "fleet": {"cohorts": [
    {"name": "pumps", "count": 2, "traffic": [{"kind": "telemetry", "every": "60s"}]},
    {"name": "clerks", "count": 1, "traffic": [
      {"kind": "commands", "every": "1h"}]}]},
  "detect": {"profiles": [{"profile": {
    "securityProfileName": "guard",
    "metricsExportConfig": {"mqttTopic": "cmd/clerks/clerks-0",
                            "roleArn": "arn:aws:iam::123456789012:role/exporter"},
    "behaviors": [{"name": "Sent", "metric": "aws:num-messages-sent", "exportMetric": true}]}}]}})";

}  // namespace

TEST(Exports, AreWrittenDownAndHeardByWhoeverListens) {
    const TemporaryFolder folder;
    folder.write("exporting/scenario.json", scenario);
    const auto run = (folder / "run").string();
    const auto outcome = fleetdrill({"run", (folder / "exporting").string(), "--transport",
                                     "memory", "--record", "--out", run, "--quiet"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const auto exports = folder.read("run/metrics/exports.jsonl");
    EXPECT_THAT(exports,
                testing::StartsWith(
                    R"({"time":"2018-08-06T00:05:00Z","topic":"cmd/clerks/clerks-0","message":)"
                    R"({"version":"1.0","metrics":[{"name":"aws:num-messages-sent",)"
                    R"("thing":"pumps-0","value":{"count":)"));
    EXPECT_EQ(std::ranges::count(exports, '\n'), 4) << "one in a slot";
    EXPECT_THAT(folder.read("run/observations.jsonl"),
                ContainsRegex("\"delivered\"[^\n]*\"cmd/clerks/clerks-0\""));
}

TEST(Exports, ThatSomebodyHearsAreNothingForShards) {
    const TemporaryFolder folder;
    folder.write("exporting/scenario.json", scenario);
    const auto outcome =
        fleetdrill({"run", (folder / "exporting").string(), "--transport", "memory", "--shard",
                    "0/2", "--out", (folder / "shard").string()});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("metrics are exported on cmd/clerks/clerks-0, and a device "
                                       "subscribes to cmd/clerks/clerks-0"));
}
