#include "sim/cli/recorded_play.hpp"

#include "engine/examination.hpp"
#include "sim/cli/stage.hpp"

namespace cli {

RecordedPlay::RecordedPlay(const LoadedScenario& loaded, unsigned threads) : threads_(threads) {
    PlayOptions options{.threads = threads};
    options.on_slice = [this](const fleet::Slice& slice) { keep(slice); };
    played_ = prepare(loaded, options);
    names_ = played_.dictionary.get();
    engine::Examination examination(played_.fleet->inventory, loaded.rules, *names_,
                                    workers_of(threads));
    simulate(loaded, options, examination, {}, played_);
    cli::judge(loaded, examination, played_);
    outcome_ = outcome_of_played();
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
        examination.take_requests();
    }
    cli::judge(other, examination, played_);
    return outcome_of_played();
}

Outcome RecordedPlay::outcome_of_played() {
    return {.findings = std::move(played_.findings),
            .score = std::move(played_.score),
            .devices = played_.fleet->devices.size()};
}

}  // namespace cli
