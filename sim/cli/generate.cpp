// fleetdrill generate: a scenario's fleet on disk, as a folder that other tools (and `audit`) can
// take.
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/library.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/stage.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array options_of_generate{
    OptionCard{"case", "NAME", "of a scenario with cases: the one that is meant"},
    OptionCard{"out", "DIR", "where the fleet goes; must not exist, or be empty (required)"},
    OptionCard{"seed", "N", "0 … 2^64-1; instead of the scenario's"},
    OptionCard{"devices", "N", "scales the cohorts to N devices altogether"},
    OptionCard{"set", "PATH=VALUE", "changes the scenario, or a file it names", true},
};

constexpr std::string_view warning =
    "# Synthetic, never for real devices: this key follows from a seed that anybody may know.\n";

/// A private key, readable by its owner alone from the moment it exists.
void write_key(const fs::path& file, std::string_view pem) {
    const auto old = ::umask(0177);
    std::ofstream stream(file, std::ios::binary);
    ::umask(old);
    stream << warning << pem;
    stream.flush();
    if (!stream)
        throw fleet::Error(fmt::format("{}: cannot be written: no permission, or the disk is full",
                                       file.string()));
}

void write_devices(const fleet::Fleet& fleet, const fs::path& folder, Progress& progress) {
    for (const auto& cohort : fleet.cohorts) {
        for (const auto* kind : {"certificates", "private-keys"})
            fs::create_directories(folder / kind / cohort.name);
    }
    for (std::size_t i = 0; i < fleet.credentials.size(); ++i) {
        sim::raise_if_stopped();
        const auto& credential = fleet.credentials[i];
        const auto& cohort = fleet.cohorts[credential.cohort].name;
        auto name = fmt::format("{}-{}", cohort, credential.k);
        if (credential.generation != 0) name += fmt::format(".{}", credential.generation);
        const auto issued = fleet.issue(credential);
        fleet::write_file(folder / "certificates" / cohort / (name + ".pem"),
                          fleet::to_pem(issued.der, "CERTIFICATE"));
        write_key(folder / "private-keys" / cohort / (name + ".key"),
                  fleet::to_pem(fleet.private_key(credential), "PRIVATE KEY"));
        if (i % 1000 == 0)
            progress.show(fmt::format("{} of {} devices written", i, fleet.credentials.size()));
    }
}

int run(const Options& options) {
    const auto loaded = load_scenario(scenario_meant(options.argument()), load_options(options));
    const fs::path target = options.text("out");
    if (fs::exists(target) && !(fs::is_directory(target) && fs::is_empty(target))) {
        throw fleet::Error(fmt::format("{}: exists and is no empty folder; name another with --out",
                                       target.string()));
    }
    sim::stop_on_signals();
    RunDirectory directory(target);
    Progress progress(!options.is_quiet(), options.is_verbose());
    const auto played =
        prepare(loaded, {.on_progress = [&](const std::string& line) { progress.show(line); }});
    const auto& fleet = *played.fleet;
    write_fleet(loaded, fleet, played.script, directory.folder());
    fs::remove(directory.folder() /
               "truth.json");  // a generated fleet is given to auditors, who must not know
    fs::remove_all(directory.folder() / "scenario");
    write_devices(fleet, directory.folder(), progress);
    directory.commit();
    progress.clear();
    if (!options.is_quiet()) {
        fmt::print(
            "{} devices, {} certificates: {}\nprivate keys are synthetic, never for real devices\n",
            fleet.devices.size(), fleet.credentials.size(), target.string());
    }
    return 0;
}

}  // namespace

extern const Command generate{
    .name = "generate",
    .summary = "writes a scenario's fleet: certificates, keys, CAs, CRLs, inventory",
    .arguments = "SCENARIO",
    .options = options_of_generate,
    .example = "fleetdrill generate scenarios/library/quickstart --out fleet",
    .run = run,
};

}  // namespace cli
