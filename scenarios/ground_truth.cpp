#include "scenarios/ground_truth.hpp"

#include <array>

namespace scenarios {

std::string_view name_of(MetricSpeaks::Side side) {
    static constexpr std::array<std::string_view, 3> names{"high", "low", "foreign"};
    return names[static_cast<std::size_t>(side)];
}

}  // namespace scenarios
