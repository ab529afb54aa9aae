// A scenario's own fleet without anything going wrong: what a profile says of it is a false alarm.
#pragma once

#include <optional>
#include <string>

#include "engine/detect/lint.hpp"
#include "sim/cli/play.hpp"

namespace cli {

/// A scenario's fleet is tried at this size at most.
inline constexpr std::uint64_t tried_devices_max = 200;

/// The scenario with a fleet small enough to be tried; nothing where it names devices that a
/// smaller fleet has not.
std::optional<LoadedScenario> small_form(const std::string& path, const std::string& case_name,
                                         bool is_large);
/// Plays some hours of the scenario's fleet without anything going wrong.
engine::Findings play_healthy(LoadedScenario loaded);
/// How many of the devices each behaviour of the profile alarmed on.
engine::DryRun dry_run_of(const engine::Findings& findings, const engine::SecurityProfile& profile,
                          std::uint64_t devices);

}  // namespace cli
