// Which incidents an audit could have seen (docs/scoring.md §2.2).
#pragma once

#include <map>
#include <string_view>
#include <utility>

#include "engine/finding.hpp"
#include "scenarios/ground_truth.hpp"

namespace score {

/// Did the task run the check, and did the check come to a result?
bool is_completed(const engine::AuditTask& task, std::string_view check);

/// What the audits of a run looked back at. A schedule may have run hundreds of times, so the run
/// before each is looked up once.
class AuditWindows {
  public:
    /// `findings` outlive the object.
    explicit AuditWindows(const engine::Findings& findings);

    /// Does the check, run by this task, look at a time in which the incident had begun?
    bool covers(const engine::AuditTask& task, std::string_view check,
                const scenarios::Incident& incident) const;

  private:
    /// Where the window of a check of the connection history begins.
    std::map<std::pair<const engine::AuditTask*, std::string_view>, fleet::Time> begins_;
};

}  // namespace score
