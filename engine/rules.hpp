// What the engine is told to judge by: audit settings, security profiles, and AWS operations at
// their times, as one value. Read from the `audit`, `detect` and `timeline` sections of a resolved
// scenario; those sections are sugar for operations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/account/account_state.hpp"
#include "engine/detect/definitions.hpp"
#include "engine/detect/detect_reading.hpp"
#include "engine/detect/profile.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace engine {

/// One AWS operation to perform, in virtual time.
struct PlannedOperation {
    fleet::Time time;
    std::string operation;       // "StartOnDemandAuditTask"
    std::string request;         // compact JSON
    std::string expected_error;  // error code; empty: it must succeed
    std::string where;           // JSON path in the scenario; empty for the sugar sections
};

struct ProfileAttachment {
    SecurityProfile profile;
    std::vector<std::string> targets;  // tails of target ARNs: "all/registered-things"
};

struct Rules {
    fleet::Time start;  // virtual start of the run
    fleet::Time
        checks_enabled_since;  // when the checks of the initial configuration count as enabled
    AuditReading reading;      // how counts are read
    std::vector<PlannedOperation> operations;  // by time; the sugar comes first at `start`
    Definitions definitions;                   // what profiles may refer to
    DetectReading detect;                      // how Detect is read
    std::vector<ProfileAttachment> profiles;   // in force from `start`
    std::vector<std::string> notes;            // what is taken and has no effect, a sentence each
};

/// Reads the rules from a resolved scenario: `audit`, `detect` and the operations of `timeline`,
/// whose files are inlined already. Times as in the scenario format ("+4h", "end+2h", an ISO time,
/// relative to start and end). All problems at once.
Rules read_rules(const fleet::Document& scenario, fleet::Time start, fleet::Time end,
                 std::string_view account_id, std::string_view region, fleet::Problems& problems);

/// The topics on which profiles, also those that operations bring, export metrics; each once.
std::vector<std::string> export_topics(const Rules& rules);

}  // namespace engine
