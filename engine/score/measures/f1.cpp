// F1: the harmonic mean of precision and recall, from the counts so that a null half hides nothing
// (docs/scoring.md §5.2).
#include "engine/score/measures.hpp"

namespace score {

std::optional<double> Tally::f1() const {
    const auto denominator = 2 * true_positives + false_positives + false_negatives;
    if (denominator == 0) return std::nullopt;
    return static_cast<double>(2 * true_positives) / static_cast<double>(denominator);
}

namespace measures {
extern const TallyMeasure f1{.name = "f1",
                             .meaning = "harmonic mean of precision and recall",
                             .is_of_misses = true,
                             .is_of_false = true,
                             .is_share = true,
                             .of = [](const Tally& tally) { return tally.f1(); }};
}  // namespace measures

}  // namespace score
