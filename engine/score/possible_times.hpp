// When a run can state something: in it, and broker-side alarms at the ends of slots only.
#pragma once

#include <optional>

#include "engine/score/possible.hpp"
#include "engine/score/score.hpp"

namespace score {

/// The time that "match" names: epoch seconds, or a moment of the run. nullopt: it names none.
std::optional<fleet::Time> time_meant(const fleet::Json& given, const Possible& possible);

/// The first end of a slot at or after `time` at which the run could state something.
fleet::Time slot_end_from(fleet::Time time, const Possible& possible);

/// What expectations say of a run that is yet to come: when it begins and ends.
RunFacts facts_of(const Possible& possible);

}  // namespace score
