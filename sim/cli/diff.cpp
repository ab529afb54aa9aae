// fleetdrill diff: what two runs state differently, or what two sets of rules make of one.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "fleet/base/error.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/compared_runs.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_diff{
    OptionCard{
        "rules", "",
        "compares two sets of security profiles over one scenario or recording: "
        "OLD and NEW are files or folders of profiles, SUBJECT is a scenario, a recording or a "
        "run directory"},
    OptionCard{"format", "text|json", "how it is told; text by default"},
    OptionCard{"seed", "N", "with --rules and a scenario: instead of its own"},
    OptionCard{"devices", "N", "likewise: scales the cohorts to N devices altogether"},
    OptionCard{"case", "NAME", "likewise: the case that is meant, of a scenario with cases"},
    OptionCard{"set", "PATH=VALUE", "likewise: changes the scenario", true},
    OptionCard{"inventory", "DIR",
               "with --rules and a recording: the registry; default: the one that it names"},
    OptionCard{"custom-metrics", "F", "likewise: definitions of custom metrics", true},
    OptionCard{"dimensions", "F", "likewise: definitions of dimensions", true},
    OptionCard{"threads", "N", "with --rules: 1 … 256; no result depends on it"},
};

report::Comparison compare_rules(const Options& options) {
    const auto& arguments = options.arguments();
    if (arguments.size() != 3)
        throw fleet::Error("expected --rules OLD NEW SUBJECT\nsee fleetdrill diff --help");
    Progress progress(!options.is_quiet(), options.is_verbose());
    sim::stop_on_signals();
    const auto [before, after] =
        judge_twice({.before = arguments[0],
                     .after = arguments[1],
                     .subject = arguments[2],
                     .load = load_options(options),
                     .inventory = options.text_or("inventory", ""),
                     .custom_metrics = options.texts("custom-metrics"),
                     .dimensions = options.texts("dimensions"),
                     .threads = static_cast<unsigned>(options.number_or("threads", 0, 1, 256)),
                     .on_progress = [&](const std::string& line) { progress.show(line); },
                     .on_note =
                         [&](const std::string& note) {
                             progress.clear();
                             if (!options.is_quiet())
                                 std::fprintf(stderr, "fleetdrill: %s\n", note.c_str());
                         }});
    return report::compare(before, after);
}

report::Comparison compare_runs(const Options& options) {
    for (const auto& card : options_of_diff)
        if (card.name != "format" && options.has(card.name))
            throw fleet::Error(fmt::format("--{} goes with --rules", card.name));
    const auto& arguments = options.arguments();
    if (arguments.size() != 2)
        throw fleet::Error(
            "expected two run directories, or --rules OLD NEW SUBJECT\n"
            "see fleetdrill diff --help");
    return report::compare(read_run(arguments[0]), read_run(arguments[1]));
}

int run(const Options& options) {
    const std::vector<std::string> formats{"text", "json"};
    const auto format = options.word_or("format", formats, "text");
    const auto comparison = options.has("rules") ? compare_rules(options) : compare_runs(options);
    fmt::print("{}", format == "json" ? report::comparison_json(comparison)
                                      : report::render_comparison(comparison));
    return comparison.is_changed() ? 1 : 0;
}

}  // namespace

extern const Command diff{
    .name = "diff",
    .summary = "what changed from one run to another, or from one set of rules to another",
    .arguments = "RUN_A RUN_B | --rules OLD NEW SUBJECT",
    .options = options_of_diff,
    .example =
        "fleetdrill diff runs/before runs/after\n"
        "  fleetdrill diff --rules old.profile.json new.profile.json scenarios/library/quickstart",
    .run = run,
};

}  // namespace cli
