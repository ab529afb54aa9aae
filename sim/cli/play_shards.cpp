// One shard of a run, and a run put together from its shards.
#include <fmt/format.h>

#include <utility>

#include "engine/detect/datapoint_part.hpp"
#include "fleet/base/error.hpp"
#include "fleet/connection_history.hpp"
#include "sim/certificate_names.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/stage.hpp"
#include "sim/observation_part.hpp"
#include "sim/shards_source.hpp"

namespace cli {

namespace {

/// A message of metrics is about things of all shards: no shard knows what is in it.
void require_no_subscriber(const engine::Rules& rules, const fleet::Dictionary& names,
                           const scenarios::Script& script) {
    for (const auto& topic : engine::export_topics(rules)) {
        const auto filter = scenarios::subscription_to(topic, names.topics, script);
        if (!filter.empty())
            throw fleet::Error(fmt::format(
                "metrics are exported on {}, and a device subscribes to {}: what it would hear no "
                "shard knows; run the scenario whole, or export on a topic of its own",
                topic, filter));
    }
}

}  // namespace

Played play_shard(const LoadedScenario& loaded, const PlayOptions& options,
                  const scenarios::Shard& shard, const ShardOutput& output) {
    auto played = prepare(loaded, options);
    auto& names = *played.dictionary;
    require_no_subscriber(loaded.rules, names, played.script);
    scenarios::enter_shard(*played.fleet, names.topics, loaded.scenario.seed, shard, played.script);
    auto clients = scenarios::clients_of_shard(played.script, names.clients.size());
    const auto is_wanted = [&,
                            hears_others = clients.hears_others](const fleet::Observation& seen) {
        if (output.is_recorded || fleet::ConnectionHistory::wants(seen.kind)) return true;
        return seen.kind == fleet::ObservationKind::delivered && hears_others[seen.client_id] != 0;
    };
    const auto workers = workers_of(options.threads);
    sim::ObservationPartWriter observations(output.observations, names, is_wanted);
    engine::DatapointPartWriter datapoints(
        output.datapoints,
        {.tells = std::move(clients.is_member), .tells_always = std::move(clients.hears_others)},
        workers);
    engine::Examination examination(played.fleet->inventory, loaded.rules, names, workers,
                                    {.sink = &datapoints});
    simulate(loaded, options, examination, {&observations}, played);
    examination.conclude(loaded.scenario.end());
    return played;
}

Played play_merged(const LoadedScenario& loaded, const PlayOptions& options, ShardInput input) {
    auto played = prepare(loaded, options);
    auto& names = *played.dictionary;
    sim::name_certificates(*played.fleet, names);  // as every shard did
    if (options.on_fleet) played.reader = options.on_fleet(*played.fleet, names, played.script);
    const auto workers = workers_of(options.threads);
    std::vector<sim::ObservationPartReader> observations;
    for (auto& part : input.observations) observations.emplace_back(std::move(part), names);
    sim::ShardsSource source(played.script, names, played.fleet->inventory.things.size(),
                             loaded.scenario.start, loaded.scenario.end(), std::move(observations));
    engine::DatapointPartReader datapoints(std::move(input.datapoints), names.addresses.size(),
                                           workers);
    engine::Examination examination(played.fleet->inventory, loaded.rules, names, workers,
                                    {.source = &datapoints});
    tell_all(source, examination, {}, options, played);
    datapoints.finish();
    judge(loaded, examination, played);
    played.counts = input.counts;
    played.observations = input.observed - source.folded();
    return played;
}

}  // namespace cli
