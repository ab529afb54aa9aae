#include "scenarios/settle.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"
#include "scenarios/cases.hpp"
#include "scenarios/override.hpp"
#include "scenarios/variables.hpp"

namespace scenarios {
namespace {

using fleet::Json;

std::vector<Case> read_cases(const Sources& sources) {
    const auto& root = sources.root();
    if (!root.is_object() || !root.contains("cases")) return {};
    fleet::Problems problems;
    auto cases = cases_in(root.at("cases"), [&](const std::string& path, std::string message) {
        problems.add(sources.problem(path, std::move(message)));
    });
    problems.raise_if_any();
    return cases;
}

std::vector<std::string> names_of(const std::vector<Case>& cases) {
    std::vector<std::string> names;
    for (const auto& one : cases) names.push_back(one.name);
    return names;
}

/// The number of the case that is meant; nothing where there are none.
std::optional<std::size_t> chosen_of(const std::vector<Case>& cases, const std::string& name,
                                     const std::string& file) {
    const auto names = names_of(cases);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) return i;
    }
    if (names.empty() && name.empty()) return std::nullopt;
    if (names.empty())
        throw fleet::Error(fmt::format("{}: has no cases, so none is named \"{}\"", file, name));
    throw fleet::Error(name.empty() ? fmt::format("{}: has cases; choose one with --case: {}", file,
                                                  fleet::join(names, ", "))
                                    : fmt::format("{}: no case is named \"{}\"{}; known: {}", file,
                                                  name, fleet::did_you_mean(name, names),
                                                  fleet::join(names, ", ")));
}

/// Sets what a case sets: variables, or everything else.
class CaseValues {
  public:
    CaseValues(Sources& sources, const fleet::Shape& shape, fleet::Problems& problems)
        : sources_(sources), shape_(shape), problems_(problems) {}

    /// `cases`: the section as it is now.
    void set(const Case& one, const Json& cases, bool are_variables) {
        for (const auto& setting : one.settings) {
            if (is_of_variables(setting.path) != are_variables) continue;
            const auto here = sources_.problem(setting.place, {});
            const auto why =
                apply_value(sources_, shape_, setting.path, at(cases, setting.pointer),
                            {.path = {},
                             .file = here.file,
                             .line = here.line,
                             .note = fmt::format(" (set by the case \"{}\")", one.name)});
            if (why)
                problems_.add(sources_.problem(
                    setting.place,
                    fmt::format("the case \"{}\" sets {}, which has no place here: {}", one.name,
                                setting.path, *why)));
            fleet::Problems later;
            if (!are_variables) sources_.inline_files(shape_, later);
        }
    }

    void expect(const Case& one, std::size_t number, const Json& cases) {
        if (one.expect.empty()) return;
        sources_.root()["expect"] = at(cases, one.expect);
        sources_.mark_moved("expect", fleet::path_of(fleet::path_of("cases", number), "expect"));
    }

  private:
    static const Json& at(const Json& cases, const std::string& pointer) {
        return cases.at(Json::json_pointer(pointer));
    }

    Sources& sources_;
    const fleet::Shape& shape_;
    fleet::Problems& problems_;
};

std::string why_expect_stays(const Sources& sources, bool is_case) {
    const auto& root = sources.root();
    if (is_case) return "the scenario has cases: its \"expect\" is to be updated by hand";
    if (!root.contains("expect")) return {};
    if (root.contains("variables") && names_variables(root.at("expect")))
        return "its \"expect\" names variables: it is to be updated by hand";
    if (sources.is_included("expect"))
        return "its \"expect\" is included from another file: it is to be updated by hand";
    return {};
}

/// Options that set variables, or all others.
void apply_options(Sources& sources, const fleet::Shape& shape, const LoadOptions& options,
                   bool are_variables, std::vector<std::string>& misplaced) {
    fleet::Problems later;  // told in the end: a later override may name another file
    for (std::size_t i = 0; i < options.sets.size(); ++i) {
        const std::string_view option = options.sets[i];
        if (is_of_variables(option.substr(0, option.find('='))) != are_variables) continue;
        misplaced[i] = apply_override(sources, shape, option).value_or("");
        if (!misplaced[i].empty() && !options.may_misplace) throw fleet::Error(misplaced[i]);
        if (!are_variables) sources.inline_files(shape, later);
    }
}

void check_variables(const Sources& sources, const fleet::Shape& shape) {
    const auto found = sources.root().find("variables");
    if (found == sources.root().end()) return;
    fleet::Problems problems;
    fleet::check(*found, *fleet::shape_of_key(shape, "variables"), "variables",
                 [&](const std::string& path, std::string message) {
                     problems.add(sources.problem(path, std::move(message)));
                 });
    problems.raise_if_any();
}

}  // namespace

std::vector<std::string> case_names(const std::filesystem::path& path) {
    return names_of(read_cases(Sources(read_with_includes(scenario_file(path)))));
}

Settled settle(Sources& sources, const fleet::Shape& shape, const LoadOptions& options,
               fleet::Problems& problems) {
    Settled settled;
    settled.misplaced.resize(options.sets.size());
    const auto cases = read_cases(sources);
    const auto chosen = chosen_of(cases, options.case_name, sources.file());
    auto& root = sources.root();
    if (!root.is_object()) return settled;
    root.erase("$schema");

    CaseValues values(sources, shape, problems);
    if (chosen) values.set(cases[*chosen], Json(root.at("cases")), true);
    apply_options(sources, shape, options, true, settled.misplaced);
    check_variables(sources, shape);
    settled.why_expect_stays = why_expect_stays(sources, chosen.has_value());
    settled.refused = fill_in_variables(sources, problems);
    const auto filled = chosen ? std::move(root.at("cases")) : Json();
    root.erase("cases");
    if (chosen) values.expect(cases[*chosen], *chosen, filled);

    fleet::Problems later;
    sources.inline_files(shape, later);
    if (chosen) values.set(cases[*chosen], filled, false);
    apply_options(sources, shape, options, false, settled.misplaced);
    if (root.is_object() && options.seed) root["seed"] = *options.seed;
    return settled;
}

}  // namespace scenarios
