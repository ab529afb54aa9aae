#include "sim/wire/lanes_transport.hpp"

#include <algorithm>

#include "sim/certificate_names.hpp"
#include "sim/fold.hpp"

namespace sim {

LanesTransport::LanesTransport(const World& world, std::vector<std::vector<std::uint32_t>> lanes,
                               const LaneProcess::Make& make)
    : world_(world),
      lanes_(std::move(lanes)),
      lane_of_(world.actors.size(), 0),
      audiences_(lanes_.size()),
      counts_(lanes_.size()),
      states_(world.actors.size()) {
    // Names mean the same in every process when all of them are known before the fork.
    name_certificates(world_.fleet, world_.dictionary);
    states_[world_.cloud].is_connected = true;
    for (std::uint32_t lane = 0; lane < lanes_.size(); ++lane) {
        for (const auto actor : lanes_[lane]) lane_of_[actor] = lane;
        processes_.push_back(std::make_unique<LaneProcess>(world_, lanes_[lane], make, processes_));
    }
    for (const auto& process : processes_) process->await_start();
}

LanesTransport::~LanesTransport() {
    for (const auto& process : processes_) process->dismiss();  // all end at the same time
}

std::vector<fleet::Observation> LanesTransport::perform(const SliceWork& work) {
    const auto parts = share_actions(work.actions);
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
        processes_[lane]->tell({.begin = work.begin,
                                .end = work.end,
                                .actions = parts[lane],
                                .changes = work.changes});
    std::vector<fleet::Observation> all;
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
        const auto outcome = processes_[lane]->await();
        all.insert(all.end(), outcome.observations.begin(), outcome.observations.end());
        counts_[lane] = outcome.counts;
        for (std::size_t i = 0; i < lanes_[lane].size(); ++i)
            states_[lanes_[lane][i]] = outcome.states[i];
    }
    const auto things = world_.fleet.inventory.things.size();
    std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) {
        return comes_before(a, b, world_.dictionary, things);
    });
    return all;
}

/// What the cloud publishes goes wherever somebody has asked for it.
std::vector<std::vector<scenarios::Action>> LanesTransport::share_actions(
    std::span<const scenarios::Action> actions) {
    std::vector<std::vector<scenarios::Action>> parts(lanes_.size());
    for (const auto& action : actions) {
        if (action.actor != world_.cloud) {
            const auto lane = lane_of_[action.actor];
            parts[lane].push_back(action);
            if (action.kind == scenarios::ActionKind::subscribe) note_filter(lane, action.topic);
            continue;
        }
        for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
            if (audiences_[lane].hears_all || audiences_[lane].topics.contains(action.topic))
                parts[lane].push_back(action);
        }
    }
    return parts;
}

/// Whether it was granted, or ended since, does not matter: what nobody hears leaves no trace.
void LanesTransport::note_filter(std::size_t lane, fleet::NameId filter) {
    const auto text = world_.dictionary.topics.text(filter);
    if (text.find_first_of("+#") != std::string_view::npos)
        audiences_[lane].hears_all = true;
    else
        audiences_[lane].topics.insert(filter);
}

TransportCounts LanesTransport::counts() const {
    TransportCounts sum;
    for (const auto& counts : counts_) sum += counts;
    return sum;
}

}  // namespace sim
