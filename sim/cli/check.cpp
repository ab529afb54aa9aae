// fleetdrill check: what a file is, whether the service would take it, and what its author probably
// did not mean.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "engine/detect/lint.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/check_file.hpp"
#include "sim/cli/check_report.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array options_of_check{
    OptionCard{"format", "text|json|sarif", "how it is told; text by default"},
    OptionCard{"fail-on", "error|warning|never",
               "what exits 1: an invalid file (the default), a lint too, or nothing"},
};

/// The files that were named, and every .json file below a folder that was.
std::vector<fs::path> wanted_files(const Options& options) {
    if (options.arguments().empty())
        throw fleet::Error("which files? name a file or a folder\nsee fleetdrill check --help");
    std::vector<fs::path> files;
    for (const auto& argument : options.arguments()) {
        if (!fs::is_directory(argument)) {
            files.emplace_back(argument);
            continue;
        }
        std::vector<fs::path> below;
        for (const auto& entry : fs::recursive_directory_iterator(argument)) {
            if (entry.is_regular_file() && entry.path().extension() == ".json")
                below.push_back(entry.path());
        }
        if (below.empty()) throw fleet::Error(argument + ": holds no .json file");
        std::ranges::sort(below);
        files.insert(files.end(), below.begin(), below.end());
    }
    return files;
}

bool says_of(const CheckedFile& checked, const CheckNote& note) {
    return fs::path(checked.file).lexically_normal() == fs::path(note.file).lexically_normal() &&
           std::ranges::any_of(checked.lints, [&](const CheckNote& own) {
               return own.lint == note.lint && own.line == note.line && own.message == note.message;
           });
}

/// What a scenario says of a file that was checked too, and says it itself, is told there.
void tell_once(std::vector<CheckedFile>& files) {
    for (auto& checked : files) {
        std::erase_if(checked.lints, [&](const CheckNote& note) {
            return std::ranges::any_of(files, [&](const CheckedFile& other) {
                return &other != &checked && says_of(other, note);
            });
        });
    }
}

std::vector<CheckRule> rules() {
    std::vector<CheckRule> rules{
        {"validation-error", "The service would refuse it, or this program would."}};
    for (const auto* lint : engine::lints())
        rules.push_back({std::string(lint->name), std::string(lint->story)});
    return rules;
}

int run(const Options& options) {
    const std::array<std::string, 3> formats{"text", "json", "sarif"};
    const std::array<std::string, 3> limits{"error", "warning", "never"};
    const auto format = options.word_or("format", formats, "text");
    const auto fail_on = options.word_or("fail-on", limits, "error");
    std::vector<CheckedFile> files;
    std::string unreadable;
    for (const auto& path : wanted_files(options)) {
        try {
            files.push_back(check_file(path));
        } catch (const fleet::Error& error) {
            unreadable += (unreadable.empty() ? "" : "\n") + std::string(error.what());
        }
    }
    if (!unreadable.empty()) throw fleet::Error(unreadable);
    tell_once(files);
    const auto text = format == "json"    ? check_json(files)
                      : format == "sarif" ? check_sarif(files, rules(), std::string(version))
                                          : check_text(files, options.is_quiet());
    fmt::print("{}", text);
    const bool has_errors =
        std::ranges::any_of(files, [](const auto& f) { return !f.errors.empty(); });
    const bool has_lints =
        std::ranges::any_of(files, [](const auto& f) { return !f.lints.empty(); });
    if (fail_on == "never") return 0;
    return has_errors || (fail_on == "warning" && has_lints) ? 1 : 0;
}

}  // namespace

extern const Command check{
    .name = "check",
    .summary = "validates scenarios, profiles, policies and other rules; lints security profiles",
    .arguments = "FILE...",
    .options = options_of_check,
    .example = "fleetdrill check scenarios/library/quickstart --fail-on warning",
    .run = run,
};

}  // namespace cli
