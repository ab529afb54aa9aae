// fleetdrill new: a scenario to begin with, in a folder of its own.
#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "scenarios/schema.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/play.hpp"
#include "sim/cli/run_directory.hpp"
#include "sim/cli/starter.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array options_of_new{
    OptionCard{
        "schema", "",
        "also writes scenario.schema.json, by which editors complete and check the scenario"},
};

constexpr auto schema_file = "scenario.schema.json";

/// Where the folder will stand; its last part is the name of the scenario.
fs::path target_of(const std::string& given) {
    auto target = fs::path(given).lexically_normal();
    if (!target.has_filename()) target = target.parent_path();
    const auto name = target.filename();
    if (name.empty() || name == "." || name == "..")
        throw fleet::Error(
            fmt::format("\"{}\" is no name for a folder; expected NAME or FOLDER/NAME", given));
    std::error_code ignored;
    if (fs::symlink_status(target, ignored).type() != fs::file_type::not_found)
        throw fleet::Error(
            fmt::format("{}: exists already, and is left as it is; choose another name", given));
    return target;
}

/// As a shell takes it.
std::string quoted(const std::string& word) {
    constexpr auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
    if (word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'')
            text += "'\\''";
        else
            text += c;
    }
    return text + "'";
}

void tell_next_steps(const fs::path& target) {
    const auto name = quoted(target.string()), run = quoted("runs/" + target.filename().string());
    fmt::print(
        "{0}: scenario.json says who there is, what happens and what must be found; "
        "sensors.profile.json judges\n\n"
        "next:\n"
        "  fleetdrill test {0}\n"
        "      plays it, and compares with what it expects: it passes\n"
        "  fleetdrill test {0} --set "
        "'detect.profiles[0].profile.behaviors[MessageFlood].criteria.value.count=100000'\n"
        "      a rule made too generous: it fails, and says what was missed\n"
        "  fleetdrill run {0} --transport memory --out {1}\n"
        "      keeps everything that was seen, found and scored\n"
        "  fleetdrill check {0}\n"
        "      whenever you have altered it\n",
        name, run);
}

int run(const Options& options) {
    const auto target = target_of(options.argument());
    const bool has_schema = options.has("schema");
    RunDirectory directory(target);
    for (const auto& [name, text] :
         starter_files(target.filename().string(), has_schema ? schema_file : ""))
        fleet::write_file(directory.folder() / name, text);
    if (has_schema)
        fleet::write_file(directory.folder() / schema_file,
                          scenarios::scenario_schema(kind_tables()));
    directory.commit();
    if (!options.is_quiet()) tell_next_steps(target);
    return 0;
}

}  // namespace

extern const Command new_command{
    .name = "new",
    .summary = "writes a commented scenario to begin with, which passes as it stands",
    .arguments = "NAME",
    .options = options_of_new,
    .example = "fleetdrill new scenarios/my-fleet",
    .run = run,
};

}  // namespace cli
