#include "sim/simulation.hpp"

#include <algorithm>
#include <thread>

#include "fleet/base/error.hpp"

namespace sim {

using scenarios::Action;
using scenarios::Slot;

Simulation::Simulation(const scenarios::Script& script, Transport& transport, fleet::Time start,
                       fleet::Time end, unsigned threads)
    : script_(script),
      transport_(transport),
      now_(start),
      end_(end),
      threads_(std::max(1U, threads)) {}

void Simulation::ask_actors(const Slot& slot, std::uint32_t first, std::uint32_t last,
                            std::vector<Action>& out) const {
    const auto states = transport_.states();
    auto overlay =
        std::lower_bound(script_.overlays.begin(), script_.overlays.end(), std::pair{first, 0U});
    for (auto actor = first; actor < last; ++actor) {
        if (actor == script_.cloud) continue;
        script_.plans[script_.actors[actor].plan]->actions(actor, states[actor], slot, out);
        for (; overlay != script_.overlays.end() && overlay->first == actor; ++overlay) {
            script_.plans[overlay->second]->actions(actor, states[actor], slot, out);
        }
    }
}

void Simulation::ask_plans(const Slot& slot) {
    const auto actors = static_cast<std::uint32_t>(script_.actors.size());
    const auto share = (actors + threads_ - 1) / threads_;
    by_thread_.resize(threads_);
    {
        std::vector<std::jthread> threads;
        for (unsigned thread = 0; thread < threads_; ++thread) {
            by_thread_[thread].clear();
            const auto first = std::min(actors, thread * share),
                       last = std::min(actors, first + share);
            const auto work = [this, &slot, thread, first, last] {
                ask_actors(slot, first, last, by_thread_[thread]);
            };
            if (thread + 1 < threads_)
                threads.emplace_back(work);
            else
                work();
        }
    }
    actions_.clear();
    for (const auto& part : by_thread_) actions_.insert(actions_.end(), part.begin(), part.end());
    // Parts are joined in the order of their actors, so a stable sort makes the canonical order:
    // (time, actor, sequence).
    std::stable_sort(actions_.begin(), actions_.end(), [](const Action& a, const Action& b) {
        return a.time != b.time ? a.time < b.time : a.actor < b.actor;
    });
}

std::optional<fleet::Slice> Simulation::next() {
    if (now_ >= end_) return std::nullopt;
    const auto begin = now_;
    const auto slot_begin = fleet::slot_start(begin);
    const auto end = std::min(end_, slot_begin + fleet::slot_length);
    const Slot slot{begin, end, fleet::epoch_ms(slot_begin) / fleet::slot_length.count()};
    ask_plans(slot);
    fleet::Slice slice{.begin = begin, .end = end};
    // What the engine asked for takes effect at the beginning of the slice, before what the
    // timeline holds for it.
    for (auto& change : requested_) {
        change.time = begin;
        slice.changes.push_back(std::move(change));
    }
    requested_.clear();
    for (; next_change_ < script_.changes.size() && script_.changes[next_change_].time < end;
         ++next_change_) {
        slice.changes.push_back(script_.changes[next_change_]);
    }
    for (const auto& action : actions_) {
        fleet::require(action.time >= begin && action.time < end,
                       "a plan emitted an action outside its slot");
    }
    slice.observations = transport_.perform(
        {.begin = begin, .end = end, .actions = actions_, .changes = slice.changes});
    now_ = end;
    return slice;
}

void Simulation::apply(std::vector<fleet::Change> changes, std::vector<fleet::Outgoing> outgoing) {
    fleet::require(outgoing.empty(),
                   "the service publishes nothing yet: nobody produces outgoing messages");
    requested_.insert(requested_.end(), std::make_move_iterator(changes.begin()),
                      std::make_move_iterator(changes.end()));
}

}  // namespace sim
