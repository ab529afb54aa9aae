#include "scenarios/troupes.hpp"

#include "fleet/base/text.hpp"
#include "scenarios/actor_sets.hpp"

namespace scenarios {
namespace {

using fleet::NameId;

class Meetings {
  public:
    Meetings(const fleet::Fleet& fleet, const fleet::Interner& topics, const Script& script)
        : topics_(topics),
          script_(script),
          sets_(script.actors.size()),
          identities_(fleet.credentials.size(), sets_),
          listeners_(topics.size(), no_actor) {}

    void hold() {
        for_each_reach(script_,
                       [this](std::uint32_t actor, const Reach& reach) { listen(actor, reach); });
        for_each_reach(script_,
                       [this](std::uint32_t actor, const Reach& reach) { speak(actor, reach); });
    }
    std::uint32_t lowest(std::uint32_t actor) { return sets_.lowest(actor); }

  private:
    void listen(std::uint32_t actor, const Reach& reach) {
        identities_.meet(actor, script_.actors[actor].client_id, reach);
        for (const auto filter : reach.subscribes) {
            if (fleet::has_topic_wildcard(topics_.text(filter)))
                wildcards_.emplace_back(filter, actor);
            else
                sets_.meet(listeners_[filter], actor);
        }
    }

    void speak(std::uint32_t actor, const Reach& reach) {
        for (const auto topic : reach.publishes) {
            if (listeners_[topic] != no_actor) sets_.unite(listeners_[topic], actor);
            for (const auto& [filter, listener] : wildcards_) {
                if (fleet::topic_matches(topics_.text(filter), topics_.text(topic)))
                    sets_.unite(listener, actor);
            }
        }
    }

    const fleet::Interner& topics_;
    const Script& script_;
    ActorSets sets_;
    Identities identities_;
    std::vector<std::uint32_t> listeners_;  // by topic
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
