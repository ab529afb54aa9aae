// Who belongs together, found by uniting sets of actors that touch the same thing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "scenarios/script.hpp"

namespace scenarios {

inline constexpr std::uint32_t no_actor = 0xFFFFFFFFU;

/// Disjoint sets of actors, each known by its lowest index.
class ActorSets {
  public:
    explicit ActorSets(std::size_t actors) : parents_(actors) {
        std::iota(parents_.begin(), parents_.end(), 0U);
    }
    std::uint32_t lowest(std::uint32_t actor) {
        while (parents_[actor] != actor)
            actor = parents_[actor] = parents_[parents_[actor]];  // halves the path on its way
        return actor;
    }
    void unite(std::uint32_t a, std::uint32_t b) {
        a = lowest(a), b = lowest(b);
        parents_[std::max(a, b)] = std::min(a, b);
    }
    /// Unites `actor` with whoever came first to `place`.
    void meet(std::uint32_t& place, std::uint32_t actor) {
        if (place == no_actor)
            place = actor;
        else
            unite(place, actor);
    }

  private:
    std::vector<std::uint32_t> parents_;
};

/// Unites those who use one client id or show one credential, which nobody can do unfelt by the
/// others.
class Identities {
  public:
    Identities(std::size_t credentials, ActorSets& sets)
        : sets_(sets), by_credential_(credentials, no_actor) {}

    void meet(std::uint32_t actor, fleet::NameId client, const Reach& reach) {
        if (client >= by_client_.size()) by_client_.resize(client + 1, no_actor);
        sets_.meet(by_client_[client], actor);
        for (const auto credential : reach.credentials)
            sets_.meet(by_credential_[credential], actor);
    }

  private:
    ActorSets& sets_;
    std::vector<std::uint32_t> by_client_;      // by client id: who came first
    std::vector<std::uint32_t> by_credential_;  // by credential
};

/// Calls `visit(actor, reach)` for every actor but the cloud, ascending, with all that its plans
/// reach.
template <class Visit>
void for_each_reach(const Script& script, Visit visit) {
    Reach reach;
    auto overlay = script.overlays.begin();
    for (std::uint32_t actor = 0; actor < script.actors.size(); ++actor) {
        if (actor == script.cloud) continue;
        reach.publishes.clear(), reach.subscribes.clear(), reach.credentials.clear();
        script.plans[script.actors[actor].plan]->reach(actor, reach);
        for (; overlay != script.overlays.end() && overlay->first <= actor; ++overlay)
            script.plans[overlay->second]->reach(actor, reach);
        visit(actor, reach);
    }
}

}  // namespace scenarios
