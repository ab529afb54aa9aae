// Behaviours on what is counted over a window: held against a limit, or against what the fleet did.
#include <algorithm>
#include <array>

#include "engine/detect/judge.hpp"
#include "engine/detect/operators.hpp"

namespace engine {

using fleet::NameId;

/// What the fleet did in the windows that end with the slot, for those who are held against it.
/// (docs/detect-semantics §6.4)
void Judge::compare_fleet(const Collector& collector) {
    std::vector<Watch*> watches;
    for (auto& force : forces_) {
        if (force.since > collector.slot()) continue;
        for (auto& watch : force.watches) {
            if (watch.percentile && watch.source == Source::window &&
                is_due(watch, collector.slot()))
                watches.push_back(&watch);
        }
    }
    if (watches.empty()) return;
    const auto shares = workers_.shares_of(collector.things());
    std::vector<Samples> samples(shares, Samples(watches.size()));
    fleet::for_each_share(collector.things(), shares,
                          [&](unsigned share, std::size_t first, std::size_t last) {
                              gather_samples(collector, first, last, samples[share]);
                          });
    for (std::size_t i = 0; i < watches.size(); ++i) {
        auto& all = samples.front()[i];
        for (std::size_t share = 1; share < shares; ++share)
            all.insert(all.end(), samples[share][i].begin(), samples[share][i].end());
        hold_against(*watches[i], watches[i]->counts, all, collector.slot());
    }
}

/// (docs/detect-semantics §6.4)
template <class Sample>
void Judge::hold_against(Watch& watch, Comparison<Sample>& comparison, std::vector<Sample>& samples,
                         Slot slot) const {
    FleetThreshold<Sample> fresh(*watch.percentile, reading_.percentiles, samples);
    if (reading_.percentiles.is_of_previous) {
        const auto pace =
            reading_.has_tumbling_windows && watch.source == Source::window ? watch.slots : 1U;
        const bool follows = comparison.next_slot + pace == slot;
        comparison.now = follows ? comparison.next : FleetThreshold<Sample>{};
        comparison.next = fresh;
        comparison.next_slot = slot;
    } else {
        comparison.now = fresh;
    }
    watch.is_comparable = comparison.now.is_comparable();
}
template void Judge::hold_against(Watch&, Comparison<std::uint64_t>&, std::vector<std::uint64_t>&,
                                  Slot) const;
template void Judge::hold_against(Watch&, Comparison<double>&, std::vector<double>&, Slot) const;

/// Of a thing whose own datapoint this is.
NumberLimits Judge::limits_for(const Watch& watch, std::uint64_t own) {
    if (!watch.percentile) return watch.criteria.limits;
    return limits_of(watch.criteria.comparison, watch.counts.now.of(own));
}

void Judge::gather_samples(const Collector& collector, std::size_t first, std::size_t last,
                           Samples& samples) {
    std::array<Candidate, handful> candidates;
    const auto slot = collector.slot();
    while (first < last) {
        const auto found = std::span(candidates).first(gather(collector, first, last, candidates));
        auto sample = samples.begin();
        for (auto& force : forces_) {
            if (force.since > slot || !force.has_statistics) continue;
            const auto judged = covered(force, found, slot);
            for (const auto& watch : force.watches) {
                if (!watch.percentile || watch.source != Source::window || !is_due(watch, slot))
                    continue;
                read_numbers(
                    *collector.numbers(watch.column), slot, watch, judged,
                    [&](NameId, std::uint64_t low, std::uint64_t) { sample->push_back(low); });
                ++sample;
            }
        }
    }
}

/// Calls `take(thing, low, high)` for each datapoint of the behaviour that the slot ends.
template <class Take>
void Judge::read_numbers(const Column& column, Slot slot, const Watch& watch,
                         std::span<Candidate> candidates, Take take) {
    if (watch.slots == 1) return read_open(column, candidates, take);
    const auto sums = column.sums_over(watch.slots);
    const auto window = (1U << watch.slots) - 1;
    Datapoint datapoint;
    for (auto& candidate : candidates) {
        // The window must be full before it is judged. (docs/detect-semantics §5.4)
        const auto full_since = std::max(candidate.seen_since, watch.since);
        if (slot - full_since + 1 < watch.slots) continue;
        if (!sums.empty()) {
            if ((candidate.activity & window) == 0) continue;
            datapoint.low = datapoint.high = sums[candidate.thing];
        } else if (!column.read(candidate.thing, watch.slots, candidate.activity, datapoint)) {
            continue;
        }
        candidate.has_datapoint = true;
        take(candidate.thing, datapoint.low, datapoint.high);
    }
}

/// The same where the window is a slot. How the cells are kept is asked once for all.
template <class Take>
void Judge::read_open(const Column& column, std::span<const Candidate> candidates, Take take) {
    if (const auto sums = column.open_sums(); !sums.empty()) {
        for (const auto& candidate : candidates) {
            const auto sum = sums[candidate.thing];
            if ((candidate.activity & 1U) != 0) take(candidate.thing, sum, sum);
        }
        return;
    }
    for (const auto& candidate : candidates) {
        if ((candidate.activity & 1U) == 0) continue;
        const auto cell = column.open_cell(candidate.thing);
        if (cell.low <= cell.high) take(candidate.thing, cell.low, cell.high);
    }
}

void Judge::judge_numbers(const Column& column, Slot slot, const Watch& watch,
                          std::span<Candidate> candidates, std::vector<Verdict>& verdicts) {
    if (!watch.is_comparable) return;
    const auto states = book_.states(watch.row);
    const bool is_by_own = watch.percentile && watch.counts.now.is_by_own();
    const auto limits = limits_for(watch, 0);
    // Called for every device under every behaviour: as a function of its own it costs more than
    // what it does.
    const auto judge_one = [&](NameId thing, std::uint64_t low, std::uint64_t high)
        __attribute__((always_inline)) {
        const bool conforms = (is_by_own ? limits_for(watch, low) : limits).allow(low, high);
        if (!conforms || states[thing] != AlarmState{}) [[unlikely]]
            judge_datapoint(watch, thing, conforms, {.low = low, .high = high, .addresses = {}},
                            verdicts);
    };
    read_numbers(column, slot, watch, candidates, judge_one);
}

}  // namespace engine
