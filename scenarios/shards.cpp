#include "scenarios/shards.hpp"

#include "fleet/base/error.hpp"
#include "fleet/base/random.hpp"
#include "fleet/base/text.hpp"
#include "fleet/report_topic.hpp"
#include "scenarios/actor_sets.hpp"

namespace scenarios {
namespace {

using fleet::NameId;
constexpr std::uint32_t several = no_actor - 1;

class Components {
  public:
    Components(const fleet::Fleet& fleet, const fleet::Interner& topics, const Script& script)
        : topics_(topics),
          script_(script),
          sets_(script.actors.size()),
          publishers_(topics.size(), no_actor),
          hears_others_(script.actors.size(), 0) {
        form(fleet);
        for_each_reach(script, [this](std::uint32_t actor, const Reach& reach) {
            for (const auto topic : reach.publishes) note_publisher(topic, actor);
        });
        for_each_reach(script, [this](std::uint32_t actor, const Reach& reach) {
            for (const auto filter : reach.subscribes)
                if (hears_others(filter, actor)) hears_others_[sets_.lowest(actor)] = 1;
        });
    }

    std::uint32_t lowest(std::uint32_t actor) { return sets_.lowest(actor); }
    bool hears_others(std::uint32_t lowest) const { return hears_others_[lowest] != 0; }

  private:
    void form(const fleet::Fleet& fleet) {
        Identities identities(fleet.credentials.size(), sets_);
        for_each_reach(script_, [&](std::uint32_t actor, const Reach& reach) {
            identities.meet(actor, script_.actors[actor].client_id, reach);
        });
        unite_reporters();
        for (const auto& cast : script_.casts) {
            for (const auto actor : cast) sets_.unite(cast.front(), actor);
        }
    }

    /// The service knows one thing under a name: who reports for it, reports in one shard.
    void unite_reporters() {
        std::vector<std::uint32_t> reporters(topics_.size(), no_actor);
        std::vector<std::uint8_t> is_of_reports(topics_.size());
        for (NameId topic = 0; topic < topics_.size(); ++topic)
            is_of_reports[topic] = fleet::parse_report_topic(topics_.text(topic)) ? 1 : 0;
        for_each_reach(script_, [&](std::uint32_t actor, const Reach& reach) {
            for (const auto topic : reach.publishes) {
                if (is_of_reports[topic] == 0) continue;
                auto& first = reporters[topic];
                if (first == no_actor)
                    first = actor;
                else
                    sets_.unite(first, actor);
            }
        });
    }

    void note_publisher(NameId topic, std::uint32_t actor) {
        auto& publisher = publishers_[topic];
        const auto component = sets_.lowest(actor);
        if (publisher == no_actor)
            publisher = component;
        else if (publisher != component)
            publisher = several;
    }

    bool is_of_others(NameId topic, std::uint32_t component) const {
        return publishers_[topic] != no_actor && publishers_[topic] != component;
    }

    bool hears_others(NameId filter, std::uint32_t actor) {
        const auto component = sets_.lowest(actor);
        const auto text = topics_.text(filter);
        if (!fleet::has_topic_wildcard(text)) return is_of_others(filter, component);
        if (hears_others_[component] != 0) return true;
        for (NameId topic = 0; topic < publishers_.size(); ++topic) {
            if (is_of_others(topic, component) && fleet::topic_matches(text, topics_.text(topic)))
                return true;
        }
        return false;
    }

    const fleet::Interner& topics_;
    const Script& script_;
    ActorSets sets_;
    std::vector<std::uint32_t> publishers_;   // by topic: the component, or several
    std::vector<std::uint8_t> hears_others_;  // by lowest actor of a component
};

std::uint32_t shard_of(std::uint64_t seed, std::uint32_t component, std::uint32_t count) {
    const auto draw = fleet::Random(seed).stream(0, component, fleet::Purpose::shard)();
    return static_cast<std::uint32_t>(fleet::scaled(draw, count));
}

}  // namespace

void enter_shard(const fleet::Fleet& fleet, const fleet::Interner& topics, std::uint64_t seed,
                 const Shard& shard, Script& script) {
    fleet::require(shard.number < shard.count, "a shard is one of those that there are");
    Components components(fleet, topics, script);
    script.shard_roles.assign(script.actors.size(), ShardRole::member);
    script.hears_others.assign(script.actors.size(), 0);
    for (std::uint32_t actor = 0; actor < script.actors.size(); ++actor) {
        if (actor == script.cloud) continue;
        const auto component = components.lowest(actor);
        const bool hears_others = components.hears_others(component);
        script.hears_others[actor] = hears_others ? 1 : 0;
        if (shard_of(seed, component, shard.count) == shard.number) continue;
        script.shard_roles[actor] = hears_others ? ShardRole::listener : ShardRole::absent;
    }
}

ShardClients clients_of_shard(const Script& script, std::size_t clients) {
    ShardClients told{std::vector<std::uint8_t>(clients), std::vector<std::uint8_t>(clients)};
    for (std::uint32_t actor = 0; actor < script.actors.size(); ++actor) {
        if (actor == script.cloud) continue;
        const auto client = script.actors[actor].client_id;
        if (script.role_of(actor) == ShardRole::member) told.is_member[client] = 1;
        if (!script.hears_others.empty() && script.hears_others[actor] != 0)
            told.hears_others[client] = 1;
    }
    return told;
}

std::string subscription_to(std::string_view topic, const fleet::Interner& topics,
                            const Script& script) {
    std::string found;
    for_each_reach(script, [&](std::uint32_t, const Reach& reach) {
        for (const auto filter : reach.subscribes)
            if (found.empty() && fleet::topic_matches(topics.text(filter), topic))
                found = topics.text(filter);
    });
    return found;
}

}  // namespace scenarios
