// fleetdrill fuzz: random fleets, random misbehaviour, random rules – does what must hold of every
// run hold of these? What breaks is shrunk to the smallest scenario that still breaks it.
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/error.hpp"
#include "fleet/base/random.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/fuzz_trial.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/drill/fuzz_scenario.hpp"
#include "sim/drill/shrink.hpp"
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
    OptionCard{"scenario", "PATH", "tries this scenario instead of random ones"},
    OptionCard{"transport", "memory|broker",
               "broker: every tenth run over a real Mosquitto besides; memory by default"},
    OptionCard{"out", "DIR", "where scenarios go that break something; fuzz-SEED by default"},
    OptionCard{"format", "text|json", "how it is told; text by default"},
};

/// Shards and broker take longer: they see a sample of the runs.
constexpr std::uint64_t sample = 10;

struct Failure {
    std::uint64_t run = 0;
    std::uint64_t times = 1;  // in how many runs this invariant broke
    drill::Broken broken;
    std::uint64_t devices = 0;
    std::string file;
};

struct Tally {
    std::uint64_t runs = 0, events = 0, events_compared = 0;
    std::set<std::string> kinds;    // of the catalogue that were played
    std::vector<Failure> failures;  // one for each invariant

    void add_kinds(const fleet::Json& scenario) {
        for (const auto& entry : scenario["timeline"]) kinds.insert(entry["kind"]);
        for (const auto& entry : scenario["fleet"]["defects"]) kinds.insert(entry["kind"]);
    }
    void add(const Trial& trial) {
        ++runs;
        events += trial.events;
        events_compared += trial.events_compared;
    }
    Failure* of(const std::string& invariant) {
        for (auto& failure : failures)
            if (failure.broken.invariant == invariant) return &failure;
        return nullptr;
    }
};

std::vector<fleet::Json> attachments_of(const Options& options) {
    std::vector<fleet::Json> attachments;
    for (const auto& given : options.texts("profile")) {
        const bool is_file = std::filesystem::exists(given);
        const auto equals = is_file ? std::string::npos : given.rfind('=');
        const auto file = given.substr(0, equals);
        const auto target =
            equals == std::string::npos ? std::string("all/things") : given.substr(equals + 1);
        attachments.push_back({{"profile", fleet::read_json(file).root()},
                               {"targets", fleet::Json::array({target})}});
    }
    return attachments;
}

/// Raises Error where no scenario can be played over a broker: that breaks no invariant.
void require_broker() {
    const fleet::Json smallest{
        {"start", "2018-08-06T00:00:00Z"},
        {"duration", "5m"},
        {"fleet", {{"cohorts", fleet::Json::array({{{"name", "a"}, {"count", 1}}})}}}};
    const auto verdict = try_scenario(smallest, {.is_over_broker = true}).verdict;
    if (verdict) throw fleet::Error(verdict->what);
}

class Fuzzing {
  public:
    Fuzzing(const Options& options, Progress& progress)
        : progress_(progress),
          seed_(options.number_or("seed", 1)),
          runs_(options.number_or("runs", 100, 1, 1'000'000)),
          is_over_broker_(is_broker(options)),
          out_(options.text_or("out", fmt::format("fuzz-{}", seed_))),
          attachments_(attachments_of(options)) {}

    Tally run() {
        if (is_over_broker_) require_broker();
        for (std::uint64_t number = 0; number < runs_; ++number) {
            sim::raise_if_stopped();
            progress_.show(fmt::format("run {} of {}, {} alarms and their ends", number + 1, runs_,
                                       tally_.events));
            try_one(number);
        }
        progress_.clear();
        return std::move(tally_);
    }

    static bool is_broker(const Options& options) {
        const std::vector<std::string> transports{"memory", "broker"};
        return options.word_or("transport", transports, "memory") == "broker";
    }

  private:
    void try_one(std::uint64_t number) {
        const TrialOptions how{.is_sharded = number % sample == 0,
                               .is_over_broker = is_over_broker_ && number % sample == 0};
        const auto seed =
            fleet::Random(seed_).stream(fleet::label("fuzz run"), number, fleet::Purpose::test)();
        auto scenario = drill::random_scenario(seed, kind_tables(), attachments_);
        const auto trial = trial_of(scenario, how);
        tally_.add(trial);
        tally_.add_kinds(scenario);
        if (trial.verdict) keep(number, scenario, *trial.verdict, how);
    }

    /// What is asked of a fleet that it cannot do, is left out.
    static Trial trial_of(fleet::Json& scenario, const TrialOptions& how) {
        for (;;) {
            try {
                return try_scenario(scenario, how);
            } catch (const fleet::Error& error) {
                sim::raise_if_stopped();
                if (!drill::make_easier(scenario, error.what())) throw;
            }
        }
    }

    void keep(std::uint64_t number, const fleet::Json& scenario, const drill::Broken& broken,
              const TrialOptions& how) {
        if (auto* known = tally_.of(broken.invariant)) {
            ++known->times;
            return;
        }
        std::uint64_t tried = 0;
        const auto smallest = shrink_broken(scenario, broken, how, [&] {
            progress_.show(fmt::format("run {} breaks \"{}\": shrinking, {} tried", number + 1,
                                       broken.invariant, ++tried));
        });
        std::filesystem::create_directories(out_);
        const auto file = out_ / fmt::format("{}.scenario.json", broken.invariant);
        fleet::write_file(file, fleet::to_text(smallest));
        tally_.failures.push_back({.run = number,
                                   .broken = *try_scenario(smallest, how).verdict,
                                   .devices = drill::devices_of(smallest),
                                   .file = file.string()});
    }

    Progress& progress_;
    std::uint64_t seed_, runs_;
    bool is_over_broker_;
    std::filesystem::path out_;
    std::vector<fleet::Json> attachments_;
    Tally tally_;
};

Tally try_given(const Options& options) {
    const auto& path = options.text("scenario");
    if (Fuzzing::is_broker(options)) require_broker();
    const auto trial =
        try_scenario(path, {.is_sharded = true, .is_over_broker = Fuzzing::is_broker(options)});
    Tally tally;
    tally.add(trial);
    if (trial.verdict) tally.failures.push_back({.broken = *trial.verdict, .file = path});
    return tally;
}

std::string command_of(const Failure& failure) {
    return fmt::format("fleetdrill fuzz --scenario {}{}", failure.file,
                       failure.broken.invariant == "broker" ? " --transport broker" : "");
}

std::string text_of(const Tally& tally) {
    std::string text;
    for (const auto& failure : tally.failures) {
        text += fmt::format("{}: {}\n", failure.broken.invariant, failure.broken.what);
        if (failure.devices != 0)
            text += fmt::format("  in {} of {} runs, first in run {}; shrunk to {} {}: {}\n",
                                failure.times, tally.runs, failure.run + 1, failure.devices,
                                failure.devices == 1 ? "device" : "devices", failure.file);
        text += fmt::format("  again: {}\n", command_of(failure));
    }
    return text + fmt::format(
                      "{} {}, {} kinds of misbehaviour, {} violation events, {} of them held "
                      "against the reference: {}\n",
                      tally.runs, tally.runs == 1 ? "run" : "runs", tally.kinds.size(),
                      tally.events, tally.events_compared,
                      tally.failures.empty()
                          ? "nothing broke"
                          : fmt::format("{} invariants broke", tally.failures.size()));
}

fleet::Json json_of(const Tally& tally) {
    fleet::Json json{{"runs", tally.runs},
                     {"kinds", tally.kinds},
                     {"violationEvents", tally.events},
                     {"heldAgainstReference", tally.events_compared}};
    auto& broken = json["broken"] = fleet::Json::array();
    for (const auto& failure : tally.failures)
        broken.push_back({{"invariant", failure.broken.invariant},
                          {"what", failure.broken.what},
                          {"run", failure.run + 1},
                          {"times", failure.times},
                          {"devices", failure.devices},
                          {"file", failure.file},
                          {"again", command_of(failure)}});
    return json;
}

int run(const Options& options) {
    const std::vector<std::string> formats{"text", "json"};
    const auto format = options.word_or("format", formats, "text");
    sim::stop_on_signals();
    Progress progress(!options.is_quiet(), options.is_verbose());
    const auto tally =
        options.has("scenario") ? try_given(options) : Fuzzing(options, progress).run();
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
