#include "scenarios/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "fleet/base/text_form.hpp"

namespace scenarios {
namespace {

using fleet::Json;
using fleet::Shape;

constexpr std::size_t cases_max = 1000;
constexpr std::size_t settings_max = 100;  // of one case

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(" _.-").find(c) != std::string_view::npos;
}
/// It stands behind the scenario's name, and in the names of folders.
bool is_case_name(std::string_view text) {
    return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, is_plain) &&
           std::string_view(" .-").find(text.front()) == std::string_view::npos;
}
constexpr fleet::TextForm case_name_form{
    "a name of at most 100 letters, digits, blanks, '_', '.' and '-', a letter, digit or '_' first",
    "^[A-Za-z0-9_][A-Za-z0-9 _.-]{0,99}$", is_case_name};

/// The last part of a path: what a person calls it.
std::string last_of(std::string_view path) {
    while (path.ends_with(']')) path.remove_suffix(1);
    const auto cut = path.find_last_of(".[");
    return std::string(cut == std::string_view::npos ? path : path.substr(cut + 1));
}

/// A value as part of a name; a long one, or one of several parts, by its number.
std::string word_of(const Json& value, std::size_t index) {
    constexpr std::size_t longest = 24;
    if (value.is_structured()) return fmt::format("{}", index + 1);
    const auto text = value.is_string() ? value.get<std::string>() : fleet::to_line(value);
    return text.size() > longest ? fmt::format("{}", index + 1) : text;
}

std::string escaped(std::string_view key) {
    std::string text;
    for (const char c : key) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return text;
}

std::vector<Case> listed(const Json& list, const fleet::Report& report) {
    std::vector<Case> cases;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto place = fleet::path_of(fleet::path_of("cases", i), "set");
        auto& one = cases.emplace_back();
        one.name = list[i].at("name");
        if (list[i].contains("expect")) one.expect = fmt::format("/{}/expect", i);
        const auto set = list[i].find("set");
        if (set == list[i].end()) continue;
        if (set->size() > settings_max)
            report(place, fmt::format("sets {} values, at most {} are possible", set->size(),
                                      settings_max));
        for (auto item = set->begin(); item != set->end(); ++item)
            one.settings.push_back({item.key(), fmt::format("/{}/set/{}", i, escaped(item.key())),
                                    fleet::path_of(place, item.key())});
    }
    return cases;
}

/// Every case so far, with every value of one more path.
std::vector<Case> multiplied(const std::vector<Case>& cases, const std::string& path,
                             const Json& values) {
    std::vector<Case> more;
    for (const auto& one : cases) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            auto& next = more.emplace_back(one);
            next.name += fmt::format("{}{}-{}", one.name.empty() ? "" : "-", last_of(path),
                                     word_of(values[i], i));
            next.settings.push_back({path, fmt::format("/{}/{}", escaped(path), i),
                                     fleet::path_of(fleet::path_of("cases", path), i)});
        }
    }
    return more;
}

/// A name made of paths and values has only letters that a name may have.
std::string plain_name(std::string name) {
    for (auto& c : name) {
        if (!is_plain(c)) c = '_';
    }
    if (name.size() > 100) name.resize(100);
    if (!is_case_name(name)) name.front() = '_';
    return name;
}

std::vector<Case> combined(const Json& matrix, const fleet::Report& report) {
    std::vector<Case> cases{{}};
    if (matrix.size() > settings_max) {
        report("cases",
               fmt::format("has {} paths, at most {} are possible", matrix.size(), settings_max));
        return {};
    }
    for (auto item = matrix.begin(); item != matrix.end(); ++item) {
        if (item->empty()) report(fleet::path_of("cases", item.key()), "needs at least one value");
        if (cases.size() * item->size() > cases_max) {
            report("cases", fmt::format("makes more than {} cases", cases_max));
            return {};
        }
        cases = multiplied(cases, item.key(), *item);
    }
    for (auto& one : cases) one.name = plain_name(std::move(one.name));
    return cases;
}

void check_names(const std::vector<Case>& cases, bool is_matrix, const fleet::Report& report) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (names.insert(cases[i].name).second) continue;
        if (is_matrix)
            return report("cases", fmt::format("two of its cases would be called \"{}\"; write "
                                               "them as a list, with names",
                                               cases[i].name));
        report(fleet::path_of(fleet::path_of("cases", i), "name"),
               fmt::format("another case is named \"{}\"", cases[i].name));
    }
}

}  // namespace

Shape cases_shape() {
    const auto field = [](std::string name, Shape shape, std::string meaning, bool is_required) {
        return fleet::Field{.name = std::move(name),
                            .shape = std::move(shape),
                            .meaning = std::move(meaning),
                            .default_text = {},
                            .is_required = is_required};
    };
    auto one = fleet::object_shape(
        "case", "A scenario of its own, called SCENARIO/CASE: the scenario with some values set.",
        {field("name", fleet::text_shape(case_name_form), "unique in the scenario", true),
         field("set", fleet::map_shape(fleet::any_text_form, fleet::any_shape()),
               "values by their paths, as for `--set`; without it the scenario as it stands",
               false),
         field("expect", fleet::open_shape(),
               "what must be found in this case; without it what the scenario expects", false)});
    return fleet::any_of_shape(
        {fleet::array_shape(std::move(one)),
         fleet::map_shape(fleet::any_text_form, fleet::array_shape(fleet::any_shape()))});
}

std::vector<Case> cases_in(const Json& cases, const fleet::Report& report) {
    bool is_right = true;
    fleet::check(cases, cases_shape(), "cases", [&](const std::string& path, std::string message) {
        is_right = false;
        report(path, std::move(message));
    });
    if (!is_right) return {};
    if (cases.empty()) report("cases", "holds no case; leave it out, or name one");
    if (cases.size() > cases_max) {
        report("cases", fmt::format("at most {} cases are possible", cases_max));
        return {};
    }
    auto all = cases.is_array() ? listed(cases, report) : combined(cases, report);
    check_names(all, cases.is_object(), report);
    return all;
}

}  // namespace scenarios
