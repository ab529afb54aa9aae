// What the verdict on a played scenario needs of it.
#pragma once

#include <cstdint>

#include "engine/finding.hpp"
#include "engine/score/score.hpp"

namespace cli {

struct Outcome {
    engine::Findings findings;
    score::Score score;
    std::uint64_t devices = 0;
};

}  // namespace cli
