// One scenario played in every way there is, and everything that must hold of it asked.
#pragma once

#include <functional>
#include <string>

#include "fleet/base/json.hpp"
#include "sim/cli/play.hpp"
#include "sim/drill/invariants.hpp"

namespace cli {

struct TrialOptions {
    bool is_sharded = false;      // also in two shards
    bool is_over_broker = false;  // also over the real broker
    /// An engine with a bug, for who wants to see that it is found: alters the rules that the
    /// engine, and not the reference, is given; or what the engine states.
    std::function<void(engine::Rules&)> misread = {};
    std::function<void(engine::Findings&)> misstate = {};
};

struct Trial {
    drill::Verdict verdict;             // what does not hold, if anything
    std::uint64_t events = 0;           // violation events of the engine
    std::uint64_t events_compared = 0;  // of them, with the reference
};

/// Raises Error for a scenario that cannot be played. `case_name` is one of its cases, if it has
/// any.
Trial try_scenario(const std::string& path, const TrialOptions& options,
                   const std::string& case_name = {});
/// The same of one that stands in no file.
Trial try_scenario(const fleet::Json& scenario, const TrialOptions& options);

/// The smallest scenario in which the same invariant does not hold.
fleet::Json shrink_broken(const fleet::Json& scenario, const drill::Broken& broken,
                          const TrialOptions& options,
                          const std::function<void()>& on_candidate = {});

}  // namespace cli
