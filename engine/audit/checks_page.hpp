// docs/audit-checks.md, written from the cards.
#pragma once

#include <string>

namespace engine {

/// Markdown: a table of all checks, then for each what it asks, why, what to do, and what its
/// auditor must be allowed to read.
std::string checks_page();

}  // namespace engine
