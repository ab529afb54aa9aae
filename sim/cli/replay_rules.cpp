#include "sim/cli/replay_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/detect/profile_validate.hpp"
#include "fleet/base/json.hpp"
#include "fleet/base/text.hpp"

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

/// The profiles of the files beside what the scenario lets them refer to.
engine::Rules rules_of_files(const ReplaySection& section, const scenarios::Scenario& scenario) {
    auto document = section.scenario();
    const auto& resolved = scenario.resolved.root();
    const auto own = resolved.find("detect");
    for (const auto* list : {"customMetrics", "dimensions"})
        if (own != resolved.end() && own->contains(list))
            document.root()["detect"][list] = (*own)[list];
    fleet::Problems of_section, problems;
    const auto& account = scenario.fleet.account;
    auto rules = engine::read_rules(document, scenario.start, scenario.end(), account.id,
                                    account.region, of_section);
    for (const auto& problem : of_section.all()) problems.add(section.in_its_file(problem));
    problems.raise_if_any();
    return rules;
}

/// Puts `profile` in the place of the one of its name.
void put(const engine::SecurityProfile& profile, engine::Rules& rules) {
    std::vector<std::string> names;
    for (auto& attachment : rules.profiles) {
        names.push_back(attachment.profile.name);
        if (names.back() != profile.name) continue;
        attachment.profile = profile;
        const auto mark = fmt::format("profile {}: ", profile.name);
        std::erase_if(rules.notes, [&](const auto& note) { return note.starts_with(mark); });
        for (const auto& note : profile.notes) rules.notes.push_back(mark + note);
        return;
    }
    throw fleet::Error(fmt::format(
        "the scenario has no profile of the name {}, whose place it could take{}; it has {}",
        profile.name, fleet::did_you_mean(profile.name, names),
        names.empty() ? "none in its section detect" : fleet::join(names, ", ")));
}

bool holds_profiles(const fleet::Json& json) {
    if (!json.is_object()) return false;
    if (json.contains("securityProfileName") || json.contains("behaviors")) return true;
    constexpr auto type = "AWS::IoT::SecurityProfile";
    return (engine::is_template(json) || engine::is_resource(json, type)) &&
           !engine::profiles_in(json, {}).empty();
}

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

engine::Rules rules_with(const engine::Rules& own, const scenarios::Scenario& scenario,
                         const std::vector<std::string>& profiles) {
    for (const auto& given : profiles) {
        const auto [file, target] = parts_of(given);
        if (!target.empty())
            throw fleet::Error(fmt::format(
                "{}: the scenario says whom its profiles are attached to; leave ={} out", given,
                target));
    }
    const ReplaySection section({.profiles = profiles, .custom_metrics = {}, .dimensions = {}},
                                "all/things");
    auto rules = own;
    for (const auto& attachment : rules_of_files(section, scenario).profiles)
        put(attachment.profile, rules);
    return rules;
}

std::vector<std::string> profile_files(const std::string& given) {
    namespace fs = std::filesystem;
    const auto [folder, target] = parts_of(given);
    std::error_code failure;
    if (!fs::is_directory(folder, failure)) return {given};
    std::vector<std::string> files;
    for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        if (entry->path().extension() != ".json" || !entry->is_regular_file()) continue;
        if (holds_profiles(fleet::read_json(entry->path()).root()))
            files.push_back(entry->path().string() + (target.empty() ? "" : "=" + target));
    }
    if (failure) throw fleet::Error(fmt::format("{}: {}", folder, failure.message()));
    if (files.empty())
        throw fleet::Error(fmt::format("{}: holds no .json file with a security profile", folder));
    std::ranges::sort(files);
    return files;
}

}  // namespace cli
