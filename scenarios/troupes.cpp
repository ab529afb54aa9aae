#include "scenarios/troupes.hpp"

#include <algorithm>
#include <numeric>

#include "fleet/base/text.hpp"

namespace scenarios {
namespace {

using fleet::NameId;
constexpr auto nobody = 0xFFFFFFFFU;

/// Disjoint sets of actors, each known by its lowest index.
class Sets {
  public:
    explicit Sets(std::size_t actors) : parents_(actors) {
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
        if (place == nobody)
            place = actor;
        else
            unite(place, actor);
    }

  private:
    std::vector<std::uint32_t> parents_;
};

class Meetings {
  public:
    Meetings(const fleet::Fleet& fleet, const fleet::Interner& topics, const Script& script)
        : topics_(topics),
          script_(script),
          sets_(script.actors.size()),
          by_credential_(fleet.credentials.size(), nobody),
          listeners_(topics.size(), nobody) {}

    void hold() {
        for_each_reach([this](std::uint32_t actor, const Reach& reach) { listen(actor, reach); });
        for_each_reach([this](std::uint32_t actor, const Reach& reach) { speak(actor, reach); });
    }
    std::uint32_t lowest(std::uint32_t actor) { return sets_.lowest(actor); }

  private:
    template <class Visit>
    void for_each_reach(Visit visit) {
        Reach reach;
        auto overlay = script_.overlays.begin();
        for (std::uint32_t actor = 0; actor < script_.actors.size(); ++actor) {
            if (actor == script_.cloud) continue;
            reach.publishes.clear(), reach.subscribes.clear(), reach.credentials.clear();
            script_.plans[script_.actors[actor].plan]->reach(actor, reach);
            for (; overlay != script_.overlays.end() && overlay->first <= actor; ++overlay)
                script_.plans[overlay->second]->reach(actor, reach);
            visit(actor, reach);
        }
    }

    void listen(std::uint32_t actor, const Reach& reach) {
        const auto client = script_.actors[actor].client_id;
        if (client >= by_client_.size()) by_client_.resize(client + 1, nobody);
        sets_.meet(by_client_[client], actor);
        for (const auto credential : reach.credentials)
            sets_.meet(by_credential_[credential], actor);
        for (const auto filter : reach.subscribes) {
            if (fleet::has_topic_wildcard(topics_.text(filter)))
                wildcards_.emplace_back(filter, actor);
            else
                sets_.meet(listeners_[filter], actor);
        }
    }

    void speak(std::uint32_t actor, const Reach& reach) {
        for (const auto topic : reach.publishes) {
            if (listeners_[topic] != nobody) sets_.unite(listeners_[topic], actor);
            for (const auto& [filter, listener] : wildcards_) {
                if (fleet::topic_matches(topics_.text(filter), topics_.text(topic)))
                    sets_.unite(listener, actor);
            }
        }
    }

    const fleet::Interner& topics_;
    const Script& script_;
    Sets sets_;
    std::vector<std::uint32_t> by_client_;      // by client id: who came first
    std::vector<std::uint32_t> by_credential_;  // by credential
    std::vector<std::uint32_t> listeners_;      // by topic
    std::vector<std::pair<NameId, std::uint32_t>> wildcards_;
};

}  // namespace

void form_troupes(const fleet::Fleet& fleet, const fleet::Interner& topics, Script& script) {
    Meetings meetings(fleet, topics, script);
    meetings.hold();
    const auto actors = static_cast<std::uint32_t>(script.actors.size());
    script.troupes.resize(actors);
    script.is_alone.assign(actors, 0);
    for (std::uint32_t actor = 0; actor < actors; ++actor) {
        script.troupes[actor] = meetings.lowest(actor);
        script.is_alone[actor] = actor < fleet.devices.size();
    }
    for (std::uint32_t actor = 0; actor < actors; ++actor) {
        if (script.troupes[actor] != actor)
            script.is_alone[actor] = script.is_alone[script.troupes[actor]] = 0;
    }
    for (const auto device : script.changed_devices) script.is_alone[device] = 0;
}

}  // namespace scenarios
