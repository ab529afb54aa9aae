// The card of a subcommand: main finds it by name, prints its help, reads its options, and calls
// its one function.
#pragma once

#include <span>
#include <string_view>

namespace cli {

class Options;

/// One option. Every command also has --help, --quiet and --verbose.
struct OptionCard {
    std::string_view name;   // "seed", given as --seed
    std::string_view value;  // what stands for the value in the help, "N"; empty: a switch
    std::string_view meaning;
    bool is_repeatable = false;
};

struct Command {
    std::string_view name;
    std::string_view summary;    // one line
    std::string_view arguments;  // "SCENARIO", "PATH..."; empty: the command takes none
    std::span<const OptionCard> options;
    std::string_view example;  // a command line that works
    /// The exit status: 0 passed, 1 missed an expectation. Raises fleet::Error for what cannot run.
    int (*run)(const Options& options);
};

/// "0.1.0"
inline constexpr std::string_view version = FLEETDRILL_VERSION;

}  // namespace cli
