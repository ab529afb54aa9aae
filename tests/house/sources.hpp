// The text of the tree, and the few questions that every rule asks of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/house/house.hpp"

namespace house {

bool is_in(std::string_view path, std::string_view folder);
std::string_view trimmed(std::string_view line);
std::vector<std::string_view> lines_of(std::string_view text);
/// "path:line: what"; `line` counts from 0.
std::string place(const Source& source, std::size_t line, const std::string& what);
/// Does `word` stand in `text` as a word of its own?
bool names(const std::string& text, const std::string& word);

}  // namespace house
