// What attacks have in common that are seen, if at all, in what the agent of a device reports.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/attacks.hpp"

namespace scenarios {

/// Alters what each of the engagement's devices reports while it lasts: `change` fills in what, its
/// interval set. Raises Error, with the place, where devices run no agent.
void alter_reports(const Engagement& engagement, Cast& cast, Incident& incident,
                   const std::function<void(std::uint32_t device, AgentChange& change)>& change);

/// A change of reports in [begin, end) that changes nothing yet.
AgentChange unaltered(fleet::Time begin, fleet::Time end);

/// What its agent usually tells. Raises Error likewise.
const AgentDescription& agent_of(const Engagement& engagement, Cast& cast, std::uint32_t device);

/// A tenth of the middle of the range, at least 1: more than usual, and within what a good limit
/// leaves room for.
std::uint64_t tenth_more(const CountRange& usual);
/// `per_second` over one reporting period.
std::uint64_t in_a_report(std::uint64_t per_second, const AgentDescription& agent);

/// An address of the Internet that belongs to nobody: 198.18.0.0/15, for benchmarks (RFC 2544).
std::string foreign_address(fleet::Stream& draws);

}  // namespace scenarios
