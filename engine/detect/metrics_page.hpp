// docs/metrics.md, written from the cards.
#pragma once

#include <string>

namespace engine {

/// Markdown: a table of all metrics, then what a behaviour on each may say.
std::string metrics_page();

}  // namespace engine
