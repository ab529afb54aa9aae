// What a previous audit found, so that only what is new counts.
#pragma once

#include <string>
#include <vector>

#include "engine/finding.hpp"

namespace cli {

/// By finding: was it found before? `previous` is what `audit` left (its JSON, or the folder of its
/// --out), a run directory, or an answer of ListAuditFindings. Raises Error when it is none.
std::vector<bool> known_findings(const std::string& previous, const engine::Findings& findings);

}  // namespace cli
