#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/report/told_run.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace support;

namespace {

std::string violation(const fleet::Json& value, const std::string& schema) {
    const auto document = fleet::read_json(std::string(FLEETDRILL_SOURCE_DIR) + "/docs/schemas/" +
                                           schema + ".schema.json");
    return violation_of(value, document.root());
}

class RunFiles : public testing::Test {
  protected:
    RunFiles() {
        const auto score = run_.mark(R"({"expect": {}})");
        report::write_run_files(story_of(run_, score), folder_.path());
    }
    fleet::Json json(const std::string& name) const {
        return fleet::read_json(folder_ / name).root();
    }

    ARun run_ = a_told_run();
    TemporaryFolder folder_;
};

}  // namespace

TEST_F(RunFiles, AreAsApproved) {
    for (const std::string name :
         {"audit/tasks.json", "audit/findings.json", "detect/violation-events.json",
          "detect/active-violations.json", "metrics/cloudwatch.json", "score.json",
          "operations.jsonl", "notifications.jsonl"})
        expect_golden(std::filesystem::path(name).filename().string(), folder_.read(name));
}

TEST_F(RunFiles, FollowTheirSchemas) {
    EXPECT_EQ(violation(json("score.json"), "score"), "");
    EXPECT_EQ(violation(json("audit/findings.json"), "findings"), "");
    EXPECT_EQ(violation(json("audit/tasks.json"), "tasks"), "");
    EXPECT_EQ(violation(json("detect/violation-events.json"), "violation-events"), "");
    EXPECT_EQ(violation(scenarios::to_json(run_.truth), "truth"), "");
    std::istringstream lines(folder_.read("notifications.jsonl"));
    int read = 0;
    for (std::string line; std::getline(lines, line); ++read)
        EXPECT_EQ(violation(fleet::Json::parse(line), "notifications"), "") << line;
    EXPECT_EQ(read, 2);
}

TEST_F(RunFiles, SchemasRefuseWhatIsWrong) {
    auto score = json("score.json");
    score["transport"] = "memory";
    EXPECT_NE(violation(score, "score"), "");
    auto findings = json("audit/findings.json");
    findings["findings"][0]["severity"] = "medium";
    EXPECT_NE(violation(findings, "findings"), "");
}

TEST_F(RunFiles, ListViolationEventsNewestFirst) {
    const auto events = json("detect/violation-events.json")["violationEvents"];
    ASSERT_EQ(events.size(), 4);
    EXPECT_EQ(events[0]["thingName"], "pump-3");
    EXPECT_LT(events[2]["violationId"], events[3]["violationId"]) << "at one time, by id";
    EXPECT_EQ(events[0]["behavior"]["name"], "Flood");
}

TEST_F(RunFiles, KeepTheDecimalsOfTimesInsideOperations) {
    EXPECT_NE(folder_.read("operations.jsonl").find("1533513600.000"), std::string::npos);
}

TEST(RunFilesOfNothing, AreWrittenAllTheSame) {
    const ARun run;
    const TemporaryFolder folder;
    const auto score = run.mark();
    report::write_run_files(story_of(run, score), folder.path());
    EXPECT_EQ(folder.read("audit/findings.json"), "{\n  \"findings\": []\n}\n");
    EXPECT_EQ(folder.read("audit/tasks.json"), "[]\n");
    EXPECT_EQ(folder.read("notifications.jsonl"), "");
}
