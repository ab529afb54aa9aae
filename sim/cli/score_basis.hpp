// What findings from elsewhere are held against: the truth, and what of the rules and the fleet one
// must know to score them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/examination.hpp"
#include "engine/score/score.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/stated_findings.hpp"
#include "sim/cli/things_behind.hpp"

namespace cli {

struct ScoreQuestion {
    std::string truth;                  // truth.json, or the folder of a run
    std::vector<std::string> profiles;  // F or F=TARGET; empty: those of the run
    std::vector<std::string> custom_metrics, dimensions;
    std::string inventory;  // empty: the run's
};

class ScoreBasis {
  public:
    explicit ScoreBasis(const ScoreQuestion& question);

    /// audit/tasks.json of the run; empty where the truth is a file alone.
    std::filesystem::path own_tasks() const;
    /// Scores, and judges what the run's scenario expects as far as the files can tell. Adds the
    /// behaviours in force to `stated`. Raises Error when nothing says which those are.
    score::Score mark(StatedFindings& stated);

    const std::string& title() const { return title_; }
    /// What was read and what is not scored, for people.
    const std::vector<std::string>& notes() const { return notes_; }
    const score::RunFacts& facts() const { return facts_; }

  private:
    void load_run();
    void load_inventory(const std::string& given);
    void load_rules(const ScoreQuestion& question);
    void put_in_force(engine::Findings& findings);
    void note_gaps(const StatedFindings& stated);
    std::string cohort_of(std::string_view thing) const;

    std::filesystem::path run_;  // empty: the truth is a file alone
    scenarios::GroundTruth truth_;
    std::optional<LoadedScenario> loaded_;
    fleet::Inventory inventory_;
    ThingsBehind things_;
    std::optional<engine::Rules> rules_;
    fleet::Dictionary dictionary_;
    std::unique_ptr<engine::Examination> examination_;  // never told a slice: it knows the rules
    score::RunFacts facts_;
    std::string title_;
    std::vector<std::string> notes_;
};

}  // namespace cli
