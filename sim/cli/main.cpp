// The roof: which subcommand, which options, which exit status. The only catch in the program.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <new>
#include <system_error>

#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/surroundings.hpp"

namespace cli {

extern const Command audit;
extern const Command authorize;
extern const Command check;
extern const Command detect;
extern const Command diff;
extern const Command explain;
extern const Command fuzz;
extern const Command generate;
extern const Command list;
extern const Command load;
extern const Command merge;
extern const Command mutate;
extern const Command new_command;
extern const Command run_command;
extern const Command score;
extern const Command sweep;
extern const Command test;

namespace {

// In the order in which a newcomer meets them.
constexpr std::array<const Command*, 17> commands{
    &new_command, &run_command, &test,     &mutate, &fuzz,  &sweep, &check,     &explain, &diff,
    &score,       &detect,      &generate, &audit,  &merge, &load,  &authorize, &list,
};

constexpr int passed = 0, could_not_run = 2;

std::string overview() {
    std::string text =
        "fleetdrill: a fire drill for the security rules of an IoT fleet\n\n"
        "usage: fleetdrill COMMAND [option]...\n\ncommands:\n";
    for (const auto* command : commands)
        text += fmt::format("  {:<10} {}\n", command->name, command->summary);
    return text +
           "\nfleetdrill COMMAND --help tells a command's options; --version the version.\n"
           "Exit status: 0 passed, 1 something was missed or found, 2 could not run.\n";
}

const Command& command_named(const std::string& name) {
    const auto found = std::ranges::find(commands, name, &Command::name);
    if (found != commands.end()) return **found;
    std::vector<std::string> names{"--help", "--version"};
    for (const auto* command : commands) names.emplace_back(command->name);
    throw fleet::Error(fmt::format("unknown command \"{}\"{}\nsee fleetdrill --help", name,
                                   fleet::did_you_mean(name, names)));
}

int run(std::span<const std::string> words) {
    if (words.empty()) throw fleet::Error("which command?\nsee fleetdrill --help");
    if (words.front() == "--help") {
        fmt::print("{}", overview());
        return passed;
    }
    if (words.front() == "--version") {
        fmt::print("fleetdrill {}\n", version);
        return passed;
    }
    const auto& command = command_named(words.front());
    const Options options(command, words.subspan(1));
    if (options.wants_help()) {
        fmt::print("{}", help_of(command));
        return passed;
    }
    return command.run(options);
}

}  // namespace
}  // namespace cli

int main(int count, char** words) {
    cli::settle_in();
    try {
        const std::vector<std::string> all(words + (count > 0 ? 1 : 0), words + count);
        const int status = cli::run(all);
        // A result that did not reach its reader is no success.
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            throw fleet::Error("the output could not be written");
        return status;
    } catch (const std::bad_alloc&) {
        cli::tell_failure(cli::out_of_memory);
        return cli::could_not_run;
    } catch (const std::system_error& error) {
        const bool is_of_threads = error.code() == std::errc::resource_unavailable_try_again;
        cli::tell_failure(is_of_threads ? cli::out_of_threads : error.what());
        return cli::could_not_run;
    } catch (const std::exception& error) {
        cli::tell_failure(error.what());
        return cli::could_not_run;
    }
}
