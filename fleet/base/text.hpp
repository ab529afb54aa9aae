// Small text helpers that several modules share.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fleet {

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);

/// The word of `candidates` closest to `word` by edits, or empty when none is near enough to be a
/// slip of the pen.
std::string nearest_word(std::string_view word, std::span<const std::string> candidates);
/// ` (did you mean "x"?)` or an empty text, ready to be appended to a message.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

std::string to_hex(std::span<const std::uint8_t> bytes);
/// Empty when `text` is no even-length hexadecimal text.
std::vector<std::uint8_t> from_hex(std::string_view text);

/// Shell-style match of a whole text: `*` is any run of characters (also `/`), `?` exactly one.
bool glob_match(std::string_view pattern, std::string_view text);

/// MQTT 3.1.1 §4.7: does a topic name match a topic filter? `$`-topics are not matched by a leading
/// wildcard.
bool topic_matches(std::string_view filter, std::string_view topic);
/// Does a topic filter hold + or #, so that it is no topic name?
bool has_topic_wildcard(std::string_view filter);
/// Is this a topic name one may publish to: not empty, no wildcard, no NUL, at most 65,535 bytes?
bool is_topic_name(std::string_view topic);
/// Is this a valid topic filter: `+` alone in its level, `#` alone in the last?
bool is_topic_filter(std::string_view filter);

/// First 32 hex digits of SHA-256 over the parts, NUL between them: how every id of a run is made.
std::string stable_id(std::span<const std::string> parts);
/// SHA-256 in lower-case hex.
std::string sha256_hex(std::string_view bytes);

}  // namespace fleet
