#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fleet/base/text.hpp"
#include "sim/cli/coverage.hpp"

namespace cli {
namespace {

/// 1 where there is nothing to show.
double share(std::size_t met, std::size_t all) {
    return all == 0 ? 1.0 : static_cast<double>(met) / static_cast<double>(all);
}

struct Sums {
    std::size_t met = 0;
    std::size_t all = 0;
    std::size_t touched = 0;  // rules of which anything was shown
    std::size_t rules = 0;

    void add(const CoveredRule& rule) {
        met += rule.met();
        all += rule.goals.size();
        touched += rule.met() > 0 ? 1 : 0;
        ++rules;
    }
    double percent() const { return 100 * share(met, all); }
};

/// A line of Cobertura is a rule, a branch one of its goals.
std::string rates_of(const Sums& sums) {
    return fmt::format("line-rate=\"{:.4f}\" branch-rate=\"{:.4f}\" complexity=\"0\"",
                       share(sums.touched, sums.rules), share(sums.met, sums.all));
}

Sums sums_of(const std::vector<CoveredRule>& rules) {
    Sums sums;
    for (const auto& rule : rules) sums.add(rule);
    return sums;
}

std::string missing_of(const CoveredRule& rule) {
    std::vector<std::string> missing;
    for (const auto& goal : rule.goals)
        if (!goal.is_met) missing.push_back(goal.name);
    return fleet::join(missing, ", ");
}

std::string xml(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '"' ? "&quot;" : std::string(1, c);
    return out;
}

std::string line_of(const CoveredRule& rule, int line) {
    return fmt::format(
        "            <line number=\"{}\" hits=\"{}\" branch=\"true\" "
        "condition-coverage=\"{}% ({}/{})\"/>\n",
        line, rule.met(), rule.goals.empty() ? 100 : 100 * rule.met() / rule.goals.size(),
        rule.met(), rule.goals.size());
}

/// The checks, which stand in no file, are the lines of one that is called so.
constexpr std::string_view checks_file = "audit checks";

}  // namespace

double percent_met(const std::vector<CoveredRule>& rules) { return sums_of(rules).percent(); }

std::string coverage_text(const std::vector<CoveredRule>& rules) {
    std::string text = "coverage of rules\n", file = "?";
    for (const auto& rule : rules) {
        if (rule.file != file) {
            file = rule.file;
            text += fmt::format("  {}\n", file.empty() ? checks_file : file);
        }
        const auto missing = missing_of(rule);
        text += fmt::format("    {}/{}  {}{}\n", rule.met(), rule.goals.size(), rule.name,
                            missing.empty() ? "" : "  never: " + missing);
    }
    const auto sums = sums_of(rules);
    return text + fmt::format("  {:.1f} % ({} of {})\n", sums.percent(), sums.met, sums.all);
}

fleet::Json coverage_json(const std::vector<CoveredRule>& rules) {
    fleet::Json json{{"percent", percent_met(rules)}};
    auto& all = json["rules"] = fleet::Json::array();
    for (const auto& rule : rules) {
        fleet::Json one{{"rule", rule.name}};
        if (!rule.file.empty()) one.update({{"file", rule.file}, {"line", rule.line}});
        auto& goals = one["goals"] = fleet::Json::object();
        for (const auto& goal : rule.goals) goals[goal.name] = goal.is_met;
        all.push_back(std::move(one));
    }
    return json;
}

std::string coverage_cobertura(const std::vector<CoveredRule>& rules) {
    std::string classes;
    for (std::size_t first = 0; first < rules.size();) {
        Sums sums;
        std::string lines;
        auto last = first;
        for (; last < rules.size() && rules[last].file == rules[first].file; ++last) {
            sums.add(rules[last]);
            lines +=
                line_of(rules[last], rules[last].file.empty() ? static_cast<int>(last - first) + 1
                                                              : rules[last].line);
        }
        const auto name =
            xml(rules[first].file.empty() ? checks_file : std::string_view(rules[first].file));
        classes += fmt::format(
            "        <class name=\"{0}\" filename=\"{0}\" {1}>\n          <methods/>\n"
            "          <lines>\n{2}          </lines>\n        </class>\n",
            name, rates_of(sums), lines);
        first = last;
    }
    const auto sums = sums_of(rules);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<coverage {0} lines-covered=\"{1}\" lines-valid=\"{2}\" branches-covered=\"{3}\" "
        "branches-valid=\"{4}\" version=\"1\" timestamp=\"0\">\n"
        "  <sources>\n    <source>.</source>\n  </sources>\n"
        "  <packages>\n    <package name=\"rules\" {0}>\n      <classes>\n{5}"
        "      </classes>\n    </package>\n  </packages>\n</coverage>\n",
        rates_of(sums), sums.touched, sums.rules, sums.met, sums.all, classes);
}

}  // namespace cli
