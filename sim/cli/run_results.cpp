#include "sim/cli/run_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "fleet/base/json.hpp"
#include "sim/cli/terminal.hpp"

namespace cli {

RunResults::RunResults(const Options& options) : options_(options) {
    std::vector<std::string> names;
    for (const auto* format : report::formats()) names.emplace_back(format->name);
    for (const auto& name : options.words_or("format", names, {"text"}))
        formats_.push_back(report::format_named(name));
}

void RunResults::begin(const std::string& target, const LoadedScenario& loaded, bool is_recorded,
                       PlayOptions& play_as) {
    target_ = target;
    directory_.emplace(target);
    exports_.emplace(directory_->folder());
    play_as.on_exports = [this](fleet::Time time, std::span<const fleet::Outgoing> messages) {
        exports_->write(time, messages);
    };
    play_as.keeps_certificates = true;
    play_as.on_fleet = [this, &loaded, is_recorded](const fleet::Fleet& fleet,
                                                    const fleet::Dictionary& dictionary,
                                                    const scenarios::Script& script) {
        fleet_written_ = std::async(std::launch::async, [&] {
                             write_fleet(loaded, fleet, script, directory_->folder());
                         }).share();
        if (is_recorded)
            recording_.emplace(directory_->folder() / "observations.jsonl", fleet, dictionary,
                               loaded.scenario.start, loaded.scenario.end());
        return std::shared_ptr<void>(nullptr,
                                     [written = fleet_written_](void*) { written.wait(); });
    };
    if (is_recorded)
        play_as.on_slice = [this](const fleet::Slice& slice) { recording_->write(slice); };
}

int RunResults::finish(const LoadedScenario& loaded, const Played& played, unsigned threads) {
    if (recording_) recording_->close();
    exports_->close();
    fleet_written_.get();
    const auto& folder = directory_->folder();
    const auto story = story_of(loaded, played);
    report::write_run_files(story, folder);
    for (const auto* format : formats_)
        fleet::write_file(folder / format->file_name, format->render(story));
    write_run(loaded, played, folder);
    auto timed = played.timing;
    timed.total_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    write_timing(timed, played.transport, workers_of(threads).count, {}, folder);
    directory_->commit();
    if (!options_.is_quiet()) {
        fmt::print("{}\nresults: {}\n", report::render_text(story, may_colour(fileno(stdout))),
                   target_);
    } else if (!played.score.is_passed) {
        const auto& expectations = played.score.expectations;
        std::fprintf(stderr, "fleetdrill: %td of %zu expectations not met; results: %s\n",
                     std::ranges::count(expectations, false, &score::ExpectationResult::is_met),
                     expectations.size(), target_.c_str());
    }
    return played.score.is_passed ? 0 : 1;
}

}  // namespace cli
