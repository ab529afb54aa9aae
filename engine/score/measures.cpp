// The table of measures; a new one is a file in measures/ and a line here.
#include "engine/score/measures.hpp"

#include <array>

namespace score {
namespace measures {
extern const TallyMeasure true_positives, false_positives, false_negatives;
extern const TallyMeasure precision, recall, f1;
extern const DetectMeasure time_to_detect_p50, time_to_detect_p90, time_to_detect_max;
extern const DetectMeasure false_alarms_per_device_day;
}  // namespace measures

std::span<const TallyMeasure* const> tally_measures() {
    static constexpr std::array table{
        &measures::true_positives, &measures::false_positives, &measures::false_negatives,
        &measures::precision,      &measures::recall,          &measures::f1,
    };
    return table;
}

std::span<const DetectMeasure* const> detect_measures() {
    static constexpr std::array table{
        &measures::time_to_detect_p50,
        &measures::time_to_detect_p90,
        &measures::time_to_detect_max,
        &measures::false_alarms_per_device_day,
    };
    return table;
}

}  // namespace score
