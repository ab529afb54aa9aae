// What the readers of the rules' sections share: the document, the ends of the run, and where
// problems go. Private to rules*.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rules.hpp"
#include "fleet/base/json.hpp"

namespace engine {

/// The run that the rules are for.
struct RunFrame {
    fleet::Time start;
    fleet::Time end;
    std::string_view account_id;
    std::string_view region;
};

class RulesReader {
  public:
    RulesReader(const fleet::Document& scenario, const RunFrame& frame, fleet::Problems& problems)
        : scenario_(scenario), frame_(frame), problems_(problems) {}

    const fleet::Document& scenario() const { return scenario_; }
    const RunFrame& frame() const { return frame_; }
    fleet::Problems& problems() { return problems_; }

    void add(std::string_view path, std::string message);
    /// Adds a problem for what is no object, and for each key that is none of `keys`.
    bool is_object_of(const fleet::Json& value, std::string_view path,
                      std::span<const std::string_view> keys);
    /// The list at `key`; an absent one is empty, another kind a problem.
    const fleet::Json& list(const fleet::Json& object, std::string_view key, std::string_view path);
    /// "+4h" after the start, "-31d" before it, "end", "end+2h", "end-5m", or an ISO time.
    std::optional<fleet::Time> time(const fleet::Json& value, std::string_view path);
    /// The texts of a list; anything else is a problem.
    std::vector<std::string> texts(const fleet::Json& value, std::string_view path);

  private:
    const fleet::Document& scenario_;
    RunFrame frame_;
    fleet::Problems& problems_;
};

/// The `audit` section and account.getStarted: configuration, schedules, suppressions and runs, as
/// operations.
void read_audit(RulesReader& reader, const fleet::Json& root, Rules& rules);
/// The `detect` section: profiles and what they are attached to.
void read_detect(RulesReader& reader, const fleet::Json& section, Rules& rules);
/// The entries of `timeline` that are operations; the others belong to the simulation.
void read_timeline(RulesReader& reader, const fleet::Json& section, Rules& rules);

}  // namespace engine
