// Which files the scenarios of a command are made of, and what of that follows.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <set>
#include <span>

#include "sim/cli/options.hpp"
#include "sim/cli/test_plays.hpp"

namespace cli {

/// What was read to load these, by its whole path; of one that could not be loaded its own file.
std::set<std::filesystem::path> files_read(std::span<const TestCase> cases);

/// Raises Error where one of these options, which name files to be written, names one of `read`.
void keep_apart(const Options& options, std::initializer_list<const char*> names,
                const std::set<std::filesystem::path>& read);

/// Tells on stderr of security profiles in the folders that the command was given which none of the
/// scenarios is made of: nothing is shown of them. Nothing is told where --filter leaves some out.
void tell_unused_profiles(const Options& options, const std::set<std::filesystem::path>& read);

}  // namespace cli
