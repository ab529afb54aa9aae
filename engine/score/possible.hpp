// Expectations that nothing could ever meet: a slip of the pen, to be told before anything is
// played.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace score {

/// What a run can state, as far as its scenario says.
struct Possible {
    struct Rule {
        std::string profile;
        std::string behavior;
        std::string metric;
        bool is_attached = false;  // its profile, to anything at any time
        bool is_judged = true;     // false: this version never evaluates it
        bool is_slotted = false;   // it speaks at the end of slots only
        std::string value_key;     // of its metricValue: "count"; empty: it is not known
        std::string json;          // as events echo it; empty: it is not known
    };
    struct Cohort {
        std::string name;
        std::uint64_t devices = 0;
    };
    std::vector<Rule> rules;              // also those that operations bring
    std::vector<std::string> checks;      // names of the API
    std::vector<std::string> operations;  // that are performed
    std::vector<Cohort> cohorts;
    bool is_audited = false;                   // does any audit run, or may one?
    std::vector<std::string> schedules;        // names of them; "": audits on demand
    std::optional<std::uint64_t> audits_most;  // how many there can be; nullopt: any number
    std::optional<fleet::Time> last_audit;     // when it begins; nullopt: at any time
    std::vector<std::string> topics;           // ARNs that messages may go to
    /// May the profile of a rule look at a thing? Without the function it may.
    std::function<bool(const Rule&, std::string_view)> looks_at;
    /// The cohort of a thing, empty where it belongs to none; nullopt: there is no such thing.
    /// Without the function any thing is possible.
    std::function<std::optional<std::string>(std::string_view)> cohort_of;
    fleet::Time start;
    fleet::Time end;
};

/// Of a scenario whose expectations have the right form: adds a problem for each that names what
/// there cannot be.
void check_possible(const fleet::Document& scenario, const Possible& possible,
                    fleet::Problems& problems);

}  // namespace score
