#include "sim/cli/files_read.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "fleet/base/error.hpp"
#include "scenarios/scenario.hpp"
#include "sim/cli/check_file.hpp"
#include "sim/cli/run_directory.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

fs::path whole(const fs::path& path) {
    std::error_code failed;
    const auto found = fs::weakly_canonical(fs::absolute(path), failed);
    return failed ? fs::absolute(path) : found;
}

bool holds_profile(const fs::path& file) {
    try {
        return is_security_profile(fleet::read_json(file, scenarios::scenario_bytes_max).root());
    } catch (const fleet::Error&) {
        return false;  // whatever it is
    }
}

/// Profiles below `folder`, where neither what a run left nor what is hidden is looked for.
void find_profiles(const fs::path& folder, const std::set<fs::path>& read,
                   std::set<fs::path>& unused) {
    constexpr auto forgiving = fs::directory_options::skip_permission_denied;
    std::error_code failure;
    auto entry = fs::recursive_directory_iterator(folder, forgiving, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        const auto& path = entry->path();
        std::error_code ignored;
        if (entry->is_directory(ignored)) {
            if (path.filename().string().starts_with('.') || is_result_folder(path))
                entry.disable_recursion_pending();
        } else if (path.extension() == ".json" && entry->is_regular_file(ignored) &&
                   !read.contains(whole(path)) && holds_profile(path)) {
            unused.insert(path.lexically_normal());
        }
    }
}

}  // namespace

std::set<fs::path> files_read(std::span<const TestCase> cases) {
    std::set<fs::path> read;
    for (const auto& one : cases) {
        read.insert(whole(fs::is_directory(one.path) ? one.path / "scenario.json" : one.path));
        if (!one.loaded) continue;
        const auto& origins = one.loaded->scenario.origins;
        for (const auto& [path, document] : origins.files) read.insert(whole(document.file()));
        for (const auto& document : origins.included) read.insert(whole(document.file()));
    }
    return read;
}

void keep_apart(const Options& options, std::initializer_list<const char*> names,
                const std::set<fs::path>& read) {
    for (const auto* name : names) {
        if (options.has(name) && read.contains(whole(options.text(name))))
            throw fleet::Error(
                fmt::format("--{} {}: a scenario is made of this file, which the result would "
                            "replace; give it a file of its own",
                            name, options.text(name)));
    }
}

void tell_unused_profiles(const Options& options, const std::set<fs::path>& read) {
    if (options.has("filter")) return;
    std::set<fs::path> unused;
    for (const auto& argument : options.arguments())
        if (fs::is_directory(argument)) find_profiles(argument, read, unused);
    for (const auto& path : unused)
        std::fprintf(stderr,
                     "fleetdrill: %s: no scenario has this security profile in force; nothing is "
                     "shown of it\n",
                     path.c_str());
}

}  // namespace cli
