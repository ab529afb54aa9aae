// fleetdrill mutate: would the tests notice if somebody made a mistake in the rules? Each small
// mistake is made, and the tests that know the rule are judged again.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "fleet/base/error.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/files_read.hpp"
#include "sim/cli/mutants.hpp"
#include "sim/cli/recorded_play.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/test_plays.hpp"
#include "sim/cli/workers.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

constexpr std::array options_of_mutate{
    OptionCard{"filter", "GLOB", "only scenarios whose name matches, such as 'flood-*'"},
    OptionCard{"format", "text|json", "how it is told; text by default"},
    OptionCard{"jobs", "N", "scenarios at a time; by default as many as there are processors"},
    OptionCard{"min-killed", "PERCENT", "exits 1 when fewer mutants are noticed, such as 90"},
};

/// A mutant and what became of it.
struct Fate {
    Mutant mutant;
    std::size_t scenarios = 0;  // that know its rule
    std::size_t survived = 0;   // of them
    bool is_killed = false;
    bool is_refused = false;  // nobody could make this mistake: AWS would refuse it

    bool is_judged() const { return is_killed || survived == scenarios; }
};

/// What one scenario has to judge: numbers of fates, with the change as it is written there.
using Tasks = std::vector<std::pair<std::size_t, std::string>>;

class Mutations {
  public:
    explicit Mutations(std::vector<TestCase>& cases) : cases_(cases), tasks_(cases.size()) {
        using Key = std::tuple<std::string, int, std::string, std::string>;
        std::map<Key, std::size_t> known;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            for (auto& mutant : mutants_of(*cases[i].loaded)) {
                const auto [at, is_new] = known.try_emplace(Key(mutant.key()), fates_.size());
                if (is_new) fates_.push_back({.mutant = mutant});
                ++fates_[at->second].scenarios;
                tasks_[i].emplace_back(at->second, std::move(mutant.set));
            }
        }
    }

    /// Ends early, with some fates open, when the program is asked to stop.
    void run(unsigned jobs, const std::function<void(const std::string&)>& on_progress) {
        std::atomic<std::size_t> next = 0;
        std::vector<std::string> errors(cases_.size());
        {
            const auto work = [&] {
                for (auto i = next++; i < cases_.size(); i = next++) {
                    try {
                        judge_all(i, on_progress);
                    } catch (const fleet::Error& error) {
                        errors[i] = error.what();
                    }
                }
            };
            const auto all = std::min<std::size_t>(jobs, cases_.size());
            const auto workers =
                start_workers(static_cast<unsigned>(all), work, [&] { next = cases_.size(); });
        }
        if (sim::stop_is_wanted()) return;
        std::string all;
        for (const auto& error : errors)
            if (!error.empty()) (all += all.empty() ? "" : "\n") += error;
        if (!all.empty()) throw fleet::Error(all);
    }

    /// Without those that AWS would refuse, by place.
    std::vector<Fate> fates() const {
        auto fates = fates_;
        std::erase_if(fates, &Fate::is_refused);
        std::ranges::stable_sort(fates, {}, [](const Fate& fate) {
            return std::tuple(fate.mutant.file.empty(), fate.mutant.file);
        });
        return fates;
    }

  private:
    bool is_settled(std::size_t number) {
        const std::lock_guard lock(mutex_);
        return fates_[number].is_killed || fates_[number].is_refused;
    }
    void settle(std::size_t number, bool Fate::*what) {
        const std::lock_guard lock(mutex_);
        fates_[number].*what = true;
    }

    void judge_all(std::size_t i, const std::function<void(const std::string&)>& on_progress) {
        auto& one = cases_[i];
        RecordedPlay play(*one.loaded, 1);
        if (!play.outcome().score.is_passed)
            throw fleet::Error(
                fmt::format("{}: does not pass as it is; mutation begins with tests "
                            "that pass: see fleetdrill test",
                            one.case_name.empty() ? one.path.string() : one.name));
        for (std::size_t t = 0; t < tasks_[i].size(); ++t) {
            sim::raise_if_stopped();
            const auto& [number, set] = tasks_[i][t];
            if (is_settled(number)) continue;
            if (on_progress) {
                const std::lock_guard lock(mutex_);
                on_progress(fmt::format("{}: {} of {} mutants", one.name, t, tasks_[i].size()));
            }
            judge_one(one, play, number, set);
        }
    }

    void judge_one(const TestCase& one, RecordedPlay& recorded, std::size_t number,
                   const std::string& set) {
        std::optional<LoadedScenario> mutated;
        try {
            mutated = load_altered(one.path.string(), {.sets = {set}, .case_name = one.case_name});
        } catch (const fleet::Error&) {
            return settle(number, &Fate::is_refused);
        }
        const bool is_passed = fates_[number].mutant.alters_world
                                   ? play(*mutated, {.threads = 1}).score.is_passed
                                   : recorded.judge(*mutated).score.is_passed;
        if (!is_passed) return settle(number, &Fate::is_killed);
        const std::lock_guard lock(mutex_);
        ++fates_[number].survived;
    }

    std::vector<TestCase>& cases_;
    std::vector<Tasks> tasks_;  // by case
    std::mutex mutex_;
    std::vector<Fate> fates_;
};

std::size_t killed_of(const std::vector<Fate>& fates) {
    return static_cast<std::size_t>(std::ranges::count(fates, true, &Fate::is_killed));
}

double percent_killed(const std::vector<Fate>& fates) {
    if (fates.empty()) return 100;
    return 100.0 * static_cast<double>(killed_of(fates)) / static_cast<double>(fates.size());
}

/// Mutants of a kind, and how many of them are killed; kinds without any are left out.
std::vector<std::pair<std::string_view, std::array<std::size_t, 2>>> by_kind(
    const std::vector<Fate>& fates) {
    std::vector<std::pair<std::string_view, std::array<std::size_t, 2>>> counts;
    for (const auto kind : mutant_kinds()) {
        std::array<std::size_t, 2> count{};
        for (const auto& fate : fates) {
            if (fate.mutant.kind != kind) continue;
            ++count[0];
            if (fate.is_killed) ++count[1];
        }
        if (count[0] > 0) counts.emplace_back(kind, count);
    }
    return counts;
}

std::string table_of(const std::vector<Fate>& fates) {
    if (fates.empty()) return {};
    auto text = fmt::format("{:<12}{:>9}{:>9}\n", "kind", "mutants", "killed");
    for (const auto& [kind, count] : by_kind(fates))
        text += fmt::format("{:<12}{:>9}{:>9}\n", kind, count[0], count[1]);
    return text;
}

std::string survivors_text(const std::vector<Fate>& fates) {
    std::string text, file = "?";
    for (const auto& fate : fates) {
        if (fate.is_killed) continue;
        const auto& mutant = fate.mutant;
        if (mutant.file != file) {
            file = mutant.file;
            text += fmt::format("{}\n", file.empty() ? "audit checks, by default" : file);
        }
        text +=
            fmt::format("  {}{}: {}\n    no test notices, of {}; one would with {}\n",
                        mutant.line == 0 ? "" : fmt::format("line {}, ", mutant.line), mutant.rule,
                        mutant.change,
                        fate.scenarios == 1 ? "1 that has the rule"
                                            : fmt::format("{} that have the rule", fate.scenarios),
                        mutant.suggestion);
    }
    return text;
}

std::string text_of(const std::vector<Fate>& fates) {
    return survivors_text(fates) + table_of(fates) +
           fmt::format("{} mutants, {} killed ({:.1f} %), {} survived\n", fates.size(),
                       killed_of(fates), percent_killed(fates), fates.size() - killed_of(fates));
}

fleet::Json json_of(const std::vector<Fate>& fates) {
    fleet::Json json{{"mutants", fates.size()},
                     {"killed", killed_of(fates)},
                     {"percent", percent_killed(fates)}};
    auto& kinds = json["kinds"] = fleet::Json::object();
    for (const auto& [kind, count] : by_kind(fates))
        kinds[std::string(kind)] = {{"mutants", count[0]}, {"killed", count[1]}};
    auto& survivors = json["survivors"] = fleet::Json::array();
    for (const auto& fate : fates) {
        if (fate.is_killed) continue;
        fleet::Json one{{"kind", fate.mutant.kind}, {"rule", fate.mutant.rule}};
        if (fate.mutant.line != 0)
            one.update({{"file", fate.mutant.file}, {"line", fate.mutant.line}});
        one.update({{"change", fate.mutant.change},
                    {"scenarios", fate.scenarios},
                    {"suggestion", fate.mutant.suggestion}});
        survivors.push_back(std::move(one));
    }
    return json;
}

/// Raises Error when the program was asked to stop, after telling what is known already.
void end_if_stopped(std::vector<Fate> fates, bool is_text) {
    const auto all = fates.size();
    std::erase_if(fates, [](const Fate& fate) { return !fate.is_judged(); });
    if (!sim::stop_is_wanted() || fates.size() == all) return;
    if (is_text) fmt::print("{}", survivors_text(fates));
    const auto killed = killed_of(fates);
    sim::raise_if_stopped_after(fmt::format("{} of {} mutants were judged: {} killed, {} survived",
                                            fates.size(), all, killed, fates.size() - killed));
}

int run(const Options& options) {
    const std::vector<std::string> formats{"text", "json"};
    const auto format = options.word_or("format", formats, "text");
    const auto wanted = options.number_or("min-killed", 0, 0, 100);
    const auto jobs = play_cases_options(options).jobs;
    sim::stop_on_signals();
    auto cases = load_cases(options);
    for (const auto& one : cases)
        if (!one.loaded) throw fleet::Error(one.why_not);
    Progress progress(!options.is_quiet(), options.is_verbose());
    Mutations mutations(cases);
    mutations.run(jobs, [&](const std::string& line) { progress.show(line); });
    progress.clear();
    const auto fates = mutations.fates();
    end_if_stopped(fates, format == "text");
    fmt::print("{}", format == "json" ? fleet::to_text(json_of(fates)) : text_of(fates));
    tell_unused_profiles(options, files_read(cases));
    if (fates.empty() && options.has("min-killed"))
        throw fleet::Error("--min-killed: there is no rule to make a mistake in");
    if (percent_killed(fates) >= static_cast<double>(wanted)) return 0;
    std::fprintf(stderr, "fleetdrill: %.1f %% of the mutants are killed, wanted: %u %%\n",
                 percent_killed(fates), static_cast<unsigned>(wanted));
    return 1;
}

}  // namespace

extern const Command mutate{
    .name = "mutate",
    .summary = "makes small mistakes in the rules and tells which no test notices",
    .arguments = "PATH...",
    .options = options_of_mutate,
    .example = "fleetdrill mutate scenarios/library --filter quickstart",
    .run = run,
};

}  // namespace cli
