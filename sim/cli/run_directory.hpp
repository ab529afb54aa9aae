// A run directory: written beside and swapped in whole, so that nobody ever sees half a run; and
// the files in it that are not the report's.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/play.hpp"

namespace cli {

/// What a command leaves in a folder of its own: how to know one, and what may be replaced.
struct ResultFolder {
    std::string_view name;  // "run directory"
    std::string_view mark;  // the file that every one has, a JSON object
    std::span<const std::string_view> mark_keys;
    std::span<const std::string_view> entries;  // everything at its top, sorted
};
extern const ResultFolder run_folder, load_folder;

/// Where a run will stand. Nothing is visible there before commit(); what was written until then
/// goes when the object goes.
class RunDirectory {
  public:
    /// Raises Error when `target` is something other than a folder of this kind – with nothing in
    /// it that its command does not leave – or an empty folder, when it holds the working
    /// directory, or when its parent cannot be written. A symbolic link stays, and what it points
    /// to is meant. Sweeps away what killed runs of the same target left.
    explicit RunDirectory(const std::filesystem::path& target,
                          const ResultFolder& kind = run_folder);
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

/// Is `folder` what a command of this kind left?
bool is_result_folder(const std::filesystem::path& folder, const ResultFolder& kind = run_folder);

/// scenario/: what the run was made from, so that it can be made again.
void write_scenario(const LoadedScenario& loaded, const std::filesystem::path& folder);
/// inventory/, pki/, truth.json, scenario/: what is known when the fleet stands.
void write_fleet(const LoadedScenario& loaded, const fleet::Fleet& fleet,
                 const scenarios::Script& script, const std::filesystem::path& folder);
/// Every certificate of an intermediate of the fleet, in index order, as one PEM file.
void write_certificates(const fleet::Fleet& fleet, const std::filesystem::path& file);
/// run.json: what was run, and what of it can be counted.
/// What became of the reports of devices, as run.json tells it.
fleet::Json report_counts_json(const engine::ReportCounts& counts);
void write_run(const LoadedScenario& loaded, const Played& played,
               const std::filesystem::path& folder);
/// timing.json: the only file that differs between two equal runs. `shard` is empty where the run
/// was played whole.
void write_timing(const Timing& timing, TransportKind transport, unsigned threads,
                  const std::string& shard, const std::filesystem::path& folder);

}  // namespace cli
