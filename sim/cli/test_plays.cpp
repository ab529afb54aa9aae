#include "sim/cli/test_plays.hpp"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "fleet/base/error.hpp"
#include "sim/cli/scenario_options.hpp"
#include "sim/cli/test_scenarios.hpp"
#include "sim/cli/workers.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

/// Works through the cases on several threads and tells of them in order on the one that waits.
class Plays {
  public:
    Plays(std::vector<TestCase>& cases, const PlayCases& how)
        : cases_(cases), how_(how), is_done_(cases.size(), false) {}

    void run() {
        const auto jobs = std::min<std::size_t>(how_.jobs, cases_.size());  // no idle threads
        const auto workers = start_workers(
            static_cast<unsigned>(jobs), [this] { work(); }, [this] { next_ = cases_.size(); });
        for (std::size_t next = 0; next < cases_.size(); ++next) {
            wait_for(next);
            if (how_.on_done && (cases_[next].is_played() || !cases_[next].why_not.empty()))
                how_.on_done(cases_[next]);
        }
    }

  private:
    void work() {
        for (auto next = next_++; next < cases_.size(); next = next_++) {
            if (cases_[next].loaded && !sim::stop_is_wanted()) play_one(cases_[next]);
            const std::lock_guard lock(mutex_);
            is_done_[next] = true;
            ++done_;
            changed_.notify_one();
        }
    }

    void play_one(TestCase& one) {
        try {
            auto played =
                play(*one.loaded,
                     {.transport = how_.transport,
                      .threads = how_.jobs > 1 ? 1 : how_.threads,
                      .on_progress = [&](const std::string& line) { say(one.name, line); }});
            one.outcome = Outcome{.findings = std::move(played.findings),
                                  .score = std::move(played.score),
                                  .devices = played.fleet->devices.size()};
        } catch (const fleet::Error& error) {
            if (!sim::stop_is_wanted()) one.refuse(error);
        }
    }

    void say(const std::string& name, const std::string& line) {
        const std::lock_guard lock(mutex_);
        progress_ = how_.jobs == 1
                        ? fmt::format("{}: {}", name, line)
                        : fmt::format("{} of {} scenarios, {}", done_, cases_.size(), name);
        changed_.notify_one();
    }

    void wait_for(std::size_t next) {
        std::unique_lock lock(mutex_);
        while (!is_done_[next]) {
            changed_.wait(lock, [&] { return is_done_[next] || !progress_.empty(); });
            if (how_.on_progress && !progress_.empty()) how_.on_progress(progress_);
            progress_.clear();
        }
    }

    std::vector<TestCase>& cases_;
    const PlayCases& how_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<bool> is_done_;
    std::size_t done_ = 0;
    std::string progress_;
};

}  // namespace

void TestCase::refuse(const fleet::Error& error) {
    const std::string why = error.what();
    const bool is_named = why.find(path.string()) != std::string::npos;
    why_not = is_named ? why : fmt::format("{}: {}", path.string(), why);
    problems = error.problems();
}

report::Story TestCase::story() const {
    return {.title = loaded->scenario.title,
            .name = loaded->scenario.name,
            .seed = loaded->scenario.seed,
            .devices = outcome->devices,
            .start = loaded->scenario.start,
            .end = loaded->scenario.end(),
            .findings = outcome->findings,
            .score = outcome->score};
}

std::vector<TestCase> load_cases(const Options& options) {
    std::vector<TestCase> cases;
    std::vector<const LoadedScenario*> loaded;
    for (const auto& wanted : wanted_scenarios(options)) {
        auto& one = cases.emplace_back();
        one.path = wanted.path;
        one.case_name = wanted.case_name;
        one.name = wanted.name;
        try {
            one.loaded = load_expecting(wanted, options);
        } catch (const fleet::Error& error) {
            sim::raise_if_stopped();  // no fault of the scenario's
            one.refuse(error);
        }
    }
    for (const auto& one : cases)
        if (one.loaded) loaded.push_back(&*one.loaded);
    check_sets(options, loaded);
    return cases;
}

void play_cases(std::vector<TestCase>& cases, const PlayCases& how) { Plays(cases, how).run(); }

PlayCases play_cases_options(const Options& options) {
    const auto processors = std::max(1U, std::thread::hardware_concurrency());
    PlayCases how;
    how.transport = wanted_transport(options, TransportKind::memory);
    how.threads = static_cast<unsigned>(options.number_or("threads", 0, 1, 256));
    const bool is_one_by_one = how.transport == TransportKind::broker || options.has("threads");
    how.jobs =
        static_cast<unsigned>(options.number_or("jobs", is_one_by_one ? 1 : processors, 1, 256));
    if (how.jobs > 1 && options.has("threads"))
        throw fleet::Error("--threads and --jobs: one of them; with --jobs each scenario has one");
    return how;
}

}  // namespace cli
