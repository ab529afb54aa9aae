// The files of an export, wherever in its folder they lie.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/error.hpp"

namespace fleet::exports {

struct ExportFile {
    std::filesystem::path path;
    std::string name;  // within the folder, fit for a line of a report
    std::uint64_t bytes = 0;

    /// Lower case, with the point; empty: none.
    std::string extension() const;
};

struct ExportFiles {
    std::vector<ExportFile> files;    // by name
    std::vector<Problem> unopened{};  // folders that cannot be read, links that lead nowhere
};

/// The regular files in `folder` and below it, folders behind symbolic links excepted: those may
/// lead in circles. Names are put behind `prefix`.
ExportFiles files_of(const std::filesystem::path& folder, const std::string& prefix = {});

/// The first bytes of a file; empty when it cannot be read.
std::string beginning_of(const std::filesystem::path& file, std::size_t bytes_max);

}  // namespace fleet::exports
