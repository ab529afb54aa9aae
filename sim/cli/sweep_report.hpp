// How a sweep is told: a table for people, CSV for spreadsheets, JSON for programs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/score/score.hpp"
#include "fleet/base/json.hpp"

namespace cli {

/// What became of the scenario with one value.
struct SweptPoint {
    std::string value;  // as JSON has it
    score::Tally detect;
    std::optional<bool> meets_expectations;  // unset: the scenario has none
    std::optional<double> false_alarms, seconds_p50, seconds_p90, seconds_max;
};

struct Sweeping {
    std::string parameter;
    const std::vector<SweptPoint>& points;
    bool has_budget = false;
    const SweptPoint* best = nullptr;  // within the budget; null: none is, or there is none
};

/// How a sweep says that recall is undefined with every value.
inline constexpr std::string_view nothing_to_find =
    "nothing in this scenario is true to be found: recall says nothing";
/// Whether the truth holds anything for detect to find, with any of the values.
bool has_something_to_find(const std::vector<SweptPoint>& points);

/// The table, and below it what its figures cannot say.
std::string text_of(const std::vector<SweptPoint>& points);
std::string csv_of(const std::vector<SweptPoint>& points);
/// docs/schemas/sweep.schema.json
fleet::Json json_of(const Sweeping& sweeping);

}  // namespace cli
