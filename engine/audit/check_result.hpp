// What one check says of the evidence: how much it examined and what it found. "No data yet" and
// "unknown" are states of their own, never an empty list; an empty scope is evaluated, with no
// resource examined.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/finding.hpp"
#include "fleet/base/time.hpp"

namespace engine {

/// One resource that fails a check, for one reason; the task makes an AuditFinding of it.
struct NonCompliance {
    Resource resource;
    std::vector<Resource> related;  // in the order in which they are reported
    std::string reason;
    std::string reason_code;
};

struct CheckResult {
    enum class State : std::uint8_t {
        evaluated,
        no_data,  // what it reads is still being collected, until `data_from`
        unknown,  // nothing tells what it reads, and nothing will; `message` says what
    };
    State state = State::evaluated;
    std::uint64_t resources = 0;  // in scope
    std::vector<NonCompliance> found;
    std::uint64_t unjudged = 0;  // of these: the export does not tell what the check asks of them
    std::string message;         // what of the scope could not be judged, and why; mostly empty
    fleet::Time data_from;       // no_data only

    static CheckResult no_data(fleet::Time from);
    static CheckResult unknown(std::string message);
};

}  // namespace engine
