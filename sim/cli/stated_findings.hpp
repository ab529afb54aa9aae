// Findings that came from elsewhere, as the files of somebody's AWS CLI or another run hold them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/finding.hpp"

namespace cli {

struct StatedFindings {
    engine::Findings findings;
    bool has_audit = false;  // a file lists findings of audits, be it none
    bool has_detect = false;
    bool are_tasks_told = false;  // a file describes the audits; else their findings tell them
};

/// Reads answers of AWS, several in one file too, lists of what they list, and folders that a run
/// left. An alarm that is active and of which no event tells is one since its violation's start.
/// `own_tasks` (empty: there is none) describes the audits where no file does, if the findings are
/// of those audits. Raises Error with everything that is wrong.
StatedFindings read_findings(const std::vector<std::string>& files,
                             const std::filesystem::path& own_tasks);

}  // namespace cli
