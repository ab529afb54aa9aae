// Where the reports of an audit go: to the screen, or into a folder of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/report/audit_report.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/run_directory.hpp"

namespace cli {

class AuditResults {
  public:
    /// Reads --format and --out, and makes sure that the folder can be written.
    explicit AuditResults(const Options& options);
    /// Writes what was asked for; without --out the one format goes to stdout.
    void write(const report::AuditStory& story);

  private:
    const Options& options_;
    std::vector<const report::AuditFormat*> formats_;
    std::string target_;  // empty: stdout
    std::optional<RunDirectory> directory_;
};

}  // namespace cli
