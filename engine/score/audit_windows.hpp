// Which incidents an audit could have seen (docs/scoring.md §2.2).
#pragma once

#include <string_view>

#include "engine/finding.hpp"
#include "scenarios/ground_truth.hpp"

namespace score {

/// Did the task run the check, and did the check come to a result?
bool is_completed(const engine::AuditTask& task, std::string_view check);

/// Does the check, run by this task, look at a time in which the incident had begun?
bool covers(const engine::Findings& findings, const engine::AuditTask& task, std::string_view check,
            const scenarios::Incident& incident);

}  // namespace score
