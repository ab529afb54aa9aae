// fleetdrill load: the scenario's fleet in real time, as many connections as the machine holds.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string_view>

#include "engine/examination.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "scenarios/compose.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/library.hpp"
#include "sim/cli/live_display.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/load/load_run.hpp"
#include "sim/load/objective.hpp"
#include "sim/wire/machine_limits.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

using namespace std::chrono_literals;

constexpr std::array options_of_load{
    OptionCard{"case", "NAME", "of a scenario with cases: the one that is meant"},
    OptionCard{"devices", "N", "scales the cohorts to N devices altogether"},
    OptionCard{"ramp", "RATE", "connections begun per second; 200/s by default"},
    OptionCard{"for", "DURATION", "how long the steady traffic lasts; 10s by default"},
    OptionCard{"rate", "RATE",
               "messages per second of each device, such as 0.5/s; by default the scenario's"},
    OptionCard{"storm", "N|P%",
               "afterwards so many devices lose their connection at once and come back"},
    OptionCard{"resume", "", "in the storm they resume their TLS sessions"},
    OptionCard{"restart-broker", "", "the private broker restarts amid the steady traffic"},
    OptionCard{"require", "OBJECTIVE",
               "'connect.p99<2s': exit 1 when it is missed; see docs/load.md", true},
    OptionCard{"broker", "mqtts://HOST:PORT",
               "a broker of yours, which must trust the fleet's CA (generate writes it, "
               "pki/root-ca.pem); client-side figures only"},
    OptionCard{"ca", "FILE", "PEM: whom to trust as that broker's CA (with --broker)"},
    OptionCard{"out", "DIR", "writes load.json and load.prom there"},
    OptionCard{"format", "text|json|prometheus", "what is printed; text by default"},
    OptionCard{"seed", "N", "0 … 2^64-1; instead of the scenario's"},
    OptionCard{"set", "PATH=VALUE", "changes the scenario, or a file it names", true},
};

[[noreturn]] void refuse(const std::string& what) {
    throw fleet::Error(what + "\nsee fleetdrill load --help");
}

/// "200" or "0.5/s".
double rate_of(const Options& options, std::string_view name, double otherwise, double min) {
    if (!options.has(name)) return otherwise;
    const auto& text = options.text(name);
    std::string_view number = text;
    if (number.ends_with("/s")) number.remove_suffix(2);
    double rate = 0;
    const auto* const last = number.data() + number.size();
    const auto [end, failure] = std::from_chars(number.data(), last, rate);
    constexpr double rate_max = 100'000;
    if (failure != std::errc{} || end != last || !(rate >= min && rate <= rate_max))
        refuse(
            fmt::format("--{}: expected a rate per second from {} to {}, such as 200/s; "
                        "found \"{}\"",
                        name, min, rate_max, text));
    return rate;
}

std::chrono::nanoseconds steady_of(const Options& options) {
    const auto text = options.text_or("for", "10s");
    const auto duration = fleet::parse_duration(text);
    if (!duration || *duration < 0s || *duration > 24h)
        refuse(
            fmt::format("--for: expected a duration up to 24h, such as 60s; found \"{}\"", text));
    return *duration;
}

std::uint32_t storm_of(const Options& options, std::uint64_t devices) {
    if (!options.has("storm")) return 0;
    const auto& text = options.text("storm");
    const bool is_share = text.ends_with('%');
    std::uint64_t number = 0;
    const auto* const last = text.data() + text.size() - (is_share ? 1 : 0);
    const auto [end, failure] = std::from_chars(text.data(), last, number);
    const auto max = is_share ? 100 : devices;
    if (failure != std::errc{} || end != last || number < 1 || number > max)
        refuse(fmt::format("--storm: expected 1 … {} devices, or 1% … 100%; found \"{}\"", devices,
                           text));
    return static_cast<std::uint32_t>(is_share ? std::max<std::uint64_t>(1, devices * number / 100)
                                               : number);
}

sim::LoadPlan plan_of(const Options& options, std::uint64_t devices) {
    sim::LoadPlan plan{.ramp_per_s = rate_of(options, "ramp", 200, 0.1),
                       .steady = steady_of(options),
                       .rate_per_s = std::nullopt,
                       .storm_devices = storm_of(options, devices),
                       .resumes = options.has("resume"),
                       .restarts_broker = options.has("restart-broker")};
    if (options.has("rate")) plan.rate_per_s = rate_of(options, "rate", 0, 0);
    if (plan.resumes && plan.storm_devices == 0) refuse("--resume: there is no --storm");
    return plan;
}

std::optional<sim::NamedBroker> broker_of(const Options& options, const sim::LoadPlan& plan) {
    if (!options.has("broker")) {
        if (options.has("ca")) refuse("--ca: there is no --broker");
        return std::nullopt;
    }
    if (!options.has("ca")) refuse("--broker: whom is it trusted by? --ca FILE is missing");
    if (plan.restarts_broker) refuse("--restart-broker: a broker that is not ours stays up");
    return sim::named_broker(options.text("broker"), fleet::read_file(options.text("ca")));
}

/// The healthy form of the scenario: a load test is about how much, not about what goes wrong.
void make_healthy(scenarios::Scenario& scenario) {
    scenario.fleet.defects.clear();
    scenario.timeline.clear();
}

struct Prepared {
    LoadedScenario loaded;
    sim::LoadPlan plan;
    std::optional<sim::NamedBroker> broker;
    std::vector<sim::Objective> objectives;
};

/// Everything that can be wrong is found before anything starts.
Prepared prepare(const Options& options) {
    auto loaded = load_scenario(scenario_meant(options.argument()), load_options(options));
    make_healthy(loaded.scenario);
    const auto& cohorts = loaded.scenario.fleet.cohorts;
    const auto devices =
        std::accumulate(cohorts.begin(), cohorts.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const auto& cohort) { return sum + cohort.count; });
    auto plan = plan_of(options, devices);
    auto broker = broker_of(options, plan);
    std::vector<sim::Objective> objectives;
    for (const auto& text : options.texts("require"))
        objectives.push_back(sim::parse_objective(text, plan, !broker));
    sim::require_room(sim::this_machine(), {.devices = devices,
                                            .storm_devices = plan.storm_devices,
                                            .resumes = plan.resumes,
                                            .has_own_addresses = !broker || broker->is_loopback});
    return {std::move(loaded), plan, std::move(broker), std::move(objectives)};
}

sim::LoadResult perform(const Prepared& prepared, bool is_quiet) {
    const auto& scenario = prepared.loaded.scenario;
    LiveDisplay display(!is_quiet);
    display.show({"making the fleet"});
    auto fleet = fleet::synthesise(scenario.fleet, scenario.seed);
    fleet::Dictionary dictionary;
    const auto script = scenarios::compose(scenario, fleet, dictionary);
    engine::Examination examination(fleet.inventory, prepared.loaded.rules, dictionary);
    auto result =
        sim::run_load({.fleet = fleet,
                       .script = script,
                       .dictionary = dictionary,
                       .plan = prepared.plan,
                       .broker = prepared.broker,
                       .behaviour = {.enforce_crl = scenario.broker.enforce_crl,
                                     .close_on_deny = scenario.broker.close_on_deny},
                       .engine = [&](const fleet::Slice& slice) { examination.observe(slice); },
                       .progress_every = display.is_shown() ? 500ms : 5000ms,
                       .progress =
                           [&](const sim::LoadProgress& progress) {
                               if (display.is_shown())
                                   return display.show(sim::progress_lines(progress));
                               if (!is_quiet)
                                   fmt::print(stderr, "{}\n", sim::progress_line(progress));
                           }});
    result.scenario = scenario.name;
    result.seed = scenario.seed;
    result.version = version;
    return result;
}

void print(const std::string& format, const sim::LoadResult& result,
           std::span<const sim::ObjectiveResult> objectives) {
    if (format == "json")
        fmt::print("{}", fleet::to_text(sim::load_json(result, objectives)));
    else if (format == "prometheus")
        fmt::print("{}", sim::load_prometheus(result, objectives));
    else
        fmt::print("{}", sim::load_text(result, objectives));
}

int run(const Options& options) {
    const std::array<std::string, 3> formats{"text", "json", "prometheus"};
    const auto format = options.word_or("format", formats, "text");
    const auto prepared = prepare(options);
    std::optional<RunDirectory> directory;
    if (options.has("out")) directory.emplace(options.text("out"), load_folder);
    sim::stop_on_signals();  // from here on there is something to clean up
    const auto result = perform(prepared, options.is_quiet());
    std::vector<sim::ObjectiveResult> objectives;
    // A test that was not finished has neither met nor missed anything.
    if (!result.is_stopped) {
        for (const auto& objective : prepared.objectives)
            objectives.push_back(sim::judge(objective, result));
    }
    if (!options.is_quiet() || format != "text") print(format, result, objectives);
    sim::raise_if_stopped();
    if (directory) {
        fleet::write_file(directory->folder() / "load.json",
                          fleet::to_text(sim::load_json(result, objectives)));
        fleet::write_file(directory->folder() / "load.prom",
                          sim::load_prometheus(result, objectives));
        directory->commit();
    }
    return std::ranges::all_of(objectives, &sim::ObjectiveResult::is_met) ? 0 : 1;
}

}  // namespace

extern const Command load{
    .name = "load",
    .summary = "many connections in real time: ramp, steady traffic, reconnect storm, latencies",
    .arguments = "SCENARIO",
    .options = options_of_load,
    .example =
        "fleetdrill load scenarios/library/quickstart --for 10s --rate 1/s --storm 50% "
        "--require 'connect.p99<2s'",
    .run = run,
};

}  // namespace cli
