// Pairs what the engine stated with what really happened: the rule of docs/scoring.md §2 and §3.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/finding.hpp"
#include "engine/score/score.hpp"
#include "scenarios/ground_truth.hpp"

namespace score {

/// One defect that one audit had to find (or, below the threshold, had to leave alone).
struct AuditUnit {
    const engine::AuditTask* task = nullptr;
    const scenarios::Incident* incident = nullptr;
    const scenarios::CheckSpeaks* speaks = nullptr;
    bool is_found = false;
};

/// One behaviour that had to alarm (or had to stay silent) for one thing because of one incident.
struct DetectUnit {
    const scenarios::Incident* incident = nullptr;
    std::string thing;
    engine::BehaviorInForce behavior;
    fleet::Time due_from;  // both ends count
    fleet::Time due_until;
    std::optional<std::size_t> first_event;  // in Findings::violation_events; unset: not found
};

struct Matching {
    std::vector<AuditUnit> audit_units;
    std::vector<DetectUnit> detect_units;
    std::vector<Standing> audit_standing;  // as in Score
    std::vector<Standing> event_standing;
};

/// The matching points into `findings` and `truth`, which outlive it.
Matching match(const engine::Findings& findings, const scenarios::GroundTruth& truth,
               const RunFacts& facts);

}  // namespace score
