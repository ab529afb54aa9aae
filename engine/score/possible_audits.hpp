// Findings and audit tasks that no audit of the run could bring.
#pragma once

#include "engine/score/impossible.hpp"
#include "engine/score/possible.hpp"

namespace score {

void check_possible_finding(const Entry& entry, const Possible& possible,
                            const Impossible& impossible);
void check_possible_task(const Entry& entry, const Possible& possible,
                         const Impossible& impossible);

}  // namespace score
