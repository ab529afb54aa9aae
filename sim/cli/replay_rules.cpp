#include "sim/cli/replay_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/detect/profile_validate.hpp"
#include "fleet/base/json.hpp"

namespace cli {
namespace {

using fleet::Json;

/// F or F=TARGET; a file's name may hold a "=" too.
std::pair<std::string, std::string> parts_of(const std::string& given) {
    for (const auto* mark : {"=all/", "=thinggroup/", "=arn:"}) {
        const auto at = given.rfind(mark);
        if (at != std::string::npos) return {given.substr(0, at), given.substr(at + 1)};
    }
    const auto at = given.rfind('=');
    std::error_code ignored;
    if (at != std::string::npos && !std::filesystem::exists(given, ignored) &&
        std::filesystem::exists(given.substr(0, at), ignored))
        throw fleet::Error(fmt::format(
            "--profile: \"{}\" is no target; expected all/things, all/registered-things, "
            "all/unregistered-things or thinggroup/NAME",
            given.substr(at + 1)));
    return {given, {}};
}

/// One profile of one file, and where it is attached.
struct Attachment {
    const fleet::Document* source;
    engine::Described profile;
    std::vector<std::string> targets;
};

/// One definition of one file.
struct Definition {
    const fleet::Document* source;
    std::string base;
};

/// The index in "detect.profiles[3].…" and what follows it; nothing for other paths.
std::optional<std::pair<std::size_t, std::string>> entry_in(std::string_view path,
                                                            std::string_view list) {
    const auto prefix = fmt::format("detect.{}[", list);
    if (!path.starts_with(prefix)) return std::nullopt;
    const auto rest = path.substr(prefix.size());
    std::size_t index = 0;
    const auto end = std::from_chars(rest.data(), rest.data() + rest.size(), index).ptr;
    const auto used = static_cast<std::size_t>(end - rest.data());
    if (used >= rest.size() || rest[used] != ']') return std::nullopt;
    return std::pair(index, std::string(rest.substr(used + 1)));
}

/// The files as the detect section of a scenario that names them, and back.
class ReplaySection {
  public:
    ReplaySection(const ReplayFiles& files, std::string_view target) : target_(target) {
        for (const auto& given : files.profiles) add_profiles(given);
        for (const auto& file : files.custom_metrics) add_definitions(file, "customMetrics");
        for (const auto& file : files.dimensions) add_definitions(file, "dimensions");
    }

    fleet::Document scenario() const {
        fleet::Document scenario;
        auto& detect = scenario.root()["detect"];
        for (const auto& one : attachments_)
            detect["profiles"].push_back(
                {{"profile", one.profile.request()}, {"targets", one.targets}});
        for (const auto& [list, definitions] : definitions_) {
            for (const auto& one : definitions)
                detect[list].push_back(one.source->root().is_array()
                                           ? one.source->root()[detect[list].size()]
                                           : one.source->root());
        }
        return scenario;
    }

    /// A problem of the section, at its place in the file it comes from.
    fleet::Problem in_its_file(const fleet::Problem& problem) const {
        if (const auto entry = entry_in(problem.path, "profiles")) {
            const auto& [index, rest] = *entry;
            const auto& one = attachments_.at(index);
            constexpr std::string_view profile = ".profile";
            if (!rest.starts_with(profile)) return one.source->problem({}, problem.message);
            const auto path = rest.substr(std::min(rest.size(), profile.size() + 1));
            return one.source->problem(one.profile.place(path), problem.message);
        }
        for (const auto& [list, definitions] : definitions_) {
            const auto entry = entry_in(problem.path, list);
            if (!entry) continue;
            const auto& one = definitions.at(entry->first);
            auto path = one.base + entry->second;
            if (path.starts_with('.')) path.erase(0, 1);
            return one.source->problem(path, problem.message);
        }
        return problem;
    }

  private:
    const fleet::Document& document(const std::string& file) {
        const auto known = documents_.find(file);
        if (known != documents_.end()) return known->second;
        return documents_.emplace(file, fleet::read_json(file)).first->second;
    }

    void add_profiles(const std::string& given) {
        auto [file, target] = parts_of(given);
        const auto& source = document(file);
        auto profiles = engine::profiles_in(source.root(), {});
        if (profiles.empty())
            throw fleet::Error(fmt::format("{}: holds no security profile", file));
        if (target.empty()) target = target_;
        for (auto& profile : profiles) {
            const auto same = std::ranges::find_if(attachments_, [&](const Attachment& one) {
                return one.source == &source && one.profile.request() == profile.request();
            });
            if (same != attachments_.end())
                same->targets.push_back(target);
            else
                attachments_.push_back({&source, std::move(profile), {target}});
        }
    }

    void add_definitions(const std::string& file, const std::string& list) {
        const auto& source = document(file);
        if (!source.root().is_array()) return definitions_[list].push_back({&source, {}});
        for (std::size_t i = 0; i < source.root().size(); ++i)
            definitions_[list].push_back({&source, fmt::format("[{}]", i)});
    }

    std::string target_;
    std::map<std::string, fleet::Document> documents_;
    std::vector<Attachment> attachments_;
    std::map<std::string, std::vector<Definition>> definitions_;  // by list of the section
};

}  // namespace

std::string_view default_target(const fleet::Inventory& inventory) {
    return inventory.things.empty() ? "all/things" : "all/registered-things";
}

engine::Rules replay_rules(const ReplayFiles& files, const fleet::Inventory& inventory,
                           fleet::Time start, fleet::Time end) {
    const ReplaySection section(files, default_target(inventory));
    const auto scenario = section.scenario();
    fleet::Problems of_section, problems;
    auto rules = engine::read_rules(scenario, start, end, inventory.account.id,
                                    inventory.account.region, of_section);
    for (const auto& problem : of_section.all()) problems.add(section.in_its_file(problem));
    problems.raise_if_any();
    return rules;
}

}  // namespace cli
