// False alarms per device-day: what a rule costs its owner, comparable between fleets of any size
// and runs of any length (docs/scoring.md §5.4).
#include "engine/score/measures.hpp"

namespace score::measures {

extern const DetectMeasure false_alarms_per_device_day{
    .name = "falseAlarmsPerDeviceDay",
    .meaning = "false alarms of one device in one day",
    .is_of_misses = false,
    .is_of_false = true,
    .field = &Score::false_alarms_per_device_day,
    .of = [](const Score& score, const RunFacts& facts) -> std::optional<double> {
        constexpr double day_ms = 24.0 * 3600 * 1000;
        const auto days = static_cast<double>((facts.end - facts.start).count()) / day_ms;
        const auto device_days = static_cast<double>(facts.devices) * days;
        if (!(device_days > 0)) return std::nullopt;
        return static_cast<double>(score.detect_overall.false_positives) / device_days;
    }};

}  // namespace score::measures
