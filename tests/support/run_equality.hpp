// Compares two run directories byte by byte: every file but timing.json, which alone may differ
// between equal runs.
#pragma once

#include <filesystem>
#include <string>

namespace support {

/// Empty when both hold the same files with the same bytes; else the first difference, in words.
std::string first_difference(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace support
