// To the JSON text that the one reader of reports takes, whichever way a report was encoded.
#pragma once

#include <string>
#include <string_view>

namespace engine {

/// No report is nested deeper than this; what is, is refused before it is built.
inline constexpr std::size_t report_depth_max = 16;

/// Replaces `out` by the JSON of the one CBOR item that `bytes` are. False for anything else: bytes
/// after it, a key that is no text, byte strings, tags, a number JSON has not, deeper nesting.
/// Whether its texts are UTF-8 is the JSON reader's business.
bool cbor_to_json(std::string_view bytes, std::string& out);
/// The same of JSON that holds whole numbers of more than 64 bits: they become doubles.
bool json_to_json(std::string_view text, std::string& out);

}  // namespace engine
