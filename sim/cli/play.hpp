// The straight line, once: scenario → fleet → simulation → examination → score. What `run` writes
// down and `test` judges.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/examination.hpp"
#include "engine/report/report.hpp"
#include "engine/score/score.hpp"
#include "fleet/base/part_file.hpp"
#include "fleet/dictionary.hpp"
#include "fleet/outgoing.hpp"
#include "fleet/synthesise.hpp"
#include "scenarios/load.hpp"
#include "scenarios/script.hpp"
#include "scenarios/shards.hpp"
#include "sim/transport.hpp"

namespace cli {

/// The kinds of the tables, for the loader.
scenarios::KindTables kind_tables();

/// Loads a scenario and checks everything about it that needs no fleet: the file, its rules, its
/// expectations. One Error with every problem.
struct LoadedScenario {
    scenarios::Scenario scenario;
    engine::Rules rules;
};
LoadedScenario load_scenario(const std::string& path, const scenarios::LoadOptions& options);
/// The same of a scenario whose rules were altered under what it expects: that is judged, and need
/// not be possible any more.
LoadedScenario load_altered(const std::string& path, const scenarios::LoadOptions& options);
/// The scenario that a run directory keeps. What it expects was judged when it was played, also by
/// an option that made its fleet smaller, and is not held to what is possible once more.
LoadedScenario load_played(const std::filesystem::path& run);

enum class TransportKind { memory, broker };

/// Wall-clock figures of a run, for timing.json; nothing of it may reach a result.
struct Timing {
    double synthesis_seconds = 0;
    double simulation_seconds = 0;
    double examination_seconds = 0;
    double total_seconds = 0;
};

/// Raises Error, with the size that fits, when a fleet would not fit the machine's memory.
void require_room_for(const fleet::FleetDescription& description);
/// As many as were asked for; for 0 as many as there are processors, where the work is worth it.
fleet::Workers workers_of(unsigned threads);

struct Played {
    std::unique_ptr<fleet::Fleet> fleet;
    std::unique_ptr<fleet::Dictionary> dictionary;
    scenarios::Script script;
    engine::Findings findings;
    std::vector<engine::CheckAnswer> answers;  // to the question that was asked
    engine::DetectTrace trace;                 // likewise
    score::Score score;
    sim::TransportCounts counts;
    TransportKind transport = TransportKind::memory;  // over which it was played
    std::uint64_t slices = 0;
    std::uint64_t observations = 0;
    Timing timing;
    std::shared_ptr<void>
        reader;  // of the fleet, beside us; the last member, so that it ends first
};

struct PlayOptions {
    TransportKind transport = TransportKind::memory;
    /// A fleet that one broker process cannot carry is played in memory instead of refused.
    bool may_fall_back = false;
    unsigned threads = 0;                                 // 0: as many as the machine has
    bool keeps_certificates = false;                      // their bytes, for who writes them
    std::optional<engine::CheckQuestion> question = {};   // for who wants an audit explained
    std::optional<engine::DetectQuestion> behavior = {};  // or a behaviour
    /// Called when the fleet stands and before it moves; for who writes it down meanwhile. What it
    /// returns is destroyed before the fleet is, however the run ends: it waits for the writer.
    std::function<std::shared_ptr<void>(const fleet::Fleet&, const fleet::Dictionary&,
                                        const scenarios::Script&)>
        on_fleet = {};
    /// Called with every slice as a whole; for who records them.
    std::function<void(const fleet::Slice&)> on_slice = {};
    /// Called with the metrics that were exported at some time, if any.
    std::function<void(fleet::Time, std::span<const fleet::Outgoing>)> on_exports = {};
    /// Called now and then with a line for a person who waits.
    std::function<void(const std::string&)> on_progress = {};
    /// Called with a sentence that a person should read before trusting what they asked for.
    std::function<void(const std::string&)> on_note = {};
    /// Called with what the engine asked of the world, slice by slice, before it takes effect.
    std::function<void(const engine::Requests&)> on_requests = {};
};

/// Plays a loaded scenario to its end. Raises Error for what cannot run, and when it was stopped by
/// a signal that sim::stop_on_signals, which the caller calls, takes.
Played play(const LoadedScenario& loaded, const PlayOptions& options);

/// Where one shard of a run leaves what its merge needs.
struct ShardOutput {
    fleet::PartWriter& datapoints;
    fleet::PartWriter& observations;
    bool is_recorded = false;  // every observation, not only those that the merge must know
};
/// Plays one shard: nothing is judged, so that there are neither findings nor a score.
Played play_shard(const LoadedScenario& loaded, const PlayOptions& options,
                  const scenarios::Shard& shard, const ShardOutput& output);

/// What all shards of a run left.
struct ShardInput {
    std::vector<fleet::PartReader> datapoints;
    std::vector<fleet::PartReader> observations;
    sim::TransportCounts counts;  // of all shards together
    std::uint64_t observed = 0;   // observations, likewise
};
/// Puts a run together from its shards: audits, judges and scores.
Played play_merged(const LoadedScenario& loaded, const PlayOptions& options, ShardInput input);

/// The story of a played scenario, for reports. References live as long as `loaded` and `played`.
report::Story story_of(const LoadedScenario& loaded, const Played& played);

}  // namespace cli
