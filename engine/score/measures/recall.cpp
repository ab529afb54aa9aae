// Recall: how much of what is true was found (docs/scoring.md §5.2).
#include "engine/score/measures.hpp"

namespace score {

std::optional<double> Tally::recall() const {
    const auto denominator = true_positives + false_negatives;
    if (denominator == 0) return std::nullopt;
    return static_cast<double>(true_positives) / static_cast<double>(denominator);
}

namespace measures {
extern const TallyMeasure recall{.name = "recall",
                                 .meaning = "share of the truth that was found",
                                 .is_of_misses = true,
                                 .is_of_false = false,
                                 .is_share = true,
                                 .of = [](const Tally& tally) { return tally.recall(); }};
}  // namespace measures

}  // namespace score
