// A run directory in the making: the fleet is written down while it moves, then what was found.
// What `run` and `merge` leave is the same.
#pragma once

#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "engine/report/report.hpp"
#include "sim/cli/exports_file.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/recording_writer.hpp"

namespace cli {

class RunResults {
  public:
    /// Reads --format. `options` outlives the object.
    explicit RunResults(const Options& options);

    /// Where the run will stand; adds to `play_as` what writes the fleet, and with `is_recorded`
    /// the observations, meanwhile. `loaded` outlives the object.
    void begin(const std::string& target, const LoadedScenario& loaded, bool is_recorded,
               PlayOptions& play_as);
    /// Writes the rest, puts the directory in its place and tells the story; the exit status.
    int finish(const LoadedScenario& loaded, const Played& played, unsigned threads);

  private:
    const Options& options_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::vector<const report::Format*> formats_;
    std::string target_;
    std::optional<RunDirectory> directory_;
    std::optional<sim::RecordingWriter> recording_;
    std::optional<ExportsFile> exports_;
    std::shared_future<void> fleet_written_;  // ends before the directory does
};

}  // namespace cli
