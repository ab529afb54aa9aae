// fleetdrill fuzz: random fleets, random misbehaviour, random rules – does what must hold of every
// run hold of these? What breaks is shrunk to the smallest scenario that still breaks it.
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "fleet/base/error.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/fuzz_profiles.hpp"
#include "sim/cli/fuzz_runs.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/test_plays.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_fuzz{
    OptionCard{"runs", "N", "random scenarios, 1 … 1000000; 100 by default"},
    OptionCard{"seed", "N", "0 … 2^64-1, of all of them; 1 by default"},
    OptionCard{"profile", "FILE[=TARGET]",
               "a security profile to judge by, for all/things unless a target is named; without "
               "any they are random, too",
               true},
    OptionCard{"scenario", "PATH", "tries this scenario, once, instead of random ones"},
    OptionCard{"case", "NAME", "of a scenario with cases: the one that is meant"},
    OptionCard{"transport", "memory|broker",
               "broker: every tenth run over a real Mosquitto besides; memory by default"},
    OptionCard{"jobs", "N",
               "scenarios at a time; by default as many as there are processors, and one over a "
               "broker; no result depends on it"},
    OptionCard{"out", "DIR", "where scenarios go that break something; fuzz-SEED by default"},
    OptionCard{"format", "text|json", "how it is told; text by default"},
};

/// Raises Error where no scenario can be played over a broker: that breaks no invariant.
void require_broker() {
    const fleet::Json smallest{
        {"start", "2018-08-06T00:00:00Z"},
        {"duration", "5m"},
        {"fleet", {{"cohorts", fleet::Json::array({{{"name", "a"}, {"count", 1}}})}}}};
    const auto verdict = try_scenario(smallest, {.is_over_broker = true}).verdict;
    if (verdict) throw fleet::Error(verdict->what);
}

bool is_over_broker(const Options& options) {
    return wanted_transport(options, TransportKind::memory) == TransportKind::broker;
}

FuzzPlan plan_of(const Options& options) {
    const auto seed = options.number_or("seed", 1);
    return {.seed = seed,
            .runs = options.number_or("runs", 100, 1, 1'000'000),
            .jobs = play_cases_options(options).jobs,
            .is_over_broker = is_over_broker(options),
            .out = options.text_or("out", fmt::format("fuzz-{}", seed))};
}

FuzzTally try_random(const Options& options) {
    const auto plan = plan_of(options);
    const auto attachments = fuzz_attachments(options.texts("profile"));
    check_fuzz_folder(plan.out);
    if (plan.is_over_broker) require_broker();
    Progress progress(!options.is_quiet(), options.is_verbose());
    auto tally = try_random_scenarios(plan, attachments,
                                      [&](const std::string& line) { progress.show(line); });
    progress.clear();
    return tally;
}

FuzzTally try_given(const Options& options) {
    for (const auto* other : {"runs", "seed", "profile", "jobs", "out"})
        if (options.has(other))
            throw fleet::Error(fmt::format(
                "--{} goes with random scenarios; --scenario tries one, as it is and once", other));
    const auto& path = options.text("scenario");
    const bool is_broker = is_over_broker(options);
    if (is_broker) require_broker();
    const auto case_name = options.text_or("case", "");
    const auto trial =
        try_scenario(path, {.is_sharded = true, .is_over_broker = is_broker}, case_name);
    FuzzTally tally;
    tally.add(trial);
    if (trial.verdict)
        tally.failures.push_back({.broken = *trial.verdict, .file = path, .case_name = case_name});
    return tally;
}

std::string command_of(const FuzzFailure& failure) {
    return fmt::format(
        "fleetdrill fuzz --scenario {}{}{}", failure.file,
        failure.case_name.empty() ? "" : fmt::format(" --case '{}'", failure.case_name),
        failure.broken.invariant == "broker" ? " --transport broker" : "");
}

std::string failures_text(const FuzzTally& tally) {
    std::string text;
    for (const auto& failure : tally.failures) {
        text += fmt::format("{}: {}\n", failure.broken.invariant, failure.broken.what);
        if (failure.devices != 0)
            text += fmt::format("  in {} of {} runs, first in run {}; shrunk to {} {}: {}\n",
                                failure.times, tally.runs, failure.run + 1, failure.devices,
                                failure.devices == 1 ? "device" : "devices", failure.file);
        text += fmt::format("  again: {}\n", command_of(failure));
    }
    return text;
}

std::string what_broke(const FuzzTally& tally) {
    if (tally.failures.empty()) return "nothing broke";
    if (tally.failures.size() == 1) return "1 invariant broke";
    return fmt::format("{} invariants broke", tally.failures.size());
}

std::string text_of(const FuzzTally& tally) {
    return failures_text(tally) +
           fmt::format(
               "{} {}, {} kinds of misbehaviour, {} violation events, {} of them held against the "
               "reference: {}\n",
               tally.runs, tally.runs == 1 ? "run" : "runs", tally.kinds.size(), tally.events,
               tally.events_compared, what_broke(tally));
}

fleet::Json json_of(const FuzzTally& tally) {
    fleet::Json json{{"runs", tally.runs},
                     {"kinds", tally.kinds},
                     {"violationEvents", tally.events},
                     {"heldAgainstReference", tally.events_compared}};
    auto& broken = json["broken"] = fleet::Json::array();
    for (const auto& failure : tally.failures)
        broken.push_back(
            {{"invariant", failure.broken.invariant},
             {"what", failure.broken.what},
             {"run", failure.run + 1},
             {"times", failure.times},
             {"devices", failure.devices == 0 ? fleet::Json() : fleet::Json(failure.devices)},
             {"file", failure.file},
             {"again", command_of(failure)}});
    return json;
}

int run(const Options& options) {
    const std::vector<std::string> formats{"text", "json"};
    const auto format = options.word_or("format", formats, "text");
    sim::stop_on_signals();
    if (options.has("case") && !options.has("scenario"))
        throw fleet::Error("--case goes with --scenario: it names one of its cases");
    const auto tally = options.has("scenario") ? try_given(options) : try_random(options);
    if (tally.is_stopped) {
        if (format == "text") fmt::print("{}", failures_text(tally));
        sim::raise_if_stopped_after(fmt::format("{} of {} runs were made: {} so far", tally.runs,
                                                plan_of(options).runs, what_broke(tally)));
    }
    fmt::print("{}", format == "json" ? fleet::to_text(json_of(tally)) : text_of(tally));
    return tally.failures.empty() ? 0 : 1;
}

}  // namespace

extern const Command fuzz{
    .name = "fuzz",
    .summary = "holds the engine against what must be true of every run, on random scenarios",
    .arguments = "",
    .options = options_of_fuzz,
    .example = "fleetdrill fuzz --runs 200 --seed 1",
    .run = run,
};

}  // namespace cli
