// docs/attacks.md, docs/healthy.md and docs/defects.md, written from the cards.
#pragma once

#include <string>

namespace scenarios {

/// Markdown: a table of all misbehaviour with its technique of ATT&CK and what should speak, then
/// the parameters of each.
std::string attacks_page();
/// The same of what healthy devices do and what befalls them.
std::string healthy_page();
/// The same of the defects of fleets and accounts.
std::string defects_page();

}  // namespace scenarios
