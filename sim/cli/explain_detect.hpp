// Why a behaviour alarmed on a thing, or did not, in the words of its windows.
#pragma once

#include <optional>
#include <string>

#include "engine/detect/trace.hpp"
#include "fleet/base/json.hpp"

namespace cli {

/// What an explanation is about: an alarm of a run, or a behaviour and a thing.
struct DetectCase {
    engine::DetectQuestion question;
    std::optional<fleet::Time> alarm = {};  // when it rose; nothing: none is meant
};

/// "PROFILE/BEHAVIOR" and a thing. Raises Error for a text that is none.
DetectCase detect_case(const std::string& behavior, const std::string& thing);
/// The alarm of this violation event of a run's detect/violation-events.json.
DetectCase detect_case(const fleet::Json& event);

/// Lines for people.
std::string explained(const DetectCase& what, const engine::DetectTrace& trace);

}  // namespace cli
