#include "sim/cli/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <tuple>

#include "engine/audit/checks.hpp"
#include "engine/detect/judge.hpp"

namespace cli {
namespace {

using fleet::Json;

std::string quoted(const Json& value) {
    return value.is_string() ? value.get<std::string>() : fleet::to_line(value);
}

/// AWS's own way to say the opposite.
std::string opposite(std::string_view comparison) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> pairs{{
        {"less-than", "greater-than-equals"},
        {"less-than-equals", "greater-than"},
        {"in-cidr-set", "not-in-cidr-set"},
        {"in-port-set", "not-in-port-set"},
        {"in-set", "not-in-set"},
    }};
    for (const auto& [one, other] : pairs) {
        if (one == comparison) return std::string(other);
        if (other == comparison) return std::string(one);
    }
    return {};
}

constexpr std::array<std::string_view, 11> statistics{
    "p0", "p0.1", "p0.01", "p1", "p10", "p50", "p90", "p99", "p99.9", "p99.99", "p100"};

class Mutation {
  public:
    explicit Mutation(const LoadedScenario& loaded) : scenario_(loaded.scenario), loaded_(loaded) {}

    std::vector<Mutant> all() {
        for (std::size_t p = 0; p < loaded_.rules.profiles.size(); ++p) {
            const auto& profile = loaded_.rules.profiles[p].profile;
            for (std::size_t b = 0; b < profile.behaviors.size(); ++b) {
                if (!engine::judges(profile.behaviors[b])) continue;
                rule_ = fmt::format("{}/{}", profile.name, profile.behaviors[b].name);
                behavior(fmt::format("detect.profiles[{}].profile.behaviors[{}]", p, b));
            }
        }
        checks();
        policies();
        return std::move(mutants_);
    }

  private:
    void add(const std::string& path, const Json& value, std::string change, std::string suggestion,
             bool alters_world = false) {
        const auto place = scenarios::in_its_file(scenario_, scenario_.resolved.problem(path, {}));
        mutants_.push_back({.rule = rule_,
                            .file = std::filesystem::path(place.file).lexically_normal().string(),
                            .line = place.line,
                            .change = std::move(change),
                            .suggestion = std::move(suggestion),
                            .set = fmt::format("{}={}", path, fleet::to_line(value)),
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

    void behavior(const std::string& path) {
        const auto criteria = path + ".criteria";
        const auto* given = at(criteria);
        if (given == nullptr) return;  // of a template: its keys are other ones
        comparison(criteria, *given);
        if (const auto* value = at(criteria + ".value"); value != nullptr) {
            for (const auto* form : {"count", "number"})
                if (value->contains(form)) threshold(criteria, *given, form);
            for (const auto* form : {"cidrs", "ports", "numbers", "strings"})
                if (value->contains(form)) elements(criteria, form);
        }
        if (given->contains("statisticalThreshold")) statistic(criteria);
        datapoints(criteria, *given);
    }

    void comparison(const std::string& criteria, const Json& given) {
        const auto now = given.value("comparisonOperator", std::string{});
        const auto other = opposite(now);
        if (other.empty()) return;
        add(criteria + ".comparisonOperator", other, fmt::format("{} becomes {}", now, other),
            "a test in which healthy devices must stay silent, or one that must alarm");
    }

    void threshold(const std::string& criteria, const Json& given, const std::string& form) {
        const auto path = fmt::format("{}.value.{}", criteria, form);
        const auto& now = *at(path);
        if (!now.is_number()) return;
        const auto words = given.value("comparisonOperator", std::string{});
        const auto shift = [&](const Json& value, const std::string& suggestion) {
            add(path, value,
                fmt::format("{0} {1} becomes {0} {2}", words, quoted(now), quoted(value)),
                suggestion);
        };
        const auto exactly = fmt::format(
            "a device at exactly {}, which the rule must tell from its neighbours: drive it with a "
            "series",
            quoted(now));
        if (now.is_number_float()) {
            const auto number = now.get<double>();
            shift(number + 1, exactly), shift(number - 1, exactly), shift(number * 2, exactly);
            return;
        }
        const auto number = now.get<std::int64_t>();
        shift(number + 1, exactly);
        if (number > 0)
            shift(
                number - 1,
                fmt::format("a device at exactly {} and one at exactly {}, of which the rule says "
                            "what it should",
                            number - 1, number));
        if (number > 1)
            shift(number * 2, fmt::format("a device between {} and {}", number, number * 2));
    }

    void elements(const std::string& criteria, const std::string& form) {
        const auto path = fmt::format("{}.value.{}", criteria, form);
        const auto& now = *at(path);
        if (!now.is_array()) return;
        for (std::size_t i = 0; i < now.size(); ++i) {
            auto fewer = now;
            fewer.erase(i);
            add(path, fewer, fmt::format("{} loses {}", form, quoted(now[i])),
                fmt::format("a device that has {}", quoted(now[i])));
        }
    }

    void statistic(const std::string& criteria) {
        const auto path = criteria + ".statisticalThreshold.statistic";
        const auto* now = at(path);
        if (now == nullptr || !now->is_string()) return;
        const auto found = std::ranges::find(statistics, now->get_ref<const std::string&>());
        if (found == statistics.end()) return;
        const auto shift = [&](std::string_view value) {
            add(path, value, fmt::format("{} becomes {}", quoted(*now), value),
                fmt::format("a device between {} and {} of its fleet", quoted(*now), value));
        };
        if (found != statistics.begin()) shift(*(found - 1));
        if (found + 1 != statistics.end()) shift(*(found + 1));
    }

    void datapoints(const std::string& criteria, const Json& given) {
        const std::string key = "consecutiveDatapointsToAlarm";
        const auto now = given.value(key, 1);
        const auto shift = [&](int value, const std::string& suggestion) {
            auto changed = given;  // whole: the key may be absent
            changed[key] = value;
            add(criteria, changed,
                fmt::format("{} becomes {} datapoint{} to alarm", now, value,
                            value == 1 ? "" : "s"),
                suggestion);
        };
        if (now < 10)
            shift(now + 1, fmt::format("a violation of exactly {} datapoint{}, which must alarm",
                                       now, now == 1 ? "" : "s"));
        if (now > 1)
            shift(now - 1, fmt::format("a violation of exactly {} datapoint{}, which must not",
                                       now - 1, now == 2 ? "" : "s"));
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
            add("audit.configuration", without, "is disabled",
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
        add(path + ".Resource", "*", fmt::format("{} becomes *", quoted(given["Resource"])),
            "an audit of the policy, or a device that oversteps it and must be denied", true);
    }

    const scenarios::Scenario& scenario_;
    const LoadedScenario& loaded_;
    std::string rule_;
    std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> mutants_of(const LoadedScenario& loaded) { return Mutation(loaded).all(); }

}  // namespace cli
