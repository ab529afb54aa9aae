#include "sim/cli/fuzz_runs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "fleet/base/error.hpp"
#include "fleet/base/random.hpp"
#include "sim/cli/workers.hpp"
#include "sim/drill/fuzz_scenario.hpp"
#include "sim/drill/shrink.hpp"
#include "sim/wire/stop.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_end = ".scenario.json";

/// Shards and broker take longer: they see a sample of the runs.
constexpr std::uint64_t sample = 10;

/// One run, whoever performed it.
struct Attempt {
    fleet::Json scenario;
    Trial trial;
    std::exception_ptr failure;  // it could not be played
};

class Fuzzing {
  public:
    Fuzzing(const FuzzPlan& plan, std::span<const fleet::Json> attachments,
            const std::function<void(const std::string&)>& say)
        : plan_(plan), attachments_(attachments), say_(say) {
        const auto jobs = std::min<std::uint64_t>(plan.jobs, plan.runs);
        workers_ = start_workers(
            static_cast<unsigned>(jobs), [this] { work(); }, [this] { is_over_ = true; });
    }
    Fuzzing(const Fuzzing&) = delete;
    Fuzzing& operator=(const Fuzzing&) = delete;
    ~Fuzzing() { is_over_ = true; }

    FuzzTally run() {
        for (std::uint64_t number = 0; number < plan_.runs; ++number) {
            say_(fmt::format("run {} of {}, {} alarms and their ends", number + 1, plan_.runs,
                             tally_.events));
            auto attempt = next_attempt(number);
            tally_.is_stopped = attempt.failure && sim::stop_is_wanted();
            if (tally_.is_stopped) break;
            take(number, std::move(attempt));
        }
        return std::move(tally_);
    }

  private:
    void work() {
        for (auto number = next_++; number < plan_.runs && !is_over_; number = next_++) {
            auto attempt = attempt_of(number);
            const std::lock_guard lock(mutex_);
            done_.emplace(number, std::move(attempt));
            changed_.notify_one();
        }
    }

    TrialOptions options_of(std::uint64_t number) const {
        auto how = plan_.engine;
        how.is_sharded = number % sample == 0;
        how.is_over_broker = plan_.is_over_broker && number % sample == 0;
        return how;
    }

    Attempt attempt_of(std::uint64_t number) const {
        Attempt attempt;
        try {
            const auto seed = fleet::Random(plan_.seed)
                                  .stream(fleet::label("fuzz run"), number, fleet::Purpose::test)();
            attempt.scenario = drill::random_scenario(seed, kind_tables(), attachments_);
            attempt.trial = trial_of(attempt.scenario, options_of(number));
        } catch (...) {
            attempt.failure = std::current_exception();
        }
        return attempt;
    }

    /// What is asked of a fleet that it cannot do, is left out.
    static Trial trial_of(fleet::Json& scenario, const TrialOptions& how) {
        for (;;) {
            try {
                sim::raise_if_stopped();
                return try_scenario(scenario, how);
            } catch (const fleet::Error& error) {
                sim::raise_if_stopped();
                if (!drill::make_easier(scenario, error.what())) throw;
            }
        }
    }

    Attempt next_attempt(std::uint64_t number) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return done_.contains(number); });
        return std::move(done_.extract(number).mapped());
    }

    void take(std::uint64_t number, Attempt attempt) {
        if (attempt.failure) std::rethrow_exception(attempt.failure);
        tally_.add(attempt.trial);
        for (const auto& entry : attempt.scenario["timeline"]) tally_.kinds.insert(entry["kind"]);
        for (const auto& entry : attempt.scenario["fleet"]["defects"])
            tally_.kinds.insert(entry["kind"]);
        if (attempt.trial.verdict) keep(number, attempt.scenario, *attempt.trial.verdict);
    }

    /// The smallest scenario and how it breaks; the one there is when the program is asked to stop.
    std::pair<fleet::Json, drill::Broken> smallest_of(std::uint64_t number,
                                                      const fleet::Json& scenario,
                                                      const drill::Broken& broken,
                                                      const TrialOptions& how) {
        std::uint64_t tried = 0;
        try {
            auto smallest = shrink_broken(scenario, broken, how, [&] {
                say_(fmt::format("run {} breaks \"{}\": shrinking, {} tried", number + 1,
                                 broken.invariant, ++tried));
            });
            auto left = *try_scenario(smallest, how).verdict;
            return {std::move(smallest), std::move(left)};
        } catch (const fleet::Error&) {
            if (!sim::stop_is_wanted()) throw;
            tally_.is_stopped = true;
            return {scenario, broken};
        }
    }

    void keep(std::uint64_t number, const fleet::Json& scenario, const drill::Broken& broken) {
        for (auto& known : tally_.failures)
            if (known.broken.invariant == broken.invariant) return void(++known.times);
        const auto how = options_of(number);
        auto [smallest, left] = smallest_of(number, scenario, broken, how);
        fs::create_directories(plan_.out);
        const auto file = plan_.out / fmt::format("{}{}", broken.invariant, file_end);
        fleet::write_file(file, fleet::to_text(smallest));
        tally_.failures.push_back({.run = number,
                                   .broken = std::move(left),
                                   .devices = drill::devices_of(smallest),
                                   .file = file.string()});
    }

    const FuzzPlan& plan_;
    std::span<const fleet::Json> attachments_;
    const std::function<void(const std::string&)>& say_;
    FuzzTally tally_;
    std::atomic<std::uint64_t> next_ = 0;
    std::atomic<bool> is_over_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, Attempt> done_;  // by run, until they are taken in order
    std::vector<std::jthread> workers_;      // last: they end before what they use
};

/// Makes the folder, as far as it is not there, and takes what it made away again.
void try_to_make(const fs::path& out) {
    std::vector<fs::path> made;
    for (auto folder = fs::absolute(out); !fs::exists(folder); folder = folder.parent_path())
        made.push_back(folder);
    std::error_code failure, ignored;
    fs::create_directories(out, failure);
    for (const auto& folder : made) fs::remove(folder, ignored);
    if (failure)
        throw fleet::Error(fmt::format("--out {}: the folder cannot be made: {}", out.string(),
                                       failure.message()));
}

}  // namespace

void FuzzTally::add(const Trial& trial) {
    ++runs;
    events += trial.events;
    events_compared += trial.events_compared;
}

FuzzTally try_random_scenarios(const FuzzPlan& plan, std::span<const fleet::Json> attachments,
                               const std::function<void(const std::string&)>& say) {
    return Fuzzing(plan, attachments, say).run();
}

void check_fuzz_folder(const fs::path& out) {
    std::error_code ignored;
    const auto refuse = [&](const std::string& why) {
        throw fleet::Error(fmt::format("--out {}: {}", out.string(), why));
    };
    if (out.empty()) refuse("expected the name of a folder");
    if (!fs::exists(out, ignored)) return try_to_make(out);
    if (!fs::is_directory(out, ignored)) refuse("is a file, not a folder");
    if (::access(out.c_str(), W_OK | X_OK) != 0) refuse("cannot be written to");
    for (const auto& entry : fs::directory_iterator(out))
        if (!entry.path().filename().string().ends_with(file_end))
            refuse(fmt::format("holds {}, which fuzz did not leave; name a folder of its own",
                               entry.path().filename().string()));
}

}  // namespace cli
