// The text of JSON with comments, changed in a few places and left alone in all others.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "fleet/base/json.hpp"

namespace cli {

/// Where the value of a key of the outermost object stands in a text that is well formed: its
/// first byte, and the one behind its last. Raises Error where the object has no such key.
std::pair<std::size_t, std::size_t> member_in(std::string_view text, std::string_view key);

/// The text with the value between the two places, which is `before`, made into `after`. What is
/// equal in both stays as it is written. Elements of a list are compared by their place: null in
/// `after` takes one out, and those beyond the end of `before` follow the last. Members of an
/// object are compared by their key. Line ends and indentation are the text's own.
std::string edited_json(std::string_view text, std::pair<std::size_t, std::size_t> place,
                        const fleet::Json& before, const fleet::Json& after);

}  // namespace cli
