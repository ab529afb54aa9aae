// Findings against the truth: the only place where both meet (docs/scoring.md).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"
#include "scenarios/ground_truth.hpp"

namespace score {

/// Counts, and the ratios that follow from them; a ratio with denominator 0 is null.
struct Tally {
    std::uint64_t true_positives = 0;
    std::uint64_t false_positives = 0;
    std::uint64_t false_negatives = 0;
    std::optional<double> precision() const;
    std::optional<double> recall() const;
    std::optional<double> f1() const;
};

/// What became of one finding or event.
enum class Standing : std::uint8_t {
    true_positive,
    attributed,
    false_positive,
    must_stay_silent_spoke
};

struct IncidentScore {
    std::string incident;
    std::string kind;
    std::string thing;
    std::string behavior;  // "PROFILE/BEHAVIOR"
    bool is_found = false;
    bool must_stay_silent = false;
    std::optional<fleet::Duration> time_to_detect;
};

/// One row of two things side by side.
struct ComparedField {
    std::string field;     // "thing", "metricValue.count"
    std::string expected;  // in words; empty: it is only told what was found
    std::string found;
    bool is_alike = false;
};

/// What was expected beside something that was found.
struct Difference {
    std::string found;   // "nearest: Base/Flood on pump-2 at 2018-08-06T04:20:00Z"
    std::string reason;  // "differs in thing, time"
    std::vector<ComparedField> fields;
};

struct ExpectationResult {
    std::string expectation;  // the entry, in words a person wrote or could have
    bool is_met = false;
    std::string where;  // JSON path in the scenario; empty: of no entry
    std::string why;    // what was expected, what was found, the nearest miss; empty when met
    std::optional<double> found;  // of an entry how many items it matches; of a figure its value
    std::vector<Difference> differences = {};  // the same as `why`, side by side; empty when met
};

struct Score {
    Tally audit_overall;
    std::map<std::string, Tally> audit_checks;
    Tally detect_overall;
    std::map<std::string, Tally> detect_behaviors;  // "PROFILE/BEHAVIOR"
    std::vector<IncidentScore> incidents;
    std::optional<double> time_to_detect_p50_seconds, time_to_detect_p90_seconds,
        time_to_detect_max_seconds;
    std::optional<double> false_alarms_per_device_day;
    std::vector<Standing> audit_standing;  // by index in Findings::audit_findings
    std::vector<Standing> event_standing;  // by index in Findings::violation_events (in-alarm only;
                                           // others: attributed)
    std::vector<ExpectationResult> expectations;
    std::vector<std::size_t> unexpected_findings, unexpected_events;  // that no entry allows
    bool has_expectations = false;
    bool is_passed = true;  // every expectation met
};

/// What the score needs of a run besides findings and truth.
struct RunFacts {
    fleet::Time start;
    fleet::Time end;
    std::uint64_t devices = 0;
    /// Behaviours in force for a thing, by name.
    std::function<std::vector<engine::BehaviorInForce>(std::string_view)> behaviors_for;
    /// The cohort of a thing ("" when none), for expectations that name one.
    std::function<std::string(std::string_view)> cohort_of;
    /// The things a device certificate is attached to, by certificate id, for expectations that
    /// name a cohort or a thing. May be empty, as the two above.
    std::function<std::vector<std::string>(std::string_view)> things_of_certificate = {};
    /// Enabled checks and window of a task are in Findings::tasks; resources of a check are those
    /// of its findings.
};

/// Marks findings against truth and judges the scenario's `expect` section (null when the scenario
/// has none). Raises Error with every problem of the section at once.
Score mark(const engine::Findings& findings, const scenarios::GroundTruth& truth,
           const RunFacts& facts, const fleet::Document& scenario);

/// Checks the `expect` section alone, before anything is simulated.
void validate_expectations(const fleet::Document& scenario, fleet::Problems& problems);

/// What was expected and what was found side by side, field by field, differing ones behind a `*`:
/// lines of at most `width` columns, each ended. Empty when it was met.
std::string difference_text(const ExpectationResult& result, std::size_t width);
/// Every expectation that was not met, why, and the difference. Empty when all were met.
std::string diff_text(const Score& score);

/// score.json (docs/run-files.md).
fleet::Json to_json(const Score& score);

}  // namespace score
