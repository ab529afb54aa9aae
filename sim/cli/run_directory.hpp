// A run directory: written beside and swapped in whole, so that nobody ever sees half a run; and
// the files in it that are not the report's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/cli/play.hpp"

namespace cli {

/// Where a run will stand. Nothing is visible there before commit(); what was written until then
/// goes when the object goes.
class RunDirectory {
  public:
    /// Raises Error when `target` is something other than a run directory – with nothing in it that
    /// no run leaves – or an empty folder, when it holds the working directory, or when its parent
    /// cannot be written. A symbolic link stays, and what it points to is meant. Sweeps away what
    /// killed runs of the same target left.
    explicit RunDirectory(const std::filesystem::path& target);
    RunDirectory(const RunDirectory&) = delete;
    RunDirectory& operator=(const RunDirectory&) = delete;
    ~RunDirectory();

    /// The folder to write into.
    const std::filesystem::path& folder() const { return folder_; }
    /// Puts the new run in the place of the old one.
    void commit();

  private:
    std::filesystem::path target_, folder_;
    bool is_committed_ = false;
};

/// Is `folder` what a run left?
bool is_run_directory(const std::filesystem::path& folder);

/// inventory/, pki/, truth.json, scenario/: what is known when the fleet stands.
void write_fleet(const LoadedScenario& loaded, const fleet::Fleet& fleet,
                 const scenarios::Script& script, const std::filesystem::path& folder);
/// Every certificate of an intermediate of the fleet, in index order, as one PEM file.
void write_certificates(const fleet::Fleet& fleet, const std::filesystem::path& file);
/// run.json: what was run, and what of it can be counted.
void write_run(const LoadedScenario& loaded, const Played& played,
               const std::filesystem::path& folder);
/// timing.json: the only file that differs between two equal runs.
void write_timing(const Timing& timing, TransportKind transport, unsigned threads,
                  const std::filesystem::path& folder);

}  // namespace cli
