// The three counts every ratio is made of (docs/scoring.md §5.1).
#include "engine/score/measures.hpp"

namespace score::measures {

extern const TallyMeasure true_positives{.name = "truePositives",
                                         .meaning = "units of the truth that were found",
                                         .is_of_misses = true,
                                         .is_of_false = false,
                                         .is_share = false,
                                         .of = [](const Tally& tally) -> std::optional<double> {
                                             return static_cast<double>(tally.true_positives);
                                         }};

extern const TallyMeasure false_positives{
    .name = "falsePositives",
    .meaning = "findings or alarms the truth does not account for",
    .is_of_misses = false,
    .is_of_false = true,
    .is_share = false,
    .of = [](const Tally& tally) -> std::optional<double> {
        return static_cast<double>(tally.false_positives);
    }};

extern const TallyMeasure false_negatives{.name = "falseNegatives",
                                          .meaning = "units of the truth that were not found",
                                          .is_of_misses = true,
                                          .is_of_false = false,
                                          .is_share = false,
                                          .of = [](const Tally& tally) -> std::optional<double> {
                                              return static_cast<double>(tally.false_negatives);
                                          }};

}  // namespace score::measures
