// What of a scenario's expectations findings from elsewhere can be held to.
#pragma once

#include <string>
#include <vector>

#include "fleet/base/json.hpp"
#include "sim/cli/stated_findings.hpp"

namespace cli {

/// Takes out of the section `expect` what the files cannot tell: notifications, operations, audits
/// that no file describes, and the half that no file lists. A sentence for each.
std::vector<std::string> keep_what_findings_tell(const StatedFindings& stated,
                                                 fleet::Json& scenario);

}  // namespace cli
