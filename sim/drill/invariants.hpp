// What must hold of every run, whatever its scenario: each a pure function that tells what is
// wrong, or nothing.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "engine/finding.hpp"
#include "engine/rules.hpp"
#include "fleet/slice.hpp"
#include "sim/transport.hpp"

namespace drill {

/// An invariant that does not hold.
struct Broken {
    std::string invariant;  // "alarms", "counts", …: one word
    std::string what;       // a sentence

    bool operator==(const Broken&) const = default;
};
using Verdict = std::optional<Broken>;

/// An alarm neither ends before it rises nor rises again before it ends, and those that never ended
/// are the active violations.
Verdict alarms_alternate(const engine::Findings& findings);

/// What the transport counted is what was observed.
Verdict counts_conserve(const sim::TransportCounts& counts, std::span<const fleet::Slice> slices);

/// Two runs of one scenario state the same. `invariant` is told where they do not.
Verdict findings_agree(const std::string& invariant, const engine::Findings& one,
                       const engine::Findings& other);

/// The engine says what the reference says of the behaviours that the reference covers.
/// `expected` are its events.
Verdict events_agree(const engine::Findings& findings, const engine::Rules& rules,
                     std::span<const engine::ViolationEvent> expected);

/// The events that events_agree compares.
std::vector<engine::ViolationEvent> covered_events(const engine::Findings& findings,
                                                   const engine::Rules& rules);

}  // namespace drill
