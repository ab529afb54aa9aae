// A device tries what its policy does not allow: it publishes to other devices' topics and
// subscribes with wildcards.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/attacks.hpp"

namespace scenarios::attacks_table {
namespace {

constexpr std::array parameters{
    fleet::ParameterCard{"perMinute", fleet::ParameterType::count, "6", "attempts in a minute"},
};
constexpr std::array<std::string_view, 3> filters{"#", "cmd/+/+", "$aws/things/+/shadow/#"};

struct Probes {
    std::vector<fleet::NameId> topics;
    std::vector<fleet::NameId> filters;
};

Probes probes_of(Cast& cast, std::uint32_t device) {
    auto& topics = cast.dictionary().topics;
    Probes probes;
    for (const auto& name :
         {fmt::format("admin/{}", cast.thing(device)), std::string("cmd/broadcast"),
          std::string("$aws/things/gateway/shadow/update")}) {
        probes.topics.push_back(topics.intern(name));
    }
    for (const auto filter : filters) probes.filters.push_back(topics.intern(filter));
    return probes;
}

bool is_denied(Cast& cast, std::uint32_t device, const Probes& probes) {
    const auto& topics = cast.dictionary().topics;
    return std::none_of(probes.topics.begin(), probes.topics.end(), [&](fleet::NameId topic) {
        return cast.may(device, cast.client_id(device), fleet::PolicyAction::publish,
                        topics.text(topic));
    });
}

/// What is denied for certain meets nobody.
Reach reach_of(Cast& cast, std::uint32_t device, const Probes& probes) {
    Reach reach;
    const auto may = [&](fleet::PolicyAction action, fleet::NameId topic) {
        return cast.may(device, cast.client_id(device), action,
                        cast.dictionary().topics.text(topic));
    };
    for (const auto topic : probes.topics)
        if (may(fleet::PolicyAction::publish, topic)) reach.publishes.push_back(topic);
    for (const auto filter : probes.filters)
        if (may(fleet::PolicyAction::subscribe, filter)) reach.subscribes.push_back(filter);
    return reach;
}

void play(const Engagement& engagement, Cast& cast, Incident& incident) {
    const auto per_minute = engagement.parameters.count("perMinute");
    const auto every =
        engagement.is_below_threshold
            ? fleet::Duration{std::chrono::minutes{10}}
            : fleet::Duration{60'000 / std::clamp<std::int64_t>(
                                           static_cast<std::int64_t>(per_minute), 1, 60'000)};
    const auto begin = engagement.begin, end = engagement.end;
    incident.affected.clear();
    for (const auto device : engagement.devices) {
        const auto probes = probes_of(cast, device);
        cast.add_overlay(device, reach_of(cast, device, probes),
                         [=](std::uint32_t actor, const ActorState&, const Slot& slot,
                             std::vector<Action>& out) {
                             for_each_moment(begin, end, every, slot, [&](fleet::Time moment) {
                                 // Every fourth attempt is a subscription; the others go through
                                 // the topics in turn.
                                 const auto n = static_cast<std::size_t>((moment - begin) / every);
                                 Action probe{.time = moment,
                                              .actor = actor,
                                              .kind = ActionKind::publish,
                                              .bytes_min = 20,
                                              .bytes_max = 20};
                                 probe.topic = probes.topics[n % probes.topics.size()];
                                 if (n % 4 == 3) {
                                     probe.kind = ActionKind::subscribe;
                                     probe.topic = probes.filters[n / 4 % probes.filters.size()];
                                 }
                                 out.push_back(probe);
                             });
                         });
        incident.actors.push_back(cast.thing(device));
        // A policy that allows everything denies nothing: then nobody can hear the probing, and the
        // truth says so.
        if (is_denied(cast, device, probes)) incident.affected.push_back(cast.thing(device));
    }
    // Where the first denial ends the connection, the others meet none: one denial in a slot is no
    // high number, and nobody can be asked to hear it.
    if (engagement.is_closed_on_deny) return;
    incident.speaks = {{"aws:num-authorization-failures", MetricSpeaks::Side::high}};
}

}  // namespace

extern const Attack topic_probing{
    .card = {.name = "topic-probing",
             .story =
                 "A device publishes and subscribes outside its policy, in search of what is open.",
             .attack_id = "",
             .speaks = "aws:num-authorization-failures; nothing under closeOnDeny",
             .parameters = parameters},
    .play = play};

}  // namespace scenarios::attacks_table
