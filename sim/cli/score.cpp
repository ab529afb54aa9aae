// fleetdrill score: findings that came from elsewhere against the truth of a run, by the rule by
// which a run is scored.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "engine/report/score_text.hpp"
#include "fleet/base/error.hpp"
#include "fleet/base/json.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/score_basis.hpp"
#include "sim/cli/terminal.hpp"

namespace cli {
namespace {

constexpr std::array options_of_score{
    OptionCard{"findings", "F",
               "answers of list-audit-findings, describe-audit-task, list-violation-events, "
               "list-active-violations, or a run directory; further files may follow",
               true},
    OptionCard{"truth", "F", "truth.json, or the run directory that it lies in"},
    OptionCard{
        "profile", "F[=TARGET]",
        "a security profile that was in force, and for whom, as for detect; by default those "
        "of the run",
        true},
    OptionCard{"custom-metrics", "F", "definitions of custom metrics, one or a list", true},
    OptionCard{"dimensions", "F", "definitions of dimensions, one or a list", true},
    OptionCard{"inventory", "DIR", "the registry; by default that of the run"},
    OptionCard{"format", "text|json", "how it is told; text by default"},
};

int run(const Options& options) {
    const std::vector<std::string> formats{"text", "json"};
    const auto format = options.word_or("format", formats, "text");
    auto files = options.texts("findings");
    files.insert(files.end(), options.arguments().begin(), options.arguments().end());
    if (files.empty())
        throw fleet::Error(
            "--findings is missing: what is to be scored?\n"
            "see fleetdrill score --help");
    ScoreBasis basis({.truth = options.text("truth"),
                      .profiles = options.texts("profile"),
                      .custom_metrics = options.texts("custom-metrics"),
                      .dimensions = options.texts("dimensions"),
                      .inventory = options.text_or("inventory", "")});
    auto stated = read_findings(files, basis.own_tasks());
    const auto score = basis.mark(stated);
    if (format == "json") {
        fmt::print("{}", fleet::to_text(score::to_json(score)));
        for (const auto& note : basis.notes())
            if (!options.is_quiet()) std::fprintf(stderr, "%s\n", note.c_str());
    } else {
        const report::Story story{.title = basis.title(),
                                  .name = {},
                                  .start = basis.facts().start,
                                  .end = basis.facts().end,
                                  .findings = stated.findings,
                                  .score = score};
        fmt::print("{}", report::render_score(
                             story, {.audit = stated.has_audit, .detect = stated.has_detect},
                             basis.notes(), may_colour(fileno(stdout))));
    }
    return score.is_passed ? 0 : 1;
}

}  // namespace

extern const Command score{
    .name = "score",
    .summary = "scores findings that came from elsewhere, in AWS's shapes, against a run's truth",
    .arguments = "[FINDINGS...]",
    .options = options_of_score,
    .example =
        "fleetdrill score --findings audit-findings.json violation-events.json "
        "--truth runs/quickstart-7",
    .run = run,
};

}  // namespace cli
