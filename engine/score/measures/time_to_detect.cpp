// Time to detect: how long an incident ran before its first true alarm, over the units that were
// found; what was never found counts in recall instead (docs/scoring.md §5.3).
#include <algorithm>
#include <vector>

#include "engine/score/measures.hpp"

namespace score::measures {
namespace {

/// The nearest-rank percentile: the smallest time that at least `percent` of the units did not
/// exceed. No interpolation, so that every figure is a time that really occurred.
template <std::size_t percent>
std::optional<double> percentile(const Score& score, const RunFacts&) {
    std::vector<fleet::Duration> times;
    for (const auto& incident : score.incidents)
        if (incident.time_to_detect) times.push_back(*incident.time_to_detect);
    if (times.empty()) return std::nullopt;
    std::ranges::sort(times);
    const auto rank = (times.size() * percent + 99) / 100;
    return static_cast<double>(times[rank - 1].count()) / 1000;
}

}  // namespace

extern const DetectMeasure time_to_detect_p50{
    .name = "timeToDetectSeconds.p50",
    .meaning = "seconds within which half of the found units were found",
    .is_of_misses = false,
    .is_of_false = false,
    .field = &Score::time_to_detect_p50_seconds,
    .of = percentile<50>};

extern const DetectMeasure time_to_detect_p90{
    .name = "timeToDetectSeconds.p90",
    .meaning = "seconds within which nine tenths of the found units were found",
    .is_of_misses = false,
    .is_of_false = false,
    .field = &Score::time_to_detect_p90_seconds,
    .of = percentile<90>};

extern const DetectMeasure time_to_detect_max{.name = "timeToDetectSeconds.max",
                                              .meaning = "seconds until the last unit was found",
                                              .is_of_misses = false,
                                              .is_of_false = false,
                                              .field = &Score::time_to_detect_max_seconds,
                                              .of = percentile<100>};

}  // namespace score::measures
