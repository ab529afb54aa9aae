#include "scenarios/ground_truth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

using namespace fleet;
using namespace scenarios;
using testing::HasSubstr;

namespace {

GroundTruth a_truth() {
    const auto start = *parse_time("2018-08-06T04:00:00Z");
    Incident flood{.id = "message-flood-1",
                   .kind = "message-flood",
                   .actors = {"impostor of pump-1"},
                   .affected = {"pump-1", "pump-2"},
                   .start = start,
                   .end = start + 30min + 5ms,
                   .is_below_threshold = false,
                   .is_fault = false,
                   .speaks = {{"aws:num-messages-sent", MetricSpeaks::Side::high},
                              {"aws:source-ip-address", MetricSpeaks::Side::foreign},
                              {"aws:num-messages-received", MetricSpeaks::Side::low}},
                   .checks = {{"CONFLICTING_CLIENT_IDS_CHECK",
                               "clientId",
                               "pump-1",
                               "DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS",
                               {}},
                              {"DEVICE_CERTIFICATE_EXPIRING_CHECK",
                               "deviceCertificateId",
                               "0a",
                               "CERTIFICATE_PAST_EXPIRATION",
                               {{start, start + 1h}, {.from = start + 2h}}}}};
    auto faint = flood;
    faint.id = "message-flood-2";
    faint.is_below_threshold = true;
    auto fault = flood;
    fault.id = "broker-restart-1";
    fault.is_fault = true;
    return {.incidents = {flood, faint, fault}};
}

std::string failure_of(std::string_view text) {
    try {
        truth_from_json(parse_json(text, "truth.json"));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(GroundTruth, ReadsBackWhatItWrote) {
    const auto text = to_text(to_json(a_truth()));
    EXPECT_EQ(truth_from_json(parse_json(text, "truth.json")), a_truth());
}

TEST(GroundTruth, KnowsWhenAResourceIsInTheScopeOfItsCheck) {
    const auto truth = a_truth();
    const auto start = truth.incidents[0].start;
    const auto& check = truth.incidents[0].checks[1];
    EXPECT_TRUE(check.is_in_scope(start - 1ms));
    EXPECT_FALSE(check.is_in_scope(start));
    EXPECT_FALSE(check.is_in_scope(start + 1h - 1ms));
    EXPECT_TRUE(check.is_in_scope(start + 1h));
    EXPECT_FALSE(check.is_in_scope(start + 2h));
    EXPECT_FALSE(check.is_in_scope(start + 1000h));
}

TEST(GroundTruth, WritesStrengthAndFaultOnlyWhenSet) {
    const auto json = to_json(a_truth());
    EXPECT_EQ(to_line(json["incidents"][0]),
              R"({"incident":"message-flood-1","kind":"message-flood",)"
              R"("actors":["impostor of pump-1"],"affected":["pump-1","pump-2"],)"
              R"("start":"2018-08-06T04:00:00Z","end":"2018-08-06T04:30:00.005Z",)"
              R"("speaks":[{"metric":"aws:num-messages-sent","side":"high"},)"
              R"({"metric":"aws:source-ip-address","side":"foreign"},)"
              R"({"metric":"aws:num-messages-received","side":"low"}],)"
              R"("checks":[{"checkName":"CONFLICTING_CLIENT_IDS_CHECK",)"
              R"("resourceIdentifier":{"clientId":"pump-1"},)"
              R"("reasonForNonComplianceCode":"DUPLICATE_CLIENT_ID_ACROSS_CONNECTIONS"},)"
              R"({"checkName":"DEVICE_CERTIFICATE_EXPIRING_CHECK",)"
              R"("resourceIdentifier":{"deviceCertificateId":"0a"},)"
              R"("reasonForNonComplianceCode":"CERTIFICATE_PAST_EXPIRATION",)"
              R"("outOfScope":[{"from":"2018-08-06T04:00:00Z","until":"2018-08-06T05:00:00Z"},)"
              R"({"from":"2018-08-06T06:00:00Z"}]}]})");
    EXPECT_EQ(json["incidents"][1]["strength"], "belowThreshold");
    EXPECT_FALSE(json["incidents"][1].contains("fault"));
    EXPECT_EQ(json["incidents"][2]["fault"], true);
}

TEST(GroundTruth, NamesEveryProblemOfTheFileAtOnce) {
    const auto failure = failure_of(R"({"incidents": [
      {"incident": "a-1", "kind": "a", "actors": [1], "affected": [],
       "start": "yesterday", "end": "2018-08-06T00:00:00Z",
       "speaks": [{"metric": "aws:num-messages-sent", "side": "above"}],
       "checks": [{"checkName": "X", "resourceIdentifier": {}, "reasonForNonComplianceCode": "Y"}],
       "sterngth": "belowThreshold"},
      7]})");
    EXPECT_THAT(failure, HasSubstr("truth.json:2: incidents[0].actors[0]: expected a text"));
    EXPECT_THAT(failure, HasSubstr("truth.json:3: incidents[0].start: expected a time"));
    EXPECT_THAT(failure, HasSubstr("truth.json:4: incidents[0].speaks[0].side: expected \"high\""));
    EXPECT_THAT(failure, HasSubstr("incidents[0].checks[0].resourceIdentifier: expected an object "
                                   "with one text"));
    EXPECT_THAT(failure, HasSubstr("did you mean \"strength\"?"));
    EXPECT_THAT(failure, HasSubstr("incidents[1]: expected an object, found 7"));
}

TEST(GroundTruth, RefusesAnIncidentThatEndsBeforeItStarts) {
    EXPECT_THAT(failure_of(R"({"incidents": [{"incident": "a-1", "kind": "a", "actors": [],
        "affected": [], "start": "2018-08-06T00:00:01Z", "end": "2018-08-06T00:00:00Z",
        "speaks": [], "checks": []}]})"),
                HasSubstr("before it starts"));
    EXPECT_THAT(failure_of("{}"), HasSubstr("\"incidents\" is missing"));
}
