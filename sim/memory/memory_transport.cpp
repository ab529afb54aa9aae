#include "sim/memory/memory_transport.hpp"

#include <algorithm>

#include "sim/fold.hpp"

namespace sim {

using fleet::Observation;

MemoryTransport::MemoryTransport(const World& world) : world_(world), broker_(world) {}

TransportCounts MemoryTransport::counts() const {
    auto counts = broker_.counts();
    return counts += alone_counts_;
}

std::vector<Observation> MemoryTransport::perform(const SliceWork& work) {
    broker_.learn_topics();
    std::vector<Observation> events;
    events.reserve(work.actions.size());
    auto change = work.changes.begin();
    for (const auto& action : work.actions) {
        for (; change != work.changes.end() && change->time <= action.time; ++change)
            apply(*change, events);
        const auto before = events.size();
        broker_.perform(action, events);
        if (action.is_elsewhere) events.resize(before);
    }
    for (; change != work.changes.end(); ++change) apply(*change, events);
    fold(events, world_.dictionary, world_.fleet.inventory.things.size());
    return events;
}

void MemoryTransport::apply(const fleet::Change& change, std::vector<Observation>& events) {
    const auto before = static_cast<std::ptrdiff_t>(events.size());
    broker_.apply(change, events);
    events.erase(std::remove_if(events.begin() + before, events.end(),
                                [this](const Observation& seen) {
                                    return !world_.is_observed_here(seen.client_id);
                                }),
                 events.end());
}

void MemoryTransport::gather_company(const scenarios::Script& script) {
    if (!company_.empty()) return;
    for (std::uint32_t actor = 0; actor < script.actors.size(); ++actor) {
        if (script.is_alone[actor] == 0) company_.push_back(actor);
    }
}

/// Those who are not alone, and the changes of the registry, which concern nobody else.
std::vector<Observation> MemoryTransport::play_company(const Scene& scene) {
    auto actions = published_by_service(scene);
    std::vector<scenarios::Action> asked;
    for (const auto actor : company_)
        scene.prompter.ask(actor, broker_.states()[actor], scene.slot, asked);
    sort_canonically(asked);
    actions.insert(actions.end(), asked.begin(), asked.end());
    scene.prompter.write_reports(actions, world_.dictionary.payloads, 0);
    return perform({.begin = scene.slot.begin,
                    .end = scene.slot.end,
                    .actions = actions,
                    .changes = scene.changes});
}

/// `heard` is what the service has published to it.
void MemoryTransport::play_alone(const Scene& scene, std::uint32_t device,
                                 std::span<const Observation> heard, Share& share) {
    share.actions.clear();
    scene.prompter.ask(device, broker_.states()[device], scene.slot, share.actions);
    if (share.actions.size() > 1) sort_canonically(share.actions);
    scene.prompter.write_reports(share.actions, world_.dictionary.payloads, share.number);
    const auto begin = share.observations.size();
    share.observations.insert(share.observations.end(), heard.begin(), heard.end());
    for (const auto& action : share.actions) {
        broker_.perform(action, share.observations, share.counts);
        if (share.observations.size() > begin &&
            share.observations.back().client_id == fleet::no_name) {
            share.without_client.push_back(share.observations.back());
            share.observations.pop_back();
        }
    }
    fold_client(share.observations, begin);
}

/// `company` holds what was seen of devices that are not alone, sorted: it is put in its place
/// among the others.
void MemoryTransport::play_share(const Scene& scene, std::size_t first, std::size_t last,
                                 std::span<const Observation> company, Share& share) {
    const auto& is_alone = scene.prompter.script().is_alone;
    auto next = std::ranges::lower_bound(company, first, {}, &Observation::client_id);
    for (auto device = first; device < last; ++device) {
        const auto from = next;
        while (next != company.end() && next->client_id == device) ++next;
        const std::span seen(from, next);
        if (is_alone[device] != 0)
            play_alone(scene, static_cast<std::uint32_t>(device), seen, share);
        else
            share.observations.insert(share.observations.end(), seen.begin(), seen.end());
    }
}

void MemoryTransport::play(const Scene& scene, fleet::SliceListener& listener) {
    if (scene.has_unforeseen_changes) return Transport::play(scene, listener);
    gather_company(scene.prompter.script());
    const auto devices = world_.fleet.devices.size();
    const auto shares = scene.prompter.workers().shares_of(devices);
    // The first share of the payloads is that of the company and of the service.
    world_.dictionary.payloads.begin(shares + 1);
    const auto company = play_company(scene);
    // Devices come first among the actors, and their things first among the client ids.
    shares_.assign(shares, {});
    for (unsigned share = 0; share < shares; ++share) shares_[share].number = share + 1;
    listener.expect(shares);
    fleet::for_each_share(
        devices, shares, [&](unsigned number, std::size_t first, std::size_t last) {
            // What a part leads to is read while it is still at hand.
            constexpr std::size_t part_devices = 512;
            auto& share = shares_[number];
            for (; first < last; first += part_devices) {
                share.observations.clear();
                play_share(scene, first, std::min(first + part_devices, last), company, share);
                listener.take(number, share.observations);
            }
        });
    auto rest = std::ranges::lower_bound(company, devices, {}, &Observation::client_id);
    std::vector<Observation> others(rest, company.end());
    for (const auto& share : shares_) {
        others.insert(others.end(), share.without_client.begin(), share.without_client.end());
        alone_counts_ += share.counts;
    }
    const auto things = world_.fleet.inventory.things.size();
    std::stable_sort(others.begin(), others.end(), [&](const auto& a, const auto& b) {
        return comes_before(a, b, world_.dictionary, things);
    });
    listener.take(shares - 1, others);
}

}  // namespace sim
