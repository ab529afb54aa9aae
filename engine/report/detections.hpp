// What security profiles say of a recording that was replayed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/finding.hpp"
#include "fleet/base/time.hpp"

namespace report {

struct DetectStory {
    fleet::Time start;
    fleet::Time end;
    std::uint64_t observations = 0;
    std::uint64_t clients = 0;  // client ids that were seen, and registered things
    std::uint64_t things = 0;   // registered ones
    /// "PROFILE on all/things", one for each.
    std::vector<std::string> attachments;
    const engine::Findings& findings;
};

/// For people: what was read, every violation event in its order, and what is still in alarm.
std::string render_detections(const DetectStory& story);
/// `violationEvents` and `activeViolations` in AWS's shapes, in one document.
std::string detections_json(const engine::Findings& findings);

/// detect/ of a run directory; makes the folder.
void write_detect_files(const engine::Findings& findings, const std::filesystem::path& folder);
/// notifications.jsonl of a run directory.
void write_notifications(const engine::Findings& findings, const std::filesystem::path& folder);

}  // namespace report
