// What attacks have in common that are more of what a device does anyway.
#pragma once

#include <vector>

#include "scenarios/attacks.hpp"

namespace scenarios {

/// The topics that the device publishes to. Raises Error, with the place, where it publishes
/// nothing.
std::vector<fleet::NameId> published_topics(const Engagement& engagement, Cast& cast,
                                            std::uint32_t device);

/// In [from, until) the device publishes `factor` times what it usually does, to the same topics
/// and as large; below threshold a tenth more. Raises Error likewise.
void publish_more_of_the_usual(const Engagement& engagement, Cast& cast, std::uint32_t device,
                               fleet::Time from, fleet::Time until, std::uint64_t factor);

}  // namespace scenarios
