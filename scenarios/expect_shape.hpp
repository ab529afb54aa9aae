// What the section `expect` may look like. Those who judge read it; here it is described, for
// editors and for whoever asks what may be named.
#pragma once

#include "fleet/base/shape.hpp"

namespace scenarios {

/// The section as a whole.
fleet::Shape expect_shape();
/// What `match` may name of a finding: every key of AWS's AuditFinding. A number may also be
/// bounded by a text, and a time be a moment of the run.
const fleet::Shape& finding_match_shape();
/// Likewise of an alarm: of AWS's ViolationEvent.
const fleet::Shape& alarm_match_shape();
/// The error codes that operations can be answered with; empty: none, it succeeds.
fleet::Shape error_code_shape();

}  // namespace scenarios
