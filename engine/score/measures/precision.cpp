// Precision: how much of what was found is true (docs/scoring.md §5.2).
#include "engine/score/measures.hpp"

namespace score {

std::optional<double> Tally::precision() const {
    const auto denominator = true_positives + false_positives;
    if (denominator == 0) return std::nullopt;
    return static_cast<double>(true_positives) / static_cast<double>(denominator);
}

namespace measures {
extern const TallyMeasure precision{.name = "precision",
                                    .meaning = "share of what was found that is true",
                                    .is_of_misses = false,
                                    .is_of_false = true,
                                    .is_share = true,
                                    .of = [](const Tally& tally) { return tally.precision(); }};
}  // namespace measures

}  // namespace score
