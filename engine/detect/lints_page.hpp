// docs/lints.md, written from the cards.
#pragma once

#include <string>

namespace engine {

/// Markdown: for every lint its story, an example that it speaks of, and the same as it was meant.
std::string lints_page();

}  // namespace engine
