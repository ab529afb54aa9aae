// Which rules the tests put to the proof: every behaviour and check that must speak somewhere, and
// must stay silent somewhere else.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "fleet/base/json.hpp"
#include "sim/cli/test_plays.hpp"

namespace cli {

/// What a rule's tests should show of it.
struct CoverageGoal {
    std::string name;  // "alarm", "clear", "silence"; "speaks", "silence", a reason code
    bool is_met = false;
};

/// A behaviour, or an audit check.
struct CoveredRule {
    std::string name;  // "PROFILE/BEHAVIOR", "LOGGING_DISABLED_CHECK"
    std::string file;  // where it stands; of a check empty
    int line = 0;
    std::vector<CoverageGoal> goals;

    std::size_t met() const;
};

class Coverage {
  public:
    /// The rules of a scenario that was played; only one that passed shows anything of them.
    void add(const TestCase& one);

    /// Behaviours by file and line, then checks by name.
    std::vector<CoveredRule> rules() const;

  private:
    using Key = std::tuple<std::string, int, std::string>;
    void note(const Key& key, std::string_view goal, bool is_met);
    void add_behaviors(const TestCase& one);
    void add_checks(const TestCase& one);

    std::map<Key, std::vector<CoverageGoal>> goals_;
};

/// Of all goals, as a percentage; 100 where there is nothing to show.
double percent_met(const std::vector<CoveredRule>& rules);

/// For a person: a line for each rule, and what is missing.
std::string coverage_text(const std::vector<CoveredRule>& rules);
/// {"percent", "rules": [{"rule", "file", "line", "goals": {NAME: true}}]}
fleet::Json coverage_json(const std::vector<CoveredRule>& rules);
/// Cobertura XML: a class for each file, a line for each behaviour; its goals are the branches.
std::string coverage_cobertura(const std::vector<CoveredRule>& rules);

}  // namespace cli
