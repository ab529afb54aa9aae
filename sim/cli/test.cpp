// fleetdrill test: every scenario under the paths against its own expectations. A red build names
// the rule.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/report/tests.hpp"
#include "fleet/base/error.hpp"
#include "sim/cli/annotations.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/coverage.hpp"
#include "sim/cli/expect_update.hpp"
#include "sim/cli/files_read.hpp"
#include "sim/cli/result_file.hpp"
#include "sim/cli/surroundings.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/test_plays.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_test{
    OptionCard{"coverage", "", "tells which rules the tests put to the proof, and which not"},
    OptionCard{"coverage-json", "FILE", "writes the same as JSON"},
    OptionCard{"coverage-min", "PERCENT", "exits 1 below it, such as 80"},
    OptionCard{"coverage-xml", "FILE", "writes the same as Cobertura XML"},
    OptionCard{"filter", "GLOB", "only scenarios whose name matches, such as 'flood-*'"},
    OptionCard{"format", "text|json|github",
               "how it is told on stdout; github: text, and an annotation for each that failed"},
    OptionCard{"jobs", "N", "scenarios at a time; by default as many as there are processors"},
    OptionCard{"junit", "FILE", "also writes JUnit XML: one case for each expectation"},
    OptionCard{"tap", "FILE", "also writes TAP: one test for each expectation"},
    OptionCard{"transport", "broker|memory", "in process (the default), or over a real Mosquitto"},
    OptionCard{"update", "",
               "rewrites the expect of scenarios that fail to what they came to, after telling it"},
    OptionCard{"seed", "N", "0 … 2^64-1; instead of the scenarios' own"},
    OptionCard{"set", "PATH=VALUE", "changes every scenario, or a file it names, that has the path",
               true},
    OptionCard{"threads", "N", "1 … 256, for one scenario at a time; no result depends on it"},
};

void print_verdict(const TestCase& one, bool is_quiet) {
    if (!one.is_played()) {
        if (!is_quiet) fmt::print("ERROR {}: could not be played\n", one.name);
        return tell_failure(one.why_not.c_str());
    }
    const auto& expectations = one.outcome->score.expectations;
    const auto missed = std::ranges::count(expectations, false, &score::ExpectationResult::is_met);
    if (!is_quiet || missed != 0)
        fmt::print("{}  {}: {} of {} expectations met\n", missed == 0 ? "ok  " : "FAIL",
                   one.loaded->scenario.name,
                   expectations.size() - static_cast<std::size_t>(missed), expectations.size());
    for (const auto& result : expectations)
        if (!result.is_met) fmt::print("{}", report::render_missed(result));
}

/// Of everything that was played or could not be, also because the test was stopped.
struct Totals {
    std::vector<report::Story> stories;
    std::vector<report::Unplayed> broken;
    std::size_t failed = 0;

    explicit Totals(const std::vector<TestCase>& cases) {
        for (const auto& one : cases) {
            if (one.is_played()) {
                stories.push_back(one.story());
                failed += one.is_passed() ? 0 : 1;
            } else {
                broken.push_back({.name = one.name,
                                  .why = one.why_not.empty() ? "not played: the test was stopped"
                                                             : one.why_not});
            }
        }
    }
};

void write_results(const Options& options, const Totals& totals) {
    if (options.has("junit"))
        write_result_file(options.text("junit"),
                          report::render_junit(totals.stories, totals.broken));
    if (options.has("tap"))
        write_result_file(options.text("tap"), report::render_tap(totals.stories, totals.broken));
}

/// --coverage in all its forms; false: less than is wanted.
bool tell_coverage(const Options& options, const std::vector<TestCase>& cases, bool is_json) {
    Coverage coverage;
    for (const auto& one : cases) coverage.add(one);
    const auto rules = coverage.rules();
    if (options.has("coverage-json"))
        write_result_file(options.text("coverage-json"), fleet::to_text(coverage_json(rules)));
    if (options.has("coverage-xml"))
        write_result_file(options.text("coverage-xml"), coverage_cobertura(rules));
    if (options.has("coverage") && !is_json) fmt::print("{}", coverage_text(rules));
    const auto wanted = options.number_or("coverage-min", 0, 0, 100);
    if (rules.empty() && options.has("coverage-min"))
        throw fleet::Error("--coverage-min: no rule was put to any proof; is this the folder?");
    if (percent_met(rules) >= static_cast<double>(wanted)) return true;
    std::fprintf(stderr, "fleetdrill: the tests cover %.1f %% of the rules, wanted: %u %%\n",
                 percent_met(rules), static_cast<unsigned>(wanted));
    return false;
}

void print_summary(const Totals& totals) {
    const auto all = totals.stories.size() + totals.broken.size();
    fmt::print(
        "{} scenario{}, {} passed, {} failed{}\n", all, all == 1 ? "" : "s",
        totals.stories.size() - totals.failed, totals.failed,
        totals.broken.empty() ? "" : fmt::format(", {} could not be played", totals.broken.size()));
}

/// 0 when all pass now.
int update(std::vector<TestCase>& cases) {
    std::size_t updated = 0;
    bool is_whole = true;
    for (const auto& one : cases) {
        is_whole = is_whole && one.is_played();
        if (!one.is_played() || one.is_passed()) continue;
        sim::raise_if_stopped();
        if (const auto& why = one.loaded->scenario.why_expect_stays; !why.empty()) {
            is_whole = false;  // the others are updated all the same
            tell_failure(fmt::format("{}: {}", one.name, why).c_str());
            continue;
        }
        fmt::print("{}", update_expectations(one));
        ++updated;
    }
    fmt::print("{} of {} scenarios updated\n", updated, cases.size());
    return is_whole ? 0 : 2;
}

bool wants_coverage(const Options& options) {
    return std::ranges::any_of(
        std::array{"coverage", "coverage-json", "coverage-xml", "coverage-min"},
        [&](const char* name) { return options.has(name); });
}

int run(const Options& options) {
    const auto result_files = {"junit", "tap", "coverage-json", "coverage-xml"};
    check_result_files(options, result_files);
    options.number_or("coverage-min", 0, 0, 100);  // a slip is told before the work is done
    const std::vector<std::string> formats{"text", "json", "github"};
    const auto format = options.word_or("format", formats, "text");
    if (options.has("update")) require_updatable(options);
    auto how = play_cases_options(options);
    sim::stop_on_signals();
    auto cases = load_cases(options);
    const auto read = files_read(cases);
    keep_apart(options, result_files, read);
    Progress progress(!options.is_quiet(), options.is_verbose());
    how.on_progress = [&](const std::string& line) { progress.show(line); };
    how.on_done = [&](const TestCase& one) {
        progress.clear();
        if (format == "json") return one.is_played() ? void() : tell_failure(one.why_not.c_str());
        print_verdict(one, options.is_quiet());
        if (format == "github") fmt::print("{}", annotations_of(one));
        std::fflush(stdout);
    };
    play_cases(cases, how);
    progress.clear();
    if (options.has("update")) return update(cases);
    const Totals totals(cases);
    write_results(options, totals);
    sim::raise_if_stopped();  // what was played until then is written
    if (format == "json")
        fmt::print("{}", fleet::to_text(report::tests_json(totals.stories, totals.broken)));
    else if (!options.is_quiet())
        print_summary(totals);
    const bool is_covered = tell_coverage(options, cases, format == "json");
    if (wants_coverage(options)) tell_unused_profiles(options, read);
    if (!totals.broken.empty()) return 2;
    return totals.failed == 0 && is_covered ? 0 : 1;
}

}  // namespace

extern const Command test{
    .name = "test",
    .summary = "plays every scenario under the paths and compares with what it expects",
    .arguments = "PATH...",
    .options = options_of_test,
    .example = "fleetdrill test scenarios/library --junit results.xml",
    .run = run,
};

}  // namespace cli
