// `test --update`: the text of a scenario's `expect` rewritten to what its run came to, and not a
// byte of anything else.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "sim/cli/test_plays.hpp"

namespace cli {

/// Where the value of the top-level key "expect" stands in a scenario's text, which is well formed
/// and has one: its first byte, and the one behind its last.
std::pair<std::size_t, std::size_t> expect_in(std::string_view text);

/// An `expect` as a person would write it: entries a line each, two spaces to a level.
std::string expect_text(const fleet::Json& expect, std::size_t indent);

/// Lines that go and lines that come, between those that both have.
std::string line_diff(std::string_view before, std::string_view after);

/// Plays the scenario, which does not pass and whose `expect` need not stay, once more; says what
/// changes and writes it down.
/// Returns what is to be told. Raises Error where no `expect` would make it pass.
std::string update_expectations(const TestCase& one);

/// Raises Error where nothing may be updated: on a CI machine, or with options that make another
/// scenario of it.
void require_updatable(const Options& options);

}  // namespace cli
