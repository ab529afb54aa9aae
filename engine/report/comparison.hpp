// What two runs state differently: what came, what went, what moved in time (docs/comparing.md).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/finding.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/time.hpp"

namespace report {

/// How something of one run stands in the other.
enum class Way : std::uint8_t { came, went, moved, altered };
std::string_view name_of(Way way);

/// One finding or event, as one of the runs has it.
struct Stated {
    fleet::Time time;
    bool is_suppressed = false;
    bool operator==(const Stated&) const = default;
};

/// How a resource is identified, key and value.
using ResourceNames = std::vector<std::pair<std::string, std::string>>;

/// A finding or an event that is not the same in both.
struct Difference {
    std::string rule;                 // a check, or "PROFILE/BEHAVIOR"
    std::string what;                 // the reason code, or the type of the event
    ResourceNames resource;           // of a finding
    std::string schedule;             // of a finding: its scheduled audit; empty: on demand
    std::size_t audit = 0;            // likewise: the how manieth of that schedule, or on demand
    std::vector<std::string> things;  // whom it concerns
    std::optional<Stated> before, after;

    Way way() const;
    /// When it first was, in either.
    fleet::Time first() const;
};

/// A figure of the score that is not the same; of one that is null there is none.
struct FigureChange {
    std::string name;
    std::optional<double> before, after;
};
/// An expectation that is not met by both or by neither, or stands in one score only.
struct ExpectationChange {
    std::string expectation;
    std::optional<bool> before, after;
};

/// How many of each way, by its number.
using WayCounts = std::map<Way, std::size_t>;
WayCounts counts_of(std::span<const Difference> differences);
std::map<std::string, WayCounts> counts_by_rule(std::span<const Difference> differences);

/// What of a score is compared.
struct ScoreFigures {
    std::vector<std::pair<std::string, std::optional<double>>> figures;  // of each half as a whole
    std::map<std::string, bool> expectations;                            // met? By their words
};
/// `score` is as score.json has it; what is not there is not told.
ScoreFigures figures_in(const fleet::Json& score);

/// One of the two that are compared.
struct ComparedRun {
    std::string name;   // how it was given
    std::string story;  // "quickstart, seed 7, 200 devices"; may be empty
    engine::Findings findings;
    bool has_audit = true;  // it says what audits found
    bool has_detect = true;
    std::optional<ScoreFigures> score;  // where there is one
    /// The things behind the resource of a finding; asked of what changed. May be empty.
    std::function<std::vector<std::string>(const ResourceNames&)> things_of = {};
};

struct Comparison {
    std::string before_name, before_story, after_name, after_story;
    std::vector<std::string> notes;     // what is not compared, and why
    std::vector<Difference> findings;   // by rule, then by time
    std::vector<Difference> events;     // likewise
    std::vector<FigureChange> figures;  // of the score, in its order
    std::vector<ExpectationChange> expectations;

    bool is_changed() const;
    /// Every thing that anything of it concerns.
    std::map<std::string, WayCounts> devices() const;
};

/// What is compared are the statements, by what they are about: neither ids nor texts nor values.
Comparison compare(const ComparedRun& before, const ComparedRun& after);

/// For people.
std::string render_comparison(const Comparison& comparison);
/// For programs (docs/schemas/diff.schema.json).
std::string comparison_json(const Comparison& comparison);

}  // namespace report
