// A policy document as a list of what its statements say, for people.
#pragma once

#include <string>
#include <vector>

namespace engine {

/// Appends a line for each statement of a document that AWS stores as text, or one that says why
/// none can be told.
void tell_statements(const std::string& document, std::vector<std::string>& lines);

}  // namespace engine
