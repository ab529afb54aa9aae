// fleetdrill detect from outside: captures written by hand, and what it refuses.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "fleet/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

const std::string library = FLEETDRILL_SOURCE_DIR "/scenarios/library/";
constexpr auto header = R"({"format":"fleetdrill.observations/1","account":"111122223333",)"
                        R"("start":"2018-08-06T00:00:00Z","end":"2018-08-06T00:30:00Z"})"
                        "\n";
constexpr auto connected =
    R"({"time":"2018-08-06T00:00:01Z","kind":"connected","connection":1,"clientId":"pump-1",)"
    R"("sourceAddress":"10.0.0.1"})"
    "\n";
constexpr auto messages =
    R"({"time":"2018-08-06T00:05:00Z","kind":"published","connection":1,"clientId":"pump-1",)"
    R"("sourceAddress":"10.0.0.1","topic":"plant/a","count":11,)"
    R"("bytesMin":0,"bytesMax":10,"bytesSum":100})"
    "\n"
    R"({"time":"2018-08-06T00:10:00Z","kind":"published","connection":1,"clientId":"pump-1",)"
    R"("sourceAddress":"10.0.0.1","topic":"plant/a"})"
    "\n";

class DetectCommand : public testing::Test {
  protected:
    DetectCommand() {
        folder_.write("ten.json", R"({"securityProfileName": "ten", "behaviors": [
            {"name": "few", "metric": "aws:num-messages-sent", "criteria": {
             "comparisonOperator": "less-than-equals", "value": {"count": 10},
             "durationSeconds": 300, "consecutiveDatapointsToAlarm": 1,
             "consecutiveDatapointsToClear": 1}}]})");
    }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    support::Outcome detect(const std::string& lines, std::vector<std::string> more = {}) const {
        folder_.write("capture.jsonl", lines);
        std::vector<std::string> words{"detect", path("capture.jsonl"), "--profile",
                                       path("ten.json")};
        words.insert(words.end(), more.begin(), more.end());
        return support::fleetdrill(words);
    }
    void expect_error(const std::string& line, const std::string& what) const {
        const auto outcome = detect(header + std::string(connected) + line + "\n");
        EXPECT_EQ(outcome.status, 2) << line;
        EXPECT_EQ(outcome.out, "") << line;
        EXPECT_THAT(outcome.err, HasSubstr(what));
    }

    support::TemporaryFolder folder_;
};

}  // namespace

TEST_F(DetectCommand, JudgesACaptureWrittenByHandWithoutAnInventory) {
    const auto told = detect(header + std::string(connected) + messages);
    EXPECT_EQ(told.status, 0) << told.err;
    EXPECT_THAT(told.out,
                AllOf(HasSubstr("ten on all/things"),
                      HasSubstr("2018-08-06T00:10:00Z in-alarm ten/few on pump-1, {\"count\":11}"),
                      HasSubstr("2018-08-06T00:15:00Z alarm-cleared ten/few on pump-1"),
                      HasSubstr("1 alarm, 0 still active")));
}

TEST_F(DetectCommand, StaysSilentAtTheThreshold) {
    std::string ten = messages;
    ten.replace(ten.find("\"count\":11"), 10, "\"count\":10");
    const auto told = detect(header + std::string(connected) + ten);
    EXPECT_THAT(told.out, AllOf(HasSubstr("\n0 alarms"), Not(HasSubstr("in-alarm"))));
}

TEST_F(DetectCommand, AttachesAProfileWhereItIsTold) {
    const auto lines = header + std::string(connected) + messages;
    folder_.write("none.json", "");
    const auto told = support::fleetdrill({"detect", path("capture.jsonl"), "--profile",
                                           path("ten.json") + "=all/registered-things"});
    EXPECT_EQ(told.status, 2) << "there is no capture yet";
    EXPECT_THAT(detect(lines, {"--format", "json"}).out, HasSubstr("\"ten\""));
    const auto registered = support::fleetdrill({"detect", path("capture.jsonl"), "--profile",
                                                 path("ten.json") + "=all/registered-things"});
    EXPECT_THAT(registered.out, HasSubstr("\n0 alarms"));
    const auto elsewhere = support::fleetdrill({"detect", path("capture.jsonl"), "--profile",
                                                path("ten.json") + "=all/unregistered-things"});
    EXPECT_THAT(elsewhere.out, HasSubstr("\n1 alarm,"));
}

TEST_F(DetectCommand, KeepsTheFilesOfARunAndTellsTheJsonOfBoth) {
    const auto told = detect(header + std::string(connected) + messages,
                             {"--format", "json", "--out", path("kept")});
    EXPECT_EQ(told.status, 0) << told.err;
    const auto all = fleet::Json::parse(told.out);
    const auto kept = fleet::Json::parse(folder_.read("kept/detect/violation-events.json"));
    EXPECT_EQ(all["violationEvents"], kept["violationEvents"]);
    EXPECT_EQ(all["violationEvents"].size(), 2U);
    EXPECT_TRUE(fs::exists(folder_ / "kept/detect/active-violations.json"));
    EXPECT_TRUE(fs::exists(folder_ / "kept/notifications.jsonl"));
    EXPECT_THAT(folder_.read("kept/report.txt"), HasSubstr("1 alarm"));
}

TEST_F(DetectCommand, RefusesLinesThatAreNoObservations) {
    expect_error("garbage", "capture.jsonl:3: is no JSON object");
    expect_error("[1]", "capture.jsonl:3: is no JSON object");
    expect_error(std::string(100'000, '['), "capture.jsonl:3: is no JSON object");
    expect_error(R"({"kind":"connected"})", "capture.jsonl:3: time: is missing");
    expect_error(R"({"time":"2018-08-06T00:10:00Z"})", "capture.jsonl:3: kind: is missing");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"refused","kind":"refused"})",
                 "kind: stands twice");
    expect_error(R"({"time":"noon","kind":"connected"})", "time: expected a time such as");
    expect_error(R"({"time":"2018-08-06T00:00:00Z","kind":"connected"})", "time: is earlier");
    expect_error(R"({"time":"2018-08-05T00:00:00Z","kind":"connected","clientId":"a"})",
                 "time: is earlier");
    expect_error(R"({"time":"2018-08-06T00:30:00Z","kind":"refused","reason":"unknown-ca"})",
                 "time: is not before the recording's end");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"connect"})", "\"connect\" is none");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"connected","clientID":"a"})",
                 "clientID: is no member of an observation (did you mean \"clientId\"?)");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"published","connection":1,)"
                 R"("clientId":"a","sourceAddress":"10.0.0.1"})",
                 "topic: is missing");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"published","clientId":"a"})",
                 "connection: is missing");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"connected","connection":1})",
                 "clientId: is missing");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"connected","connection":1,)"
                 R"("clientId":"a"})",
                 "sourceAddress: is missing");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"refused"})", "reason: is missing");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"refused","reason":"bad"})",
                 "reason: is none");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"refused","reason":"unknown-ca",)"
                 R"("count":-1})",
                 "count: expected a whole number from 0 to 4294967295");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"refused","reason":"unknown-ca",)"
                 R"("count":0})",
                 "count: expected at least 1");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"report","connection":1,"clientId":"a",)"
                 R"("sourceAddress":"10.0.0.1","topic":"t","payload":"!"})",
                 "payload: is no base64");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"published","connection":1,)"
                 R"("clientId":"a","sourceAddress":"10.0.0.1","topic":"t","bytesSum":1})",
                 "bytesSum: bytesMin, bytesMax and bytesSum cannot belong");
    expect_error(R"({"time":"2018-08-06T00:10:00Z","kind":"change","change":{}})",
                 "capture.jsonl:3: change");
}

TEST_F(DetectCommand, RefusesHeadersThatAreNone) {
    const auto refused = [&](const std::string& lines, const char* what) {
        const auto outcome = detect(lines);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_THAT(outcome.err, HasSubstr(what));
    };
    refused("", "capture.jsonl: is empty");
    refused("{}\n", "capture.jsonl:1: format");
    refused(connected, "capture.jsonl:1: format");
    refused(R"({"format":"fleetdrill.observations/1","start":"2018-08-06T00:00:00Z",)"
            R"("end":"2018-08-06T00:00:00Z"})",
            "end: is not after start");
    refused(R"({"format":"fleetdrill.observations/1","start":"2018-08-06T00:00:00Z",)"
            R"("end":"2018-08-07T00:00:00Z","inventory":"nowhere"})",
            "nowhere, which is not there; --inventory DIR");
    refused(R"({"format":"fleetdrill.observations/1","start":"2018-08-06T00:00:00Z",)"
            R"("end":"2118-08-07T00:00:00Z"})",
            "end: is more than ten years after start");
}

TEST_F(DetectCommand, TellsProblemsOfProfilesInTheirOwnFiles) {
    const auto lines = header + std::string(connected);
    folder_.write("ten.json",
                  "{\"securityProfileName\": \"ten\",\n\"behaviors\": [\n"
                  "{\"name\": \"a\", \"metric\": \"aws:num-messages\"}]}");
    EXPECT_THAT(detect(lines).err, HasSubstr("ten.json:3: behaviors[0].metric: "));
    EXPECT_THAT(detect(lines, {"--custom-metrics", path("ten.json")}).err,
                HasSubstr("ten.json:1: metricName is required"));
    EXPECT_THAT(support::fleetdrill({"detect", path("capture.jsonl")}).err,
                HasSubstr("--profile is missing"));
    EXPECT_THAT(support::fleetdrill({"detect", folder_.path().string(), "--profile", "x"}).err,
                HasSubstr("holds no observations.jsonl"));
    EXPECT_THAT(support::fleetdrill(
                    {"detect", path("capture.jsonl"), "--profile", path("ten.json") + "=all"})
                    .err,
                HasSubstr("\"all\" is no target; expected all/things"));
    folder_.write("ten.json", "[]");
    EXPECT_THAT(detect(lines).err, HasSubstr("ten.json"));
}
