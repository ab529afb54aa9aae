// A small finished run for tests of score and report: pumps and a kettle for one day under one
// profile. Everything is defaulted, so that what a test sets is what the test is about.
#pragma once

#include <string>
#include <string_view>

#include "engine/finding.hpp"
#include "engine/score/score.hpp"
#include "scenarios/ground_truth.hpp"

namespace support {

using namespace std::chrono_literals;

inline const fleet::Time run_start = *fleet::parse_time("2018-08-06T00:00:00Z");
inline const fleet::Time run_end = run_start + 24h;

/// A run in the making: add what the engine stated and what really happened, then mark it.
struct ARun {
    engine::Findings findings;
    scenarios::GroundTruth truth;
    score::RunFacts facts;

    ARun();
    /// A flood of messages that affects `thing` from `start` until `end` after the run's start.
    scenarios::Incident& flood(std::string thing, fleet::Duration start, fleet::Duration end);
    /// A defect since the run's start: the certificate `id` expires.
    scenarios::Incident& expiring(std::string id);
    /// A task that completed `check` at `at` after the run's start.
    engine::AuditTask& audit(fleet::Duration at, std::string check);
    /// A finding of the last task.
    engine::AuditFinding& finding(std::string key, std::string value, std::string reason);
    engine::ViolationEvent& alarm(std::string thing, fleet::Duration at,
                                  std::string behavior = "Flood");
    /// Marks it against `scenario`, the text of a scenario file.
    score::Score mark(std::string_view scenario = "{}") const;
    /// The result for the expectation that begins with `words`; aborts the test when none does.
    score::ExpectationResult judge(std::string_view expect, std::string_view words) const;
};

}  // namespace support
