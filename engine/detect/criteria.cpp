#include "engine/detect/criteria.hpp"

#include <array>

namespace engine {
namespace {

constinit const CriteriaKind machine_learning{
    .name = "MACHINE_LEARNING",
    .key = "mlDetectionConfig",
    .story = "Normal is what a model of the fleet's past expects.",
    .conforms = nullptr,
    .value = nullptr,
};

constexpr std::array<const CriteriaKind*, 3> table{
    &criteria::static_threshold,
    &criteria::statistical_threshold,
    &machine_learning,
};

}  // namespace

std::span<const CriteriaKind* const> criteria_kinds() { return table; }

}  // namespace engine
