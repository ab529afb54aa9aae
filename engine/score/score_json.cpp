// score.json: the keys are a contract that others read (docs/run-files.md §6). Doubles are written
// in their shortest exact form, so that equal scores are equal bytes.
#include <nlohmann/json.hpp>

#include "engine/score/measures.hpp"
#include "engine/score/score.hpp"

namespace score {
namespace {

using fleet::Json;

constexpr std::size_t columns = 100;  // of a difference

Json nullable(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json to_json(const Tally& tally) {
    return {{"truePositives", tally.true_positives},   {"falsePositives", tally.false_positives},
            {"falseNegatives", tally.false_negatives}, {"precision", nullable(tally.precision())},
            {"recall", nullable(tally.recall())},      {"f1", nullable(tally.f1())}};
}

Json to_json(const std::map<std::string, Tally>& tallies) {
    Json json = Json::object();
    for (const auto& [name, tally] : tallies) json[name] = to_json(tally);
    return json;
}

Json to_json(const IncidentScore& incident) {
    Json json{{"incident", incident.incident}, {"kind", incident.kind},
              {"thing", incident.thing},       {"behavior", incident.behavior},
              {"found", incident.is_found},    {"mustStaySilent", incident.must_stay_silent}};
    json["timeToDetectSeconds"] =
        incident.time_to_detect ? Json(static_cast<double>(incident.time_to_detect->count()) / 1000)
                                : Json(nullptr);
    return json;
}

Json detect_json(const Score& score) {
    Json incidents = Json::array();
    for (const auto& incident : score.incidents) incidents.push_back(to_json(incident));
    Json json{{"overall", to_json(score.detect_overall)},
              {"behaviors", to_json(score.detect_behaviors)}};
    json["incidents"] = std::move(incidents);
    json["timeToDetectSeconds"] = {{"p50", nullable(score.time_to_detect_p50_seconds)},
                                   {"p90", nullable(score.time_to_detect_p90_seconds)},
                                   {"max", nullable(score.time_to_detect_max_seconds)}};
    json["falseAlarmsPerDeviceDay"] = nullable(score.false_alarms_per_device_day);
    return json;
}

}  // namespace

Json to_json(const Score& score) {
    Json expectations = Json::array();
    for (const auto& result : score.expectations) {
        expectations.push_back(
            {{"expectation", result.expectation}, {"passed", result.is_met}, {"why", result.why}});
        if (const auto difference = difference_text(result, columns); !difference.empty())
            expectations.back()["difference"] = difference;
    }
    Json json{{"passed", score.is_passed}};
    json["audit"] = {{"overall", to_json(score.audit_overall)},
                     {"checks", to_json(score.audit_checks)}};
    json["detect"] = detect_json(score);
    json["expectations"] = std::move(expectations);
    return json;
}

}  // namespace score
