// The `expect` section of a scenario: read, worded, and judged (docs/scoring.md §4).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/score/bound.hpp"
#include "engine/score/due.hpp"
#include "engine/score/score_name.hpp"
#include "engine/score/sections.hpp"

namespace score {

/// One field of an entry and the values an item must have.
struct Wanted {
    const Field* field = nullptr;
    std::vector<std::string> values;
};

struct Entry {
    std::string where;  // JSON path
    const Section* section = nullptr;
    std::vector<Wanted> wanted;
    fleet::Document match;  // what is named of its JSON in AWS's shape; null: nothing
    Bound count{.low = 1};
    Due due;
    std::string due_words;  // as written: " within 10m of its incident", " at +4h"
};

struct ScoreBound {
    std::string where;  // JSON path; empty: it follows from what is not said
    ScoreName name;
    Bound bound;
    bool is_null = false;  // the figure must be null
};

/// What becomes of findings and alarms that no entry matches.
enum class Exclusive : std::uint8_t {
    truth,   // true: the truth may account for them
    strict,  // "strict": nothing may
    no       // false: they are allowed
};

struct Expectations {
    bool is_present = false;
    Exclusive exclusive = Exclusive::truth;
    bool is_recall_expected = false;  // `expect: {}`: the truth is all that is expected
    std::vector<Entry> entries;
    std::vector<ScoreBound> scores;
};

/// Reads the section of `scenario`; what is wrong with it goes to `problems`, all of it.
Expectations read_expectations(const fleet::Document& scenario, fleet::Problems& problems);

/// How many of what it names: "at least 1 alarm of behavior MessageFlood in cohort thermostats".
std::string bare_words_of(const Entry& entry);
/// The same with when: "at least 1 alarm of behavior MessageFlood in cohort thermostats within 10m
/// of its incident"
std::string words_of(const Entry& entry);

/// Judges every expectation, in the order of the file; then the operations that failed; then that
/// nothing else is found: fills in what the score says of expectations. Nothing when the scenario
/// has no `expect`.
void judge(const Expectations& expectations, const Run& run, Score& score);

}  // namespace score
