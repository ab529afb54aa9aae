// A result that goes where the user says: a file, or whatever else can be written to.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

#include "sim/cli/options.hpp"

namespace cli {

/// Raises Error when nothing can be written to `path`; for asking before the work is done.
void check_result_file(std::string_view option, const std::string& path);
/// The same of several options at once, those that are given; and when two of them name one file,
/// in which only the latter would remain.
void check_result_files(const Options& options, std::initializer_list<const char*> names);
/// A new or regular file is replaced whole. Into anything else – a device, a FIFO, what a symbolic
/// link points to, the program's own stdout – it is written, and nothing is put in its place.
/// Raises Error naming it.
void write_result_file(const std::string& path, std::string_view content);

/// Writes a file of a person's anew: through links to it, and with the owner and the permissions it
/// has. Nobody ever sees half of it, unless it has other hard links or an owner whose files we
/// cannot make. Raises Error naming the file.
void rewrite_file(const std::filesystem::path& file, std::string_view content);

}  // namespace cli
