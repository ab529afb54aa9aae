// Random scenarios tried one beside the other, and what came of them, in order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "fleet/base/json.hpp"
#include "sim/cli/fuzz_trial.hpp"

namespace cli {

struct FuzzPlan {
    std::uint64_t seed = 1;  // of all scenarios
    std::uint64_t runs = 100;
    unsigned jobs = 1;  // scenarios at a time; nothing but time depends on it
    bool is_over_broker = false;
    std::filesystem::path out;  // where what is left of failures goes
    TrialOptions engine = {};   // one with a bug, for who wants to see that it is found
};

/// An invariant that broke.
struct FuzzFailure {
    std::uint64_t run = 0;    // the first, from 0
    std::uint64_t times = 1;  // in how many runs it broke
    drill::Broken broken;     // of what is left of the first
    std::uint64_t devices = 0;
    std::string file;
    std::string case_name = {};  // of the file, where it has cases
};

struct FuzzTally {
    std::uint64_t runs = 0, events = 0, events_compared = 0;
    std::set<std::string> kinds;        // of the catalogue that were played
    std::vector<FuzzFailure> failures;  // one for each invariant, as they came
    bool is_stopped = false;            // before all runs were made, or before one was shrunk

    void add(const Trial& trial);
};

/// Tries the scenarios of the plan, by `attachments` as entries of detect.profiles or, without any,
/// by random profiles; shrinks the first that breaks an invariant, and writes it down. `say` is
/// told on the calling thread how far it is. Ends early when the program is asked to stop: what
/// breaks something is written down as it is then. Raises Error for what cannot be played or
/// written.
FuzzTally try_random_scenarios(const FuzzPlan& plan, std::span<const fleet::Json> attachments,
                               const std::function<void(const std::string&)>& say);

/// Raises Error when `--out` is no place for what is left of failures: a file, a folder that holds
/// anything else, or one that cannot be made or written to. Leaves nothing behind.
void check_fuzz_folder(const std::filesystem::path& out);

}  // namespace cli
