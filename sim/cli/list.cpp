// The cards: what can be checked, measured, played and written. The name that files use stands
// first on its line, so that `fleetdrill list checks | cut -d' ' -f1` is a list of names.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "engine/audit/checks.hpp"
#include "engine/detect/lint.hpp"
#include "engine/detect/metrics.hpp"
#include "engine/report/report.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/text.hpp"
#include "scenarios/kinds.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/library.hpp"
#include "sim/cli/options.hpp"

namespace cli {
namespace {

struct Line {
    std::string name;
    std::string meaning;
};

std::vector<Line> of_kinds(const std::vector<const fleet::KindCard*>& cards) {
    std::vector<Line> lines;
    for (const auto* card : cards) {
        auto meaning = std::string(card->story);
        if (!card->attack_id.empty()) meaning += fmt::format(" ({})", card->attack_id);
        lines.push_back({std::string(card->name), std::move(meaning)});
    }
    return lines;
}

std::vector<Line> checks() {
    std::vector<Line> lines;
    for (const auto* check : engine::audit_checks())
        lines.push_back({std::string(check->name),
                         fmt::format("{}: {}", engine::name_of(check->severity), check->question)});
    return lines;
}

std::vector<Line> metrics() {
    std::vector<Line> lines;
    for (const auto* metric : engine::all_metrics()) {
        const bool is_judged = metric->reading != engine::Reading::not_evaluated;
        lines.push_back({std::string(metric->name),
                         fmt::format("{}{}", metric->story, is_judged ? "" : " (not judged)")});
    }
    return lines;
}

std::vector<Line> lints() {
    std::vector<Line> lines;
    for (const auto* lint : engine::lints())
        lines.push_back({std::string(lint->name), std::string(lint->story)});
    return lines;
}

std::vector<Line> traffic() { return of_kinds(scenarios::traffic_cards()); }
std::vector<Line> attacks() { return of_kinds(scenarios::attack_cards()); }
std::vector<Line> events() { return of_kinds(scenarios::event_cards()); }
std::vector<Line> defects() { return of_kinds(scenarios::defect_cards()); }

std::vector<Line> library() {
    std::vector<Line> lines;
    for (const auto& scenario : scenarios_in(library_folder()))
        lines.push_back({scenario.name, scenario.title});
    return lines;
}

std::vector<Line> formats() {
    std::vector<Line> lines;
    for (const auto* format : report::formats())
        lines.push_back(
            {std::string(format->name), fmt::format("{}: {}", format->file_name, format->purpose)});
    return lines;
}

struct Table {
    std::string_view name;
    std::vector<Line> (*lines)();
};
constexpr std::array tables{
    Table{"checks", checks}, Table{"metrics", metrics},   Table{"attacks", attacks},
    Table{"events", events}, Table{"traffic", traffic},   Table{"defects", defects},
    Table{"lints", lints},   Table{"scenarios", library}, Table{"formats", formats},
};

int run(const Options& options) {
    const auto& name = options.argument();
    const auto table = std::ranges::find(tables, name, &Table::name);
    if (table == tables.end()) {
        std::vector<std::string> names;
        for (const auto& known : tables) names.emplace_back(known.name);
        throw fleet::Error(fmt::format("there is no list of \"{}\"{}; there are {}", name,
                                       fleet::did_you_mean(name, names), fleet::join(names, ", ")));
    }
    const auto lines = table->lines();
    std::size_t width = 0;
    for (const auto& line : lines) width = std::max(width, line.name.size());
    for (const auto& line : lines) fmt::print("{:<{}}  {}\n", line.name, width, line.meaning);
    return 0;
}

}  // namespace

extern const Command list{
    .name = "list",
    .summary =
        "what there is: checks, metrics, attacks, events, traffic, defects, lints, scenarios, "
        "formats",
    .arguments = "checks|metrics|attacks|events|traffic|defects|lints|scenarios|formats",
    .options = {},
    .example = "fleetdrill list checks",
    .run = run,
};

}  // namespace cli
