#include "sim/cli/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <tuple>

#include "engine/audit/checks.hpp"
#include "engine/detect/judge.hpp"
#include "engine/detect/metrics.hpp"
#include "sim/drill/criteria_slips.hpp"

namespace cli {
namespace {

using fleet::Json;

std::string quoted(const Json& value) {
    return value.is_string() ? value.get<std::string>() : fleet::to_line(value);
}

/// Numbers of ports and connections and custom numbers are as they are told, whatever the duration
/// (docs/detect-semantics §12.7).
bool is_windowed(const engine::Behavior& behavior) {
    const auto* metric = engine::metric_named(behavior.metric);
    return metric != nullptr && metric->reading != engine::Reading::latest;
}

class Mutation {
  public:
    explicit Mutation(const LoadedScenario& loaded) : scenario_(loaded.scenario), loaded_(loaded) {}

    std::vector<Mutant> all() {
        for (std::size_t p = 0; p < loaded_.rules.profiles.size(); ++p) {
            const auto& profile = loaded_.rules.profiles[p].profile;
            for (std::size_t b = 0; b < profile.behaviors.size(); ++b) {
                if (!engine::judges(profile.behaviors[b])) continue;
                rule_ = fmt::format("{}/{}", profile.name, profile.behaviors[b].name);
                behavior(fmt::format("detect.profiles[{}].profile.behaviors[{}]", p, b),
                         is_windowed(profile.behaviors[b]));
            }
        }
        checks();
        policies();
        return std::move(mutants_);
    }

  private:
    /// `value` is JSON, in a line.
    void add(std::string_view kind, const std::string& path, const std::string& value,
             std::string change, std::string suggestion, bool alters_world = false) {
        const auto place = scenarios::in_its_file(scenario_, scenario_.resolved.problem(path, {}));
        mutants_.push_back({.kind = kind,
                            .rule = rule_,
                            .file = std::filesystem::path(place.file).lexically_normal().string(),
                            .line = place.line,
                            .change = std::move(change),
                            .suggestion = std::move(suggestion),
                            .set = fmt::format("{}={}", path, value),
                            .alters_world = alters_world});
    }

    /// Null where nothing stands.
    const Json* at(std::string path) const {
        std::ranges::replace(path, '.', '/');
        std::ranges::replace(path, '[', '/');
        std::erase(path, ']');
        const Json::json_pointer pointer('/' + path);
        const auto& root = scenario_.resolved.root();
        return root.contains(pointer) ? &root.at(pointer) : nullptr;
    }

    void behavior(const std::string& path, bool is_windowed) {
        const auto criteria = path + ".criteria";
        const auto* given = at(criteria);
        if (given == nullptr) return;  // of a template: its keys are other ones
        for (auto& slip : drill::slips_in(*given, is_windowed))
            add(slip.kind,
                slip.member.empty() ? criteria : fmt::format("{}.{}", criteria, slip.member),
                slip.value, std::move(slip.change), std::move(slip.suggestion));
    }

    /// By a configuration that leaves one of them out.
    void checks() {
        const auto* section = at("audit");
        if (section == nullptr) return;
        const auto* given = at("audit.configuration");
        auto configuration = given == nullptr ? Json::object() : *given;
        auto& enabled = configuration["auditCheckConfigurations"];
        if (!enabled.is_object()) {
            enabled = Json::object();
            for (const auto* check : engine::audit_checks())
                enabled[std::string(check->name)] = {{"enabled", true}};
        }
        const auto settings = enabled;  // what follows alters copies of the configuration
        for (const auto& [name, setting] : settings.items()) {
            if (!setting.is_object() || !setting.value("enabled", false)) continue;
            auto without = configuration;
            without["auditCheckConfigurations"][name]["enabled"] = false;
            rule_ = name;
            add("check", "audit.configuration", fleet::to_line(without), "is disabled",
                "a test with a defect that it finds, and an expectation of the finding");
            if (given == nullptr) mutants_.back().file.clear(), mutants_.back().line = 0;
        }
    }

    void policies() {
        const auto* cohorts = at("fleet.cohorts");
        for (std::size_t c = 0; cohorts != nullptr && c < cohorts->size(); ++c) {
            const auto path = fmt::format("fleet.cohorts[{}].policy.Statement", c);
            const auto* statements = at(path);
            if (statements == nullptr || !statements->is_array()) continue;
            for (std::size_t s = 0; s < statements->size(); ++s)
                statement(fmt::format("{}[{}]", path, s), (*statements)[s]);
        }
    }

    void statement(const std::string& path, const Json& given) {
        if (!given.is_object() || !given.contains("Resource") || given["Resource"] == "*") return;
        if (given.value("Effect", std::string{}) != "Allow") return;
        rule_ = "policy";
        add("policy", path + ".Resource", "\"*\"",
            fmt::format("{} becomes *", quoted(given["Resource"])),
            "an audit of the policy, or a device that oversteps it and must be denied", true);
    }

    const scenarios::Scenario& scenario_;
    const LoadedScenario& loaded_;
    std::string rule_;
    std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<std::string_view> mutant_kinds() {
    std::vector<std::string_view> kinds(drill::slip_kinds.begin(), drill::slip_kinds.end());
    kinds.insert(kinds.end(), {"check", "policy"});
    return kinds;
}

std::vector<Mutant> mutants_of(const LoadedScenario& loaded) { return Mutation(loaded).all(); }

}  // namespace cli
