// The steps of playing that a whole run, a shard and a merge are put together from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/play.hpp"
#include "sim/slice_source.hpp"

namespace cli {

/// The fleet, its names and what happens to it.
Played prepare(const LoadedScenario& loaded, const PlayOptions& options);
/// Tells the engine, and `others`, every slice there is.
void tell_all(sim::SliceSource& source, engine::Examination& examination,
              std::vector<fleet::SliceListener*> others, const PlayOptions& options,
              Played& played);
/// Plays what the script says over the transport that was asked for.
void simulate(const LoadedScenario& loaded, const PlayOptions& options,
              engine::Examination& examination, std::vector<fleet::SliceListener*> others,
              Played& played);
/// The cohort of a device; empty where it is none.
std::string cohort_of(const Played& played, std::string_view thing);
/// What the score needs to know of a run besides findings and truth. Refers to all three.
score::RunFacts facts_of(const LoadedScenario& loaded, const engine::Examination& examination,
                         const Played& played);
/// What was found, and how right it is.
void judge(const LoadedScenario& loaded, engine::Examination& examination, Played& played);

}  // namespace cli
