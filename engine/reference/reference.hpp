// Detect once more, slowly: every datapoint is counted anew from the list of all observations, by
// the paragraphs of docs/detect-semantics alone. It shares nothing with engine/detect but the
// profiles as they were read, so that the two can be held against each other.
#pragma once

#include <span>
#include <vector>

#include "engine/finding.hpp"
#include "engine/rules.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/inventory.hpp"
#include "fleet/slice.hpp"

namespace reference {

using engine::Behavior;
using engine::ComparisonOperator;
using engine::MetricValue;
using engine::PlannedOperation;
using engine::Rules;
using engine::SecurityProfile;
using engine::ViolationEvent;
using engine::ViolationEventType;

/// A run as it was observed, whole.
struct World {
    fleet::Inventory inventory;  // at the start
    const fleet::Dictionary& names;
    std::span<const fleet::Slice> slices;
    fleet::Time start;
    fleet::Time end;
};

/// May the rules be held against it at all? Not when a reading of Detect other than the usual one
/// is asked for (windows and connectedIsActive apart), nor when an operation alters profiles or
/// what alarms are made of.
bool covers(const Rules& rules);
/// Is this one of the behaviours it evaluates: has it criteria, on what the broker alone can see?
bool covers(const Behavior& behavior);

/// The events of the behaviours it covers, by (time, thing, profile, behaviour, type), without
/// violation ids.
std::vector<ViolationEvent> events_of(const World& world, const Rules& rules);

}  // namespace reference
