// `test --update`: what of a scenario's `expect` is missed rewritten to what its run came to, and
// not a byte of anything else.
#pragma once

#include <string>
#include <string_view>

#include "sim/cli/test_plays.hpp"

namespace cli {

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
