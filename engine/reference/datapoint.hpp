// One datapoint of the reference, and whether it is as a behaviour says.
#pragma once

#include <optional>
#include <vector>

#include "engine/reference/happening.hpp"

namespace reference {

/// [begin, end): whole slots.
struct Window {
    fleet::Time begin;
    fleet::Time end;
    bool holds(fleet::Time time) const { return time >= begin && time < end; }
};

/// What a thing's window comes to for a behaviour; nullopt where it yields no datapoint
/// (docs/detect-semantics §4, §5.3). Whether the window is full is not asked here.
std::optional<MetricValue> datapoint_of(const Behavior& behavior, const std::string& thing,
                                        const std::vector<Happening>& happenings, Window window,
                                        bool is_active);

/// How long a thing has been disconnected at that time, in whole units; nullopt where it was never
/// seen to connect or to disconnect (§4.10).
std::optional<MetricValue> absence_of(const std::vector<Happening>& happenings, fleet::Time end,
                                      fleet::Duration unit);

/// Is the assertion true of a datapoint under a static criteria (§6.2, §6.3)?
bool conforms(const Behavior& behavior, const MetricValue& datapoint);
/// Likewise under a statistical one, held against what the fleet did (§6.4).
bool conforms(const Behavior& behavior, const MetricValue& datapoint,
              std::vector<std::uint64_t> population);

}  // namespace reference
