// What one behaviour made of one thing, window by window: for `explain`, and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fleet/base/time.hpp"

namespace engine {

struct DetectQuestion {
    std::string thing;
    std::string profile;
    std::string behavior;
};

/// One window, which ends at `time`.
struct DetectMoment {
    enum class Outcome : std::uint8_t {
        not_covered,      // the profile is not attached to the thing
        not_active,       // no slot of the window was active
        refused,          // its report was throttled or malformed
        not_reported,     // no report of the slot tells of it
        filling,          // the window is longer than what is known
        never_connected,  // as far as anybody knows
        nothing_counted,  // active, without a message or an address
        not_comparable,   // a statistical criteria, and too few to compare
        conforms,
        violates,
    };
    fleet::Time time;
    Outcome outcome{};
    std::uint64_t low = 0;  // of conforms and violates; of messages the smallest and the largest
    std::uint64_t high = 0;
    std::string told;   // of a metric that devices report: what the report says
    double number = 0;  // likewise, of a custom metric
    std::vector<std::string> addresses;
    std::string limit;  // of a statistical criteria
    std::uint64_t population = 0;
    bool is_on = false;     // the alarm, afterwards
    std::uint32_t run = 0;  // violating datapoints in a row; conforming ones while it is on

    bool is_judged() const { return outcome >= Outcome::conforms; }
};

struct DetectTrace {
    bool is_in_force = false;  // such a behaviour judged at some time
    bool is_of_lists = false;  // of addresses, ports, …
    bool is_reported = false;
    bool is_of_extremes = false;
    bool is_statistical = false;
    bool is_upper_limit = false;
    std::uint32_t to_alarm = 1;
    std::uint32_t to_clear = 1;
    unsigned slots = 1;  // of its window
    bool has_tumbling_windows = false;
    std::string behavior;  // as it was given, compact JSON
    std::vector<DetectMoment> moments;
};

}  // namespace engine
