#include "sim/cli/recorded_play.hpp"

#include <nlohmann/json.hpp>

#include "engine/score/update.hpp"
#include "engine/second_opinion.hpp"
#include "sim/cli/stage.hpp"

namespace cli {

RecordedPlay::RecordedPlay(const LoadedScenario& loaded, unsigned threads) : threads_(threads) {
    PlayOptions options{.threads = threads};
    options.on_slice = [this](const fleet::Slice& slice) { keep(slice); };
    options.on_requests = [this](const engine::Requests& asked) { slices_.back().asked = asked; };
    played_ = prepare(loaded, options);
    names_ = played_.dictionary.get();
    engine::Examination examination(played_.fleet->inventory, loaded.rules, *names_,
                                    workers_of(threads));
    simulate(loaded, options, examination, {}, played_);
    cli::judge(loaded, examination, played_);
    outcome_ = outcome_of(played_);
}

/// What a report says lasts as long as its slice; here it must last longer.
void RecordedPlay::keep(const fleet::Slice& slice) {
    auto& recorded = slices_.emplace_back();
    recorded.slice = slice;
    for (auto& seen : recorded.slice.observations) {
        if (seen.payload == fleet::no_name) continue;
        recorded.payloads.emplace_back(names_->payloads.text(seen.payload));
        seen.payload = static_cast<fleet::NameId>(recorded.payloads.size() - 1);
    }
}

void RecordedPlay::tell(Recorded& recorded, engine::Examination& examination) {
    if (recorded.payloads.empty()) return examination.observe(recorded.slice);
    auto slice = recorded.slice;
    names_->payloads.begin();
    for (auto& seen : slice.observations)
        if (seen.payload != fleet::no_name)
            seen.payload = names_->payloads.keep(recorded.payloads[seen.payload]);
    examination.observe(slice);
}

Outcome RecordedPlay::judge(const LoadedScenario& other) {
    engine::Examination examination(played_.fleet->inventory, other.rules, *names_,
                                    workers_of(threads_));
    for (auto& recorded : slices_) {
        tell(recorded, examination);
        if (engine::ask_the_same(recorded.asked, examination.take_requests())) continue;
        auto again = play(other, {.threads = threads_});
        return outcome_of(again);
    }
    cli::judge(other, examination, played_);
    return outcome_of(played_);
}

fleet::Json RecordedPlay::updated_expectations(const LoadedScenario& loaded) {
    engine::Examination examination(played_.fleet->inventory, loaded.rules, *names_,
                                    workers_of(threads_));
    for (auto& recorded : slices_) {
        tell(recorded, examination);
        examination.take_requests();
    }
    cli::judge(loaded, examination, played_);
    return score::updated_expectations(loaded.scenario.resolved.root().at("expect"),
                                       played_.findings, played_.script.truth,
                                       facts_of(loaded, examination, played_));
}

Outcome RecordedPlay::outcome_of(Played& played) {
    return {.findings = std::move(played.findings),
            .score = std::move(played.score),
            .devices = played.fleet->devices.size()};
}

}  // namespace cli
