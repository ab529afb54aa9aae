// What one shard of a run leaves in its folder, and what its merge reads there (docs/scaling-out).
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "fleet/base/part_file.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"

namespace cli {

extern const ResultFolder shard_folder;
inline constexpr std::string_view datapoints_file = "datapoints.part",
                                  observations_file = "observations.part";

/// shard.json: whose part it is, and how its part files can be known to be whole.
struct ShardMark {
    std::string scenario;
    std::string scenario_hash;
    std::uint64_t seed = 0;
    std::string version;
    scenarios::Shard shard;
    bool is_recorded = false;
    std::uint64_t observations = 0;
    sim::TransportCounts counts;
    fleet::PartSummary datapoints_part, observations_part;

    /// Whose part it is, without what became of it.
    auto identity() const {
        return std::tuple(scenario, scenario_hash, seed, version, shard.number, shard.count,
                          is_recorded);
    }
};

/// Of what is about to be played; counts and part files are still to come.
ShardMark mark_of(const LoadedScenario& loaded, const scenarios::Shard& shard, bool is_recorded);
void write_mark(const ShardMark& mark, const std::filesystem::path& folder);
/// Raises Error naming the folder when it is none that a shard left.
ShardMark read_mark(const std::filesystem::path& folder);

/// Does `folder` hold all that playing `wanted` would leave? Reads it whole.
bool is_whole(const std::filesystem::path& folder, const ShardMark& wanted);

/// Raises Error when `folder` holds another shard than `wanted`, which playing this one would
/// destroy.
void require_no_other_shard(const std::filesystem::path& folder, const ShardMark& wanted);

/// A shard and where it stands.
struct StoredShard {
    std::filesystem::path folder;
    ShardMark mark;
};
/// Reads the marks of all folders and puts them in order. Raises one Error that says of every
/// folder what is wrong: no shard, of another scenario, seed, version or count, doubled; and which
/// shards are missing.
std::vector<StoredShard> gather_shards(std::span<const std::string> folders);

}  // namespace cli
