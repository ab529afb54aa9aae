#include "sim/cli/shard_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/detect/datapoint_part.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/shard_option.hpp"
#include "sim/observation_part.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using Name = std::string_view;

constexpr std::string_view format = "fleetdrill.shard/1";
constexpr std::uint64_t mark_bytes_max = 1ULL << 20;
constexpr std::array mark_keys{Name("format"), Name("parts"), Name("scenarioHash"), Name("shard")};
constexpr std::array entries{datapoints_file, observations_file, Name("scenario"),
                             Name("shard.json"), Name("timing.json")};
static_assert(std::ranges::is_sorted(entries));

fleet::Json part_json(const fleet::PartSummary& part) {
    return {{"bytes", part.bytes}, {"digest", part.digest}};
}

fleet::PartSummary part_of(const fleet::Json& parts, std::string_view name) {
    const auto& part = parts.at(std::string(name));
    return {.bytes = part.at("bytes"), .digest = part.at("digest")};
}

ShardMark parse_mark(const fleet::Json& root) {
    if (root.at("format") != format)
        throw fleet::Error(fmt::format("is of another format than {}", format));
    const auto& counts = root.at("counts");
    const auto& parts = root.at("parts");
    const std::uint64_t number = root.at("shard").at("number"),
                        count = root.at("shard").at("count");
    if (count > shards_max || number >= count)
        throw fleet::Error(fmt::format("speaks of shard {} of {}", number, count));
    return {.scenario = root.at("scenario"),
            .scenario_hash = root.at("scenarioHash"),
            .seed = root.at("seed"),
            .version = root.at("version"),
            .shard = {.number = static_cast<std::uint32_t>(number),
                      .count = static_cast<std::uint32_t>(count)},
            .is_recorded = root.at("isRecorded"),
            .observations = counts.at("observations"),
            .counts = {.actions_void = counts.at("actionsVoid"),
                       .messages_published = counts.at("messagesPublished"),
                       .messages_delivered = counts.at("messagesDelivered"),
                       .connects = counts.at("connectionAttempts")},
            .datapoints_part = part_of(parts, datapoints_file),
            .observations_part = part_of(parts, observations_file)};
}

void read_through(const fs::path& file, std::string_view kind, const fleet::PartSummary& expected) {
    fleet::PartReader reader(file, kind, expected);
    while (reader.next()) continue;
}

/// What keeps `found` from being merged with `first`; empty when nothing does.
std::string difference(const ShardMark& first, const ShardMark& found) {
    if (found.seed != first.seed)  // the scenario says it too
        return fmt::format("is of seed {}, not {}", found.seed, first.seed);
    if (found.scenario_hash != first.scenario_hash) return "is of another scenario";
    if (found.version != first.version)
        return fmt::format("was made by version {}, not {}", found.version, first.version);
    if (found.shard.count != first.shard.count)
        return fmt::format("is one of {} shards, not of {}", found.shard.count, first.shard.count);
    if (found.is_recorded != first.is_recorded)
        return found.is_recorded ? "was made with --record, the others without it"
                                 : "was made without --record, the others with it";
    return {};
}

}  // namespace

const ResultFolder shard_folder{.name = "directory of a shard",
                                .mark = "shard.json",
                                .mark_keys = mark_keys,
                                .entries = entries};

ShardMark mark_of(const LoadedScenario& loaded, const scenarios::Shard& shard, bool is_recorded) {
    ShardMark mark;
    mark.scenario = loaded.scenario.name;
    mark.scenario_hash = scenarios::scenario_hash(loaded.scenario);
    mark.seed = loaded.scenario.seed;
    mark.version = version;
    mark.shard = shard;
    mark.is_recorded = is_recorded;
    return mark;
}

void write_mark(const ShardMark& mark, const fs::path& folder) {
    const fleet::Json json{{"format", std::string(format)},
                           {"scenario", mark.scenario},
                           {"scenarioHash", mark.scenario_hash},
                           {"seed", mark.seed},
                           {"version", mark.version},
                           {"shard", {{"number", mark.shard.number}, {"count", mark.shard.count}}},
                           {"isRecorded", mark.is_recorded},
                           {"counts",
                            {{"observations", mark.observations},
                             {"connectionAttempts", mark.counts.connects},
                             {"messagesPublished", mark.counts.messages_published},
                             {"messagesDelivered", mark.counts.messages_delivered},
                             {"actionsVoid", mark.counts.actions_void}}},
                           {"parts",
                            {{std::string(datapoints_file), part_json(mark.datapoints_part)},
                             {std::string(observations_file), part_json(mark.observations_part)}}}};
    fleet::write_file(folder / "shard.json", fleet::to_text(json));
}

ShardMark read_mark(const fs::path& folder) {
    const auto refuse = [&](std::string_view why) {
        return fleet::Error(fmt::format("{}: {}", folder.string(), why));
    };
    if (!fs::is_directory(folder)) throw refuse("there is no such folder");
    if (!fs::exists(folder / "shard.json"))
        throw refuse("is no directory of a shard: it has no shard.json (run … --shard I/N)");
    const auto document = fleet::read_json(folder / "shard.json", mark_bytes_max);
    try {
        return parse_mark(document.root());
    } catch (const nlohmann::json::exception&) {
        throw refuse("shard.json is not what a shard writes");
    } catch (const fleet::Error& error) {
        throw refuse(fmt::format("shard.json {}", error.what()));
    }
}

bool is_whole(const fs::path& folder, const ShardMark& wanted) {
    if (!fs::exists(folder / "shard.json")) return false;
    try {
        const auto found = read_mark(folder);
        if (found.identity() != wanted.identity()) return false;
        read_through(folder / datapoints_file, engine::datapoints_kind, found.datapoints_part);
        read_through(folder / observations_file, sim::observations_kind, found.observations_part);
        return fs::exists(folder / "scenario" / "scenario.json");
    } catch (const fleet::Error&) {
        return false;  // it is played again
    }
}

void require_no_other_shard(const fs::path& folder, const ShardMark& wanted) {
    if (!is_result_folder(folder, shard_folder)) return;
    const auto found = read_mark(folder);
    if (found.shard == wanted.shard) return;
    throw fleet::Error(
        fmt::format("{}: holds shard {}, which playing shard {} would replace; name "
                    "another with --out",
                    folder.string(), text_of(found.shard), text_of(wanted.shard)));
}

std::vector<StoredShard> gather_shards(std::span<const std::string> folders) {
    std::vector<StoredShard> shards;
    fleet::Problems problems;
    const auto add = [&](const std::string& folder, std::string message) {
        problems.add({.file = folder, .line = 0, .path = {}, .message = std::move(message)});
    };
    for (const auto& folder : folders) {
        try {
            shards.push_back({.folder = folder, .mark = read_mark(folder)});
        } catch (const fleet::Error& error) {
            const auto prefix = fs::path(folder).string() + ": ";
            const std::string_view what = error.what();
            add(folder, std::string(what.starts_with(prefix) ? what.substr(prefix.size()) : what));
        }
    }
    problems.raise_if_any();
    const auto& first = shards.front().mark;
    if (first.version != version)
        add(shards.front().folder.string(),
            fmt::format("was made by version {}, and this is {}", first.version, version));
    std::vector<const StoredShard*> place(first.shard.count);
    for (const auto& shard : shards) {
        if (auto why = difference(first, shard.mark); !why.empty()) {
            add(shard.folder.string(),
                fmt::format("{}, unlike {}", why, shards.front().folder.string()));
            continue;
        }
        auto& known = place[shard.mark.shard.number];
        if (known != nullptr)
            add(shard.folder.string(),
                fmt::format("is shard {}, as is {}", text_of(shard.mark.shard),
                            known->folder.string()));
        known = &shard;
    }
    constexpr std::size_t named_max = 10;
    std::vector<std::string> missing;
    for (std::uint32_t number = 0; number < place.size(); ++number)
        if (place[number] == nullptr) missing.push_back(text_of({number, first.shard.count}));
    if (!missing.empty()) {
        const auto named = std::span(missing).first(std::min(named_max, missing.size()));
        const auto more = missing.size() - named.size();
        add("merge",
            fmt::format("missing: shard {}{}; run … --shard {} makes the first of them",
                        fleet::join(named, ", "),
                        more == 0 ? "" : fmt::format(" and {} more", more), missing.front()));
    }
    problems.raise_if_any();
    std::ranges::sort(shards, {}, [](const StoredShard& shard) { return shard.mark.shard.number; });
    return shards;
}

}  // namespace cli
