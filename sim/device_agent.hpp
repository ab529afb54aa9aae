// The metrics report of a device as the bytes that its agent publishes: JSON or CBOR, with long or
// short names, or both in one, as the agents of the field do.
#pragma once

#include <string>

#include "scenarios/agent_report.hpp"

namespace sim {

/// Replaces `out` by the encoded report.
void encode(const scenarios::AgentReport& report, std::string& out);

}  // namespace sim
